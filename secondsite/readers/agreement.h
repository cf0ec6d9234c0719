#pragma once
// Agreement between readers: every coefficient asked for, overall and by pair, with its analytic
// and its patient bootstrap interval.

#include <string>
#include <vector>

#include "secondsite/readers/reads.h"

namespace secondsite::readers {

struct AgreementRequest {
  // Ids of stats::agreement; empty: what suits the values (kappa, alpha, AC1 for categories; ICC
  // and Bland-Altman for measurements, which are numbers with more than `most_levels` values).
  std::vector<std::string> coefficients;
  stats::AgreementOptions options;
  bool scale_stated = false;   // options.scale was stated; else it is guessed, finding by finding
  unsigned replicates = 1000;  // 0: no bootstrap
  bool pairwise = true;        // each pair of readers too
  std::string unit = "case";
};
inline constexpr std::size_t most_levels = 12;

struct AgreementRow {
  std::string finding;
  std::string coefficient;
  std::string first;  // reader; empty: all readers
  std::string second;
  stats::Estimate estimate;
};

struct CategoryRow {
  std::string finding;
  std::string category;
  stats::Estimate kappa;  // of Fleiss, that category against the rest, with its test
};

struct AgreementResult {
  std::vector<std::string> readers;
  std::uint64_t cases = 0;
  std::uint64_t patients = 0;  // 0: no patient column
  std::vector<AgreementRow> rows;
  std::vector<CategoryRow> categories;
  core::Findings findings;
};

// Bootstrap: whole patients (cases, where there is no patient) are drawn, Poisson weights, and the
// percentile interval stands among the estimate's other intervals. An unknown coefficient is an
// error; a coefficient for pairs is estimated for pairs only.
core::Result<AgreementResult> measure_agreement(const Reads& reads, const AgreementRequest& request,
                                                const core::Context& context);

core::Json to_json(const AgreementResult& result);

}  // namespace secondsite::readers
