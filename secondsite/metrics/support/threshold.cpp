#include "secondsite/metrics/support/threshold.h"

#include <cmath>

#include "secondsite/metrics/support/ranked_counts.h"
#include "secondsite/metrics/support/score_order.h"

namespace secondsite::metrics {
namespace {

struct Ranked {
  std::vector<ScoreGroup> groups;  // highest score first
  double positives = 0;
  double negatives = 0;
};

std::optional<Ranked> ranked(const Cases& cases) {
  for (const double s : cases.score) {
    if (std::isnan(s)) return std::nullopt;
  }
  Ranked out;
  out.groups = descending_groups(cases, Ordered(cases, 1));
  for (const ScoreGroup& group : out.groups) {
    out.positives += group.positives;
    out.negatives += group.negatives;
  }
  return out;
}

}  // namespace

std::optional<double> threshold_for_sensitivity(const Cases& cases, double target) {
  const auto all = ranked(cases);
  if (!all || all->positives == 0) return std::nullopt;
  double called = 0;
  for (const ScoreGroup& group : all->groups) {
    called += group.positives;
    if (called / all->positives >= target) return group.score;
  }
  return std::nullopt;
}

std::optional<double> threshold_for_specificity(const Cases& cases, double target) {
  const auto all = ranked(cases);
  if (!all || all->negatives == 0) return std::nullopt;
  double called = 0;
  double threshold =
      std::nextafter(all->groups.front().score, std::numeric_limits<double>::infinity());
  for (const ScoreGroup& group : all->groups) {
    called += group.negatives;
    if ((all->negatives - called) / all->negatives < target) break;
    threshold = group.score;
  }
  return threshold;
}

std::optional<double> youden_threshold(const Cases& cases) {
  const auto all = ranked(cases);
  if (!all || all->positives == 0 || all->negatives == 0) return std::nullopt;
  double true_calls = 0;
  double false_calls = 0;
  double best = -std::numeric_limits<double>::infinity();
  double threshold = all->groups.front().score;
  for (const ScoreGroup& group : all->groups) {
    true_calls += group.positives;
    false_calls += group.negatives;
    // Whole numbers, so that equal indices are equal: TP·N − FP·P.
    const double index = true_calls * all->negatives - false_calls * all->positives;
    if (index > best) {
      best = index;
      threshold = group.score;
    }
  }
  return threshold;
}

}  // namespace secondsite::metrics
