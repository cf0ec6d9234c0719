#include "secondsite/metrics/metric.h"
#include "secondsite/metrics/support/bootstrap_auroc.h"
#include "secondsite/metrics/support/describe.h"
#include "secondsite/metrics/support/edge_interval.h"
#include "secondsite/metrics/support/placement.h"
#include "secondsite/metrics/support/scale.h"
#include "secondsite/metrics/support/score_order.h"

namespace secondsite::metrics {
namespace {

Influence influence_on_area(const Cases& cases, const MetricOptions& options) {
  if (!begin_two_class_estimate("auroc", cases, options).absent_code.empty()) return {};
  return auroc_influence(placements(cases, options.context.threads), cases.positive);
}

std::vector<double> replicates_of_area(const Cases& cases, const PatientWeights& weights,
                                       const MetricOptions& options) {
  const Ordered sorted(cases, options.context.threads);
  return auroc_replicates(rank_plan(cases, sorted), weights, options.context.threads);
}

stats::Estimate auroc_estimate(const Cases& cases, const MetricOptions& options) {
  stats::Estimate out = begin_two_class_estimate("auroc", cases, options);
  if (!out.absent_code.empty()) return out;
  const Ordered sorted(cases, options.context.threads);
  const Influence influence = auroc_influence(placements(cases, sorted), cases.positive);
  out.value = influence.value;
  out.definitions = {{"ties", "half credit"}};
  set_errors(out, cases, influence);
  out.method = cases.is_clustered() ? "Mann-Whitney; Obuchowski 1997 by patient"
                                    : "Mann-Whitney; DeLong 1988";
  if (options.interval != IntervalKind::analytic) {
    std::optional<PatientWeights> own;
    const PatientWeights& weights = weights_for(cases, options, own);
    set_bootstrap_interval(
        out, auroc_replicates(rank_plan(cases, sorted), weights, options.context.threads),
        unit_sums(cases, influence), options, weights.resampling());
    return out;
  }
  if (options.plain_wald) {
    out.interval = clipped_wald(out.value, out.standard_error, options.level, 0, 1);
    out.method += "; Wald interval";
    return out;
  }
  out.interval = interval_on(Scale::logit, out.value, out.standard_error, options.level,
                             interval_degrees(out, cases, influence, options));
  out.method += "; logit interval";
  if (!out.has_interval() && out.standard_error == 0) use_edge_interval(out, cases);
  return out;
}

}  // namespace

Metric auroc() {
  return {.id = "auroc",
          .title = "Area under the ROC curve",
          .question = "How often does a random positive case score above a random negative one?",
          .definition =
              "Mann-Whitney: (pairs won + half the ties) / (positives x negatives). Needs "
              "both classes; a constant score gives 0.5.",
          .reference =
              "DeLong, DeLong & Clarke-Pearson 1988, doi:10.2307/2531595; clusters: "
              "Obuchowski 1997, doi:10.2307/2533958",
          .family = Family::discrimination,
          .better = Better::higher,
          .estimate = auroc_estimate,
          .influence = influence_on_area,
          .replicates = replicates_of_area};
}

}  // namespace secondsite::metrics
