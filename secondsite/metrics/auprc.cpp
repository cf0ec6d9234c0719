#include "secondsite/metrics/metric.h"
#include "secondsite/metrics/support/bootstrap_areas.h"
#include "secondsite/metrics/support/describe.h"
#include "secondsite/metrics/support/edge_interval.h"
#include "secondsite/metrics/support/ranked_counts.h"
#include "secondsite/metrics/support/scale.h"
#include "secondsite/metrics/support/score_order.h"

namespace secondsite::metrics {
namespace {

double average_precision(const std::vector<ScoreGroup>& groups) {
  double positives = 0;
  double called = 0;
  double sum = 0;
  for (const ScoreGroup& group : groups) {
    positives += group.positives;
    called += group.positives + group.negatives;
    if (group.positives > 0) sum += group.positives * (positives / called);
  }
  return positives > 0 && called > positives ? sum / positives : stats::unknown;
}

// What one more case of weight dw with this score does, per dw: it adds to its own step of the sum,
// it changes the precision at its score and at every lower one, and a positive changes the divisor.
Influence auprc_influence(const Cases& cases, const SortedScores& sorted) {
  const auto groups = descending_groups(cases, sorted);
  Influence out;
  out.value = average_precision(groups);
  out.per_case.resize(cases.size());
  std::vector<double> precision(groups.size());
  std::vector<double> called(groups.size());
  double positives = 0;
  double all = 0;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    positives += groups[g].positives;
    all += groups[g].positives + groups[g].negatives;
    precision[g] = positives / all;
    called[g] = all;
  }
  double lower_gain = 0;  // Σ over this and lower scores of d (1 − precision) / called
  double lower_loss = 0;  // Σ of d precision / called
  std::size_t k = 0;      // ascending, as the groups are walked from the last
  for (std::size_t g = groups.size(); g-- > 0;) {
    lower_gain += groups[g].positives * (1 - precision[g]) / called[g];
    lower_loss += groups[g].positives * precision[g] / called[g];
    const double of_positive = (precision[g] + lower_gain - out.value) / positives;
    const double of_negative = -lower_loss / positives;
    for (; k < sorted.size() && sorted.score[k] == groups[g].score; ++k) {
      const std::uint32_t i = sorted.order[k];
      out.per_case[i] = cases.positive[i] != 0 ? of_positive : of_negative;
    }
  }
  return out;
}

std::vector<double> auprc_replicates(const Cases& cases, const PatientWeights& weights,
                                     const MetricOptions& options) {
  return average_precision_replicates(rank_plan(cases, Ordered(cases, options.context.threads)),
                                      weights, options.context.threads);
}

stats::Estimate auprc_estimate(const Cases& cases, const MetricOptions& options) {
  stats::Estimate out = begin_two_class_estimate("auprc", cases, options);
  if (!out.absent_code.empty()) return out;
  const Influence influence = auprc_influence(cases, Ordered(cases, options.context.threads));
  out.value = influence.value;
  out.definitions = {
      {"area", "average precision: sum of precision x step of recall, no interpolation"},
      {"ties", "cases with the same score enter together"}};
  set_errors(out, cases, influence);
  out.method = std::string("average precision; influence values ") +
               (cases.is_clustered() ? "summed by patient" : "by case");
  if (options.interval != IntervalKind::analytic) {
    std::optional<PatientWeights> own;
    const PatientWeights& weights = weights_for(cases, options, own);
    set_bootstrap_interval(out, auprc_replicates(cases, weights, options),
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
  if (!out.has_interval() && !std::isnan(out.standard_error)) use_edge_interval(out, cases);
  return out;
}

}  // namespace

Metric auprc() {
  return {
      .id = "auprc",
      .title = "Area under the precision-recall curve",
      .question = "How pure are the calls as the threshold goes down? Its floor is the prevalence.",
      .definition =
          "Average precision: sum over distinct scores of (recall gained) x (precision "
          "there). Tied cases enter together. Needs both classes; depends on prevalence.",
      .reference =
          "Boyd, Eng & Page 2013, doi:10.1007/978-3-642-40994-3_29; variance: linearised "
          "over patients",
      .family = Family::discrimination,
      .better = Better::higher,
      .estimate = auprc_estimate,
      .influence =
          [](const Cases& cases, const MetricOptions& options) {
            if (!begin_two_class_estimate("auprc", cases, options).absent_code.empty())
              return Influence{};
            return auprc_influence(cases, Ordered(cases, options.context.threads));
          },
      .replicates = auprc_replicates};
}

}  // namespace secondsite::metrics
