#include "secondsite/core/code.h"

namespace secondsite::core::codes {
namespace {
constexpr Code metrics_codes[] = {
    {"metric.no-cases", "A metric was asked for where no case is left.",
     "Look at the flow diagram for the step that left the cases out, or widen the filter."},
    {"metric.uneven-columns", "Scores, labels and patients of one evaluation differ in number.",
     "Hand over one score, one label (0 or 1) and, if any, one patient index a case."},
    {"metric.one-class",
     "All cases have the same reference standard, so nothing can be ranked or told apart.",
     "Merge strata until both classes occur; check which values mean positive."},
    {"metric.score-not-a-number", "A score is not a number; where it would rank is unknown.",
     "Leave the case out by name in the eligibility filter, or repair the model's output."},
    {"metric.no-threshold",
     "The metric needs an operating point, and there is none: neither a threshold nor a rule.",
     "Give a threshold, or a rule such as \"sensitivity >= 0.90 at site A\"."},
    {"metric.not-a-probability",
     "Scores lie outside 0 to 1. They can be ranked, but they are not probabilities, so "
     "calibration "
     "and net benefit have no meaning for them.",
     "Hand over the model's probabilities, or recalibrate; rank metrics stay valid."},
    {"metric.empty-denominator",
     "A fraction has nothing below the line: sensitivity without positives, positive predictive "
     "value without a positive call.",
     "Choose another threshold or a larger stratum."},
    {"metric.no-measure",
     "A metric of masks was asked for, and the cases carry no measurement of that name.",
     "`secondsite list masks` shows what can be measured; ask for the measure when masks are "
     "compared."},
    {"metric.measure-undefined",
     "The measure has no value in any case: the policy on empty masks leaves all of them out.",
     "State another policy for empty masks, or look at the cases with a reference that is not "
     "empty."},
    {"metric.no-marks",
     "A metric of marks was asked for, and the cases carry no marks and lesions.",
     "Hand over the marks and the lesions of every scan."},
    {"metric.bad-option", "An option of a metric lies outside what it may be.",
     "The message names the option and its range."},
    {"metric.not-comparable",
     "A contrast was asked for that the metric cannot give: one side has no value, the sides do "
     "not "
     "have the same cases, or the metric has no influence values.",
     "The message says which; choose another metric or ask for a bootstrap interval."},
};
}  // namespace

CodeGroup metrics() {
  return {"metrics", metrics_codes};
}

}  // namespace secondsite::core::codes
