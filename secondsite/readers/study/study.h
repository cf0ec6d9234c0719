#pragma once
// A reader study, analysed by every estimator that its design allows, side by side: they give
// different p-values on the same reads, so the one that was declared is marked.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/core/context.h"
#include "secondsite/core/json.h"
#include "secondsite/readers/study/analysis_of_variance.h"
#include "secondsite/readers/study/design.h"
#include "secondsite/readers/study/moments.h"
#include "secondsite/stats/estimate.h"
#include "secondsite/stats/verdict.h"

namespace secondsite::readers::study {

enum class Outcome {
  area,           // AUC by every pair; the wAFROC area for a localisation study
  partial_area,   // AUC over a range of specificity
  sensitivity,    // at a threshold
  specificity,    // at a threshold
  mean,           // of any per-case measure: Dice, reading time, error
  mean_diseased,  // the same over diseased cases
};
std::string_view name(Outcome outcome);
std::optional<Outcome> outcome_named(std::string_view name);

// What is claimed of the difference test - reference.
enum class ClaimKind { none, superiority, non_inferiority, equivalence };

// With fewer diseased (or healthy) cases than this, where the outcome looks at them, no claim is
// shown or refuted; nor is one where the estimated variance is 0.
inline constexpr std::uint64_t fewest_of_a_class = 10;

struct Request {
  Outcome outcome = Outcome::area;
  double threshold = stats::unknown;      // sensitivity, specificity: called where rating >= it
  double lowest_specificity = 0.9;        // partial area: from here to 1, rescaled (McClish)
  std::string declared = "or-jackknife";  // an id of estimator_ids()
  double level = 0.95;
  unsigned replicates = 1000;  // of or-bootstrap; 0: leave it out
  ClaimKind claim = ClaimKind::none;
  double margin = 0;      // non-inferiority, equivalence: what may be lost
  std::string test;       // modality that the claim is about; empty: the last
  std::string reference;  // what it is compared with; empty: the first
  bool higher_is_better = true;
  // A modality whose ratings are one model's, the same for every reader: differences of readers
  // from it are analysed as one modality (readers random, the model not). Empty: none.
  std::string model;
};

// One estimator's answer.
struct EstimatorRow {
  std::string id;         // "or-jackknife"
  std::string title;      // "Obuchowski-Rockette, jackknife"
  std::string holds_for;  // "readers and cases", "these readers", "these cases"
  std::string reference;
  bool declared = false;
  std::optional<stats::TestResult> all_equal;  // all modalities equal
  std::vector<stats::Estimate> means;          // one a modality
  std::vector<stats::Estimate> differences;    // one a pair of modalities, as `pairs`
  std::vector<stats::Estimate> components;     // of variance; without intervals
  std::string absent_code;                     // why there is no answer
  std::string absent_reason;
};

struct Result {
  Outcome outcome = Outcome::area;
  std::string figure;  // "AUC", "wAFROC area", "sensitivity at rating >= 3"
  Design design;
  std::vector<std::string> modalities;
  std::vector<std::string> readers;
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  std::vector<stats::Estimate> cells;               // [modality][reader], from the cases alone
  std::vector<stats::Estimate> reader_differences;  // [pair][reader]
  std::vector<EstimatorRow> rows;
  ClaimKind claim = ClaimKind::none;
  double margin = 0;
  std::string claim_text;                  // "aided is not worse than unaided by more than 0.05"
  std::optional<stats::Verdict> verdict;   // from the declared estimator
  std::optional<stats::Estimate> claimed;  // test - reference, by the declared estimator
};

// Every id that `declared` may be, in the order of the rows.
std::vector<std::string> estimator_ids();

core::Result<Result> analyse(const Reads& reads, const Request& request,
                             const core::Context& context, core::Findings& findings);

core::Json to_json(const Result& result);

// The sample of an outcome; partial areas have none.
Sample sample_of(const Reads& reads, const Request& request);

}  // namespace secondsite::readers::study
