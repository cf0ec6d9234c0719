#pragma once
// The registry of metrics: spans in, an Estimate out. One .cpp in this folder is one metric; what
// several share stands in support/.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/core/context.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::metrics {

class ScoreOrder;  // support/score_order.h
struct MarkSet;    // marks/mark_set.h

// What a metric is computed from. scores: one number a case, held against a label. measures:
// numbers that were already measured on each case (the Dice of one label in one scan). marks:
// places that a reader or model marked in each scan, held against lesions.
enum class Input { scores, measures, marks };
std::string_view name(Input input);

// One measured number a case; NaN where the policy on empty masks leaves it undefined.
struct Measure {
  std::string id;  // "dice"
  std::vector<double> value;
};

// The columns of one evaluation, borrowed. A stratum is the same thing with fewer cases; the
// patient index space stays that of the whole cohort, so that strata share patients.
struct Cases {
  std::span<const double> score;  // finite; larger = more suspicious; empty without scores
  // 0 or 1, one a case. Measures: the reference is not empty. Marks: the scan has a lesion.
  std::span<const std::uint8_t> positive;
  std::span<const std::uint32_t>
      patient;  // index into patient_key, one a case; empty: no patient column
  // What random numbers are keyed by, one a patient; without a patient column one a case (else the
  // row's position serves, and then a bootstrap depends on the order of rows).
  std::span<const std::uint64_t> patient_key;
  std::span<const Measure> measures = {};    // Input::measures: columns of one value a case
  const MarkSet* marks = nullptr;            // Input::marks: of the whole cohort
  std::span<const std::uint32_t> scan = {};  // Input::marks: the place in `marks`, one a case
  // Scores in order, made once and shared by metrics; empty: each metric sorts for itself.
  const ScoreOrder* order = nullptr;

  std::size_t size() const { return score.empty() ? positive.size() : score.size(); }
  bool is_clustered() const { return !patient.empty(); }
  // The column of a measure; empty where there is none of that name.
  std::span<const double> measure(std::string_view id) const;
};

enum class IntervalKind {
  analytic,  // the metric's own: DeLong/Obuchowski on the logit scale, Wilson with design effect
             // ...
  bootstrap_percentile,  // patients resampled (cases, where there is no patient)
  bootstrap_bca,
};

// How a bootstrap draws. poisson: each patient counts Poisson(1) times, independently, so that
// hospitals may merge replicates (Hanley & MacGibbon 2006, doi:10.1016/j.cmpb.2006.04.006; Chamandy
// et al. 2012). multinomial: as many patients as there are, drawn with replacement. stratified:
// cases drawn with replacement within each class; patients are not kept together.
enum class Resampling { poisson, multinomial, stratified };
std::string_view name(Resampling resampling);

// What a standardised error is held against. normal: as if the variance were known. student:
// Student's t with Satterthwaite's degrees of freedom, which the class with few patients limits
// (Brunner & Munzel 2000, doi:10.1002/(SICI)1521-4036(200001)42:1<17::AID-BIMJ17>3.0.CO;2-U).
enum class Reference { normal, student };

class PatientWeights;  // support/bootstrap.h

// Which part of the ROC curve counts for the partial area.
struct PartialRange {
  enum class Of { specificity, sensitivity };
  Of of = Of::specificity;
  double lowest = 0.9;
  double highest = 1;
  bool corrected = true;  // McClish 1989: rescaled so that chance is 0.5 and perfection 1
};

struct MetricOptions {
  double level = 0.95;
  IntervalKind interval = IntervalKind::analytic;
  unsigned replicates = 2000;
  std::string unit = "case";         // what a row is, when there are no patients: "image", "study"
  std::optional<double> threshold;   // positive call: score >= threshold
  std::optional<double> prevalence;  // PPV and NPV at this local prevalence
  // How many subjects the prevalence was measured on; empty: it is taken as known without error.
  std::optional<double> prevalence_trials;
  // Net benefit weighs a false alarm by p/(1 − p) of this probability; empty: the threshold itself.
  std::optional<double> threshold_probability;
  PartialRange partial;
  // Empty: student for the interval of a metric that has one by influence values; normal for
  // contrasts within a cohort, as they are published (student holds its level better with few
  // positives).
  std::optional<Reference> reference;
  bool plain_wald = false;  // value ± z·SE as other software prints it, clipped; for comparison
  unsigned bins = 10;       // for binned calibration metrics
  Resampling resampling = Resampling::poisson;
  // Made once for a cohort and shared by metrics, findings and strata; empty: made anew by each
  // call.
  const PatientWeights* weights = nullptr;
  core::Context context;
};

// The metric's value and what each case adds to its error: to first order,
// Var(value) = Σ over patients (Σ over the patient's cases of influence)² · I/(I − 1).
struct Influence {
  double value = stats::unknown;
  std::vector<double> per_case;
  // The influences of the positives sum to zero by themselves, and so do those of the negatives:
  // the numbers of each are taken as given (AUROC, sensitivity). Variances then correct each class
  // by its own m/(m − 1), as DeLong's and Obuchowski's do.
  bool by_class = false;
  // Which cases stand in the metric's denominator; empty: all. A patient without any does not count
  // in I.
  std::vector<std::uint8_t> takes_part;
};

enum class Family {
  discrimination,
  operating_point,
  calibration,
  utility,
  segmentation,
  detection
};
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
  Input input = Input::scores;
  std::string_view measure = {};  // Input::measures: which one it reads
  // Never fails: where there is no value the estimate says why (see Estimate::absent_code).
  std::function<stats::Estimate(const Cases&, const MetricOptions&)> estimate;
  // Empty where the metric is not smooth enough to have one.
  std::function<Influence(const Cases&, const MetricOptions&)> influence;
  // The metric in each bootstrap replicate, NaN where the replicate has no value. Empty: no
  // bootstrap.
  std::function<std::vector<double>(const Cases&, const PatientWeights&, const MetricOptions&)>
      replicates;
};

std::span<const Metric> all();  // from scores
namespace masks {
std::span<const Metric> all();  // from measures
}
namespace marks {
std::span<const Metric> all();  // from marks
}

// All of one input, and all there are.
std::span<const Metric> all_of(Input input);
std::span<const Metric> every();
// The metric of any input that is called `id`; nullptr where there is none.
const Metric* find(std::string_view id);
// What `id` is computed from; scores for a name that is not registered.
Input input_of(std::string_view id);

}  // namespace secondsite::metrics
