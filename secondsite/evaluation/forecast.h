#pragma once
// Before the scores are opened: which claims and strata can these cases certify at all, and how
// many more would the others take?

#include <vector>

#include "secondsite/evaluation/view.h"

namespace secondsite::evaluation {

struct Forecast {
  std::string what;  // the claim's id, or the stratum
  std::string finding;
  std::uint64_t cases = 0;
  std::uint64_t positives = 0;
  std::uint64_t patients = 0;  // 0 where there is no patient column
  double assumed = stats::unknown;
  double power = stats::unknown;
  bool can_certify = false;
  std::optional<std::uint64_t> further_positives;
  std::optional<std::uint64_t> further_negatives;
  std::string remark;  // why there is no power: a metric that has no formula here
};

// From labels and covariates alone: `view` was opened without scores. Claims first, in order and by
// finding; then every stratum of the declared dimensions, on the goal that strata are held against.
// Claims of AUROC, sensitivity and specificity, and AUROC contrasts, have a power; others a remark.
// `design_effect`: what images of one patient cost, from an earlier study (1: nothing).
core::Result<std::vector<Forecast>> forecast(const View& view, const Protocol& protocol,
                                             double design_effect);

}  // namespace secondsite::evaluation
