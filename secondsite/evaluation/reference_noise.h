#pragma once
// What is known of the errors of the reference standard, and what that does to a run: estimates
// against the truth beside those against the labels, and claims that are finer than the noise of
// the reference.

#include <optional>
#include <string>
#include <vector>

#include "secondsite/core/json.h"
#include "secondsite/core/result.h"
#include "secondsite/labels/label_error.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::evaluation {

// Error rates of a finding's labels: stated, or counted in a column that holds the truth of the
// cases that were audited (blank elsewhere).
struct LabelErrorSpec {
  std::string finding;  // empty: every finding that has no entry of its own; see same_label()
  labels::LabelErrorRates rates;
  std::string truth;      // column; empty: the rates are stated
  bool optional = false;  // a finding that is not here is passed over
};

// A difference in `metric` that is no larger than what another choice of reader makes.
struct NoiseFloorSpec {
  std::string finding;  // empty: every finding
  std::string metric;
  double floor = 0;
  std::string source;  // "inter-reader band of 5 readers"
  bool optional = false;
};

// One entry of the protocol's lists `label_error` and `noise_floor`; unknown keys are refused.
core::Result<LabelErrorSpec> label_error_from(const core::Json& json, const std::string& origin);
core::Result<NoiseFloorSpec> noise_floor_from(const core::Json& json, const std::string& origin);
core::Json to_json(const LabelErrorSpec& spec);
core::Json to_json(const NoiseFloorSpec& spec);
// Floors from what `secondsite readers band --out` wrote (band.json): one a finding and metric. The
// balanced accuracy of readers' calls is their AUROC, and so is its floor.
core::Result<std::vector<NoiseFloorSpec>> noise_floors_of_band(const core::Json& json,
                                                               const std::string& origin);

}  // namespace secondsite::evaluation
