#include "secondsite/evaluation/needs.h"

#include <algorithm>
#include <cmath>

#include "secondsite/stats/certification_power.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::evaluation {
namespace {

using stats::CertificationDesign;
using stats::Estimate;
using stats::Growth;
using stats::Measure;

double level_of(const DecisionOptions& options) {
  return std::isnan(options.planning_alpha) ? options.alpha : options.planning_alpha;
}

std::optional<Measure> measure_of(const Claim& claim) {
  if (claim.is_contrast()) return std::nullopt;
  if (claim.metric == "auroc") return Measure::auc;
  if (claim.metric == "sensitivity") return Measure::of_positives;
  if (claim.metric == "specificity") return Measure::of_negatives;
  return std::nullopt;
}

CertificationDesign design_of(const Claim& claim, Measure measure, const Estimate& estimate,
                              double truth, const DecisionOptions& options) {
  CertificationDesign design;
  design.measure = measure;
  design.assumed = truth;
  design.goal = claim.goal;
  design.higher_is_better = claim.kind == Claim::Kind::at_least;
  design.alpha = level_of(options) / 2;
  design.positives = estimate.n_positive;
  design.negatives = estimate.n - std::min(estimate.n, estimate.n_positive);
  // A design effect below 1, from few patients, is luck: it is not planned with.
  design.design_effect =
      std::isfinite(estimate.design_effect) ? std::max(1.0, estimate.design_effect) : 1.0;
  return design;
}

// What still lacks to the fewest of either class that any conclusion takes.
Needs at_least_the_fewest(Needs needs, const Support& support) {
  const auto raise = [](std::optional<std::uint64_t>& further, std::uint64_t have) {
    if (have < fewest_of_a_class) further = std::max(further.value_or(0), fewest_of_a_class - have);
  };
  raise(needs.further_positives, support.have);
  if (support.lacks_other()) raise(needs.further_negatives, support.have_other);
  return needs;
}

// By the rule with which the verdict certifies.
Needs by_design(const CertificationDesign& design, double wanted) {
  Needs needs;
  needs.power = stats::certification_power(design);
  if (needs.power >= wanted) return needs;
  auto further = stats::further_cases(design, wanted, Growth::keep_negatives);
  if (!further) further = stats::further_cases(design, wanted, Growth::keep_ratio);
  if (!further) return needs;
  if (further->positives > 0) needs.further_positives = further->positives;
  if (further->negatives > 0) needs.further_negatives = further->negatives;
  return needs;
}

// From the standard error at hand, which shrinks with √n: all of it for one group, for a contrast
// the share of its smaller side (only that side is sought).
Needs by_scaling(const Estimate& estimate, std::span<const Estimate> sides, const Estimate& counted,
                 double headroom, const DecisionOptions& options) {
  Needs needs;
  const double now = estimate.standard_error * estimate.standard_error;
  const std::uint64_t have = support_of(counted).have;
  if (!(now > 0) || have == 0) return needs;
  const double z = stats::normal_quantile(1 - level_of(options) / 2);
  needs.power = stats::normal_cdf(headroom / std::sqrt(now) - z);
  if (needs.power >= options.power) return needs;
  const double root = headroom / (z + stats::normal_quantile(options.power));
  const double growing =
      sides.empty() ? now : std::min(now, counted.standard_error * counted.standard_error);
  double room = root * root - (now - growing);
  const bool both_sides = !(room > 0);
  if (both_sides) room = root * root;
  const double factor = (both_sides ? now : growing) / room;
  const auto positives = static_cast<double>(have);
  needs.further_positives =
      static_cast<std::uint64_t>(std::ceil(positives * factor - positives - 1e-9));
  return needs;
}

}  // namespace

const Estimate& smaller_side(const Estimate& estimate, std::span<const Estimate> sides) {
  const auto fewer = [](const Estimate& a, const Estimate& b) {
    return support_of(a).have < support_of(b).have;
  };
  return sides.empty() ? estimate : *std::min_element(sides.begin(), sides.end(), fewer);
}

Needs what_it_takes(const Claim& claim, const Estimate& estimate, std::span<const Estimate> sides,
                    double truth, double headroom, const DecisionOptions& options) {
  const Estimate& counted = smaller_side(estimate, sides);
  Needs needs;
  if (headroom > 0) {
    if (const auto measure = measure_of(claim))
      needs = by_design(design_of(claim, *measure, estimate, truth, options), options.power);
    else
      needs = by_scaling(estimate, sides, counted, headroom, options);
  }
  return at_least_the_fewest(needs, support_of(counted));
}

}  // namespace secondsite::evaluation
