#pragma once
// The registry of metrics: spans in, an Estimate out. One .cpp in this folder is one metric; what several
// share stands in support/.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "secondsite/core/context.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::metrics {

// The columns of one evaluation, borrowed. A stratum is the same thing with fewer cases; the patient
// index space stays that of the whole cohort, so that strata share patients.
struct Cases {
  std::span<const double> score;               // finite; larger = more suspicious
  std::span<const std::uint8_t> positive;      // 0 or 1, one a case
  std::span<const std::uint32_t> patient;      // index into patient_key, one a case; empty: no patient column
  std::span<const std::uint64_t> patient_key;  // what random numbers are keyed by, one a patient

  std::size_t size() const { return score.size(); }
  bool is_clustered() const { return !patient.empty(); }
};

enum class IntervalKind {
  analytic,              // the metric's own: DeLong/Obuchowski on the logit scale, Wilson with design effect ...
  bootstrap_percentile,  // patients resampled (cases, where there is no patient)
  bootstrap_bca,
};

struct MetricOptions {
  double level = 0.95;
  IntervalKind interval = IntervalKind::analytic;
  unsigned replicates = 2000;
  std::string unit = "case";            // what a row is, when there are no patients: "image", "study"
  std::optional<double> threshold;      // positive call: score >= threshold
  std::optional<double> prevalence;     // PPV and NPV at this local prevalence
  unsigned bins = 10;                   // for binned calibration metrics
  core::Context context;
};

// The metric's value and what each case adds to its error: to first order,
// Var(value) = Σ over patients (Σ over the patient's cases of influence)² · I/(I − 1).
struct Influence {
  double value = stats::unknown;
  std::vector<double> per_case;
};

enum class Family { discrimination, operating_point, calibration, utility };
enum class Better { higher, lower, one, zero };
std::string_view name(Family family);

struct Metric {
  std::string_view id;          // "auroc"
  std::string_view title;       // "Area under the ROC curve"
  std::string_view question;    // what a reader learns from it
  std::string_view definition;  // formula, ties, edges
  std::string_view reference;   // citation with DOI
  Family family = Family::discrimination;
  Better better = Better::higher;
  bool needs_threshold = false;
  bool needs_probability = false;  // scores must lie in [0, 1]
  // Never fails: where there is no value the estimate says why (see Estimate::absent_code).
  std::function<stats::Estimate(const Cases&, const MetricOptions&)> estimate;
  // Empty where the metric is not smooth enough to have one.
  std::function<Influence(const Cases&, const MetricOptions&)> influence;
};

std::span<const Metric> all();

}  // namespace secondsite::metrics
