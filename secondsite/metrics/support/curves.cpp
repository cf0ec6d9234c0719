#include "secondsite/metrics/support/curves.h"

#include <cmath>

#include "secondsite/metrics/support/describe.h"
#include "secondsite/metrics/support/predictive_value.h"
#include "secondsite/metrics/support/ranked_counts.h"
#include "secondsite/metrics/support/score_order.h"
#include "secondsite/stats/proportion.h"

namespace secondsite::metrics {

Metric net_benefit();
Metric net_benefit_treat_all();

namespace {

stats::Curve begin_curve(std::string id, std::string x, std::string y, const stats::Estimate& who) {
  stats::Curve out;
  out.id = std::move(id);
  out.x_name = std::move(x);
  out.y_name = std::move(y);
  out.level = who.level;
  out.n = who.n;
  out.n_positive = who.n_positive;
  out.n_clusters = who.n_clusters;
  return out;
}

// Of those cases for which `counted` holds, the share of successes, as an interval.
template <typename Counted, typename Success>
stats::Interval fraction_band(const Cases& cases, double level, Counted counted,
                              Success is_success) {
  std::vector<std::uint8_t> success;
  std::vector<std::uint32_t> patient;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (!counted(i)) continue;
    success.push_back(is_success(i) ? 1 : 0);
    if (cases.is_clustered()) patient.push_back(cases.patient[i]);
  }
  stats::ProportionOptions options;
  options.level = level;
  const auto made = stats::proportion({success, patient, cases.patient_key}, options);
  return made ? made->interval : stats::Interval{};
}

const char* band_of(const Cases& cases) {
  return cases.is_clustered() ? "pointwise Wilson interval, patients as clusters"
                              : "pointwise Wilson interval";
}

// Walks the distinct scores from the highest and calls draw(score, true calls, false calls) for
// those that are far enough from the last one drawn, and for the last. x and y place a point.
template <typename Place, typename Draw>
void walk_curve(const std::vector<ScoreGroup>& groups, unsigned most_points, Place place,
                Draw draw) {
  const double step = 2.0 / std::max(1U, most_points);
  double true_calls = 0;
  double false_calls = 0;
  double last_x = -1;
  double last_y = -1;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    true_calls += groups[g].positives;
    false_calls += groups[g].negatives;
    const auto [x, y] = place(true_calls, false_calls);
    const bool far = std::abs(x - last_x) + std::abs(y - last_y) >= step;
    if (!far && g + 1 < groups.size() && groups.size() > most_points) continue;
    draw(groups[g].score, x, y);
    last_x = x;
    last_y = y;
  }
}

}  // namespace

stats::Curve roc_curve(const Cases& cases, const MetricOptions& options, unsigned most_points) {
  const stats::Estimate who = begin_two_class_estimate("roc", cases, options);
  stats::Curve out = begin_curve("roc", "1 - specificity", "sensitivity", who);
  if (!who.absent_code.empty()) return out;
  out.method = std::string("empirical; ") + band_of(cases);
  const auto m = static_cast<double>(who.n_positive);
  const double n = static_cast<double>(who.n) - m;
  const auto is_positive = [&](std::size_t i) { return cases.positive[i] != 0; };
  const auto band = [&](double threshold) {
    return fraction_band(cases, options.level, is_positive,
                         [&](std::size_t i) { return cases.score[i] >= threshold; });
  };
  out.points.push_back({0, 0, band(std::numeric_limits<double>::infinity())});
  walk_curve(
      descending_groups(cases, Ordered(cases, options.context.threads)), most_points,
      [&](double tp, double fp) {
        return std::pair{fp / n, tp / m};
      },
      [&](double score, double x, double y) {
        out.points.push_back({x, y, band(score)});
      });
  return out;
}

stats::Curve precision_recall_curve(const Cases& cases, const MetricOptions& options,
                                    unsigned most_points) {
  const stats::Estimate who = begin_two_class_estimate("pr", cases, options);
  stats::Curve out = begin_curve("pr", "recall (sensitivity)", "precision (PPV)", who);
  if (!who.absent_code.empty()) return out;
  out.method = std::string("at each distinct score, no interpolation; ") + band_of(cases);
  const auto m = static_cast<double>(who.n_positive);
  const auto band = [&](double threshold) {
    return fraction_band(
        cases, options.level, [&](std::size_t i) { return cases.score[i] >= threshold; },
        [&](std::size_t i) { return cases.positive[i] != 0; });
  };
  walk_curve(
      descending_groups(cases, Ordered(cases, options.context.threads)), most_points,
      [&](double tp, double fp) {
        return std::pair{tp / m, tp / (tp + fp)};
      },
      [&](double score, double x, double y) {
        out.points.push_back({x, y, band(score)});
      });
  return out;
}

stats::Curve predictive_value_curve(PredictiveValue which, const Cases& cases,
                                    const MetricOptions& options,
                                    std::span<const double> prevalences) {
  const bool is_positive = which == PredictiveValue::positive;
  const char* id = is_positive ? "ppv" : "npv";
  stats::Curve out = begin_curve(
      id, "prevalence", is_positive ? "positive predictive value" : "negative predictive value",
      begin_two_class_estimate(id, cases, options, true));
  for (const double prevalence : prevalences) {
    MetricOptions here = options;
    here.prevalence = prevalence;
    const stats::Estimate value = local_predictive_value(which, id, cases, here);
    if (!value.is_estimable()) continue;
    out.method = value.method;
    out.points.push_back({prevalence, value.value, value.interval});
  }
  return out;
}

stats::Curve decision_curve(const Cases& cases, const MetricOptions& options,
                            std::span<const double> probabilities, bool everyone) {
  const Metric metric = everyone ? net_benefit_treat_all() : net_benefit();
  stats::Curve out = begin_curve(everyone ? "decision-everyone" : "decision",
                                 "threshold probability", "net benefit (true positives per case)",
                                 begin_estimate(metric.id, cases, options, false, true));
  for (const double probability : probabilities) {
    MetricOptions here = options;
    here.threshold = probability;
    here.threshold_probability = probability;
    const stats::Estimate value = metric.estimate(cases, here);
    if (!value.is_estimable()) continue;
    out.method = value.method;
    out.points.push_back({probability, value.value, everyone ? stats::Interval{} : value.interval});
  }
  return out;
}

}  // namespace secondsite::metrics
