#include "secondsite/evaluation/needs.h"

#include <algorithm>
#include <cmath>

#include "secondsite/stats/distributions.h"
#include "secondsite/stats/power_auc.h"

namespace secondsite::evaluation {
namespace {

using stats::Estimate;

constexpr double most_cases = 1e8;

// The variance that so many positives and negatives would give, if the truth is what is assumed.
using VarianceOf = std::function<double(double positives, double negatives)>;

double design_effect_of(const Estimate& estimate) {
  // A design effect below 1, from few patients, is luck: it is not planned with.
  return std::isfinite(estimate.design_effect) ? std::max(1.0, estimate.design_effect) : 1.0;
}

VarianceOf variance_of(const Claim& claim, const Estimate& estimate,
                       std::span<const Estimate> sides, double truth) {
  const double deff = design_effect_of(estimate);
  if (!claim.is_contrast() && claim.metric == "auroc")
    return [=](double positives, double negatives) {
      return deff * stats::auc_variance(truth, positives, negatives, stats::AucVariance::binormal);
    };
  if (!claim.is_contrast() && (claim.metric == "sensitivity" || claim.metric == "specificity")) {
    const bool by_positives = claim.metric == "sensitivity";
    return [=](double positives, double negatives) {
      return deff * truth * (1 - truth) / (by_positives ? positives : negatives);
    };
  }
  const double now = estimate.standard_error * estimate.standard_error;
  if (sides.size() == 2) {
    // More cases are sought for the smaller side; the other keeps its share of the variance.
    const Estimate& small = sides[0].n_positive < sides[1].n_positive ? sides[0] : sides[1];
    const double own = std::min(now, small.standard_error * small.standard_error);
    const auto at = static_cast<double>(small.n_positive);
    return [=](double positives, double) { return (now - own) + own * at / positives; };
  }
  const auto n = static_cast<double>(estimate.n);
  return [=](double positives, double negatives) { return now * n / (positives + negatives); };
}

double power_of(double headroom, double variance, double alpha) {
  if (!(variance > 0)) return stats::unknown;
  return stats::normal_cdf(headroom / std::sqrt(variance) - stats::normal_quantile(1 - alpha / 2));
}

// The smallest whole number from `start` up for which `enough` holds (it must not turn false
// again).
std::optional<std::uint64_t> smallest(std::uint64_t start,
                                      const std::function<bool(double)>& enough) {
  double high = static_cast<double>(std::max<std::uint64_t>(start, 1));
  while (!enough(high)) {
    high *= 2;
    if (high > most_cases) return std::nullopt;
  }
  std::uint64_t low = start;
  auto top = static_cast<std::uint64_t>(high);
  while (low < top) {
    const std::uint64_t middle = low + (top - low) / 2;
    if (enough(static_cast<double>(middle)))
      top = middle;
    else
      low = middle + 1;
  }
  return top;
}

}  // namespace

Needs what_it_takes(const Claim& claim, const Estimate& estimate, std::span<const Estimate> sides,
                    double truth, double headroom, const DecisionOptions& options) {
  const auto fewer = [](const Estimate& a, const Estimate& b) {
    return a.n_positive < b.n_positive;
  };
  const Estimate& counted =
      sides.empty() ? estimate : *std::min_element(sides.begin(), sides.end(), fewer);
  const std::uint64_t positives = counted.n_positive;
  const std::uint64_t negatives = counted.n - std::min(counted.n, counted.n_positive);
  Needs needs;
  if (!(headroom > 0)) return needs;
  const VarianceOf variance = variance_of(claim, estimate, sides, truth);
  const auto power = [&](double p, double n) {
    return p > 0 && n > 0 ? power_of(headroom, variance(p, n), options.alpha) : 0.0;
  };
  const auto enough = [&](double p, double n) {
    return p >= fewest_of_a_class && n >= fewest_of_a_class && power(p, n) >= options.power;
  };
  const auto have_p = static_cast<double>(positives);
  const auto have_n = static_cast<double>(negatives);
  needs.power = power(have_p, have_n);
  if (enough(have_p, have_n)) return needs;

  if (claim.metric == "specificity" && !claim.is_contrast()) {
    if (const auto total =
            smallest(negatives, [&](double n) { return enough(std::max(have_p, 10.0), n); }))
      needs.further_negatives = *total - negatives;
    if (positives < fewest_of_a_class) needs.further_positives = fewest_of_a_class - positives;
    return needs;
  }
  if (const auto total = smallest(positives, [&](double p) { return enough(p, have_n); })) {
    needs.further_positives = *total - positives;
    return needs;
  }
  // The negatives are short as well: both grow together, at the mix seen here.
  const double ratio = have_p > 0 && have_n > 0 ? have_n / have_p : 1;
  if (const auto total = smallest(std::max<std::uint64_t>(positives, 1), [&](double p) {
        return enough(p, std::max(have_n, p * ratio));
      })) {
    needs.further_positives = *total - positives;
    const double wanted = std::ceil(static_cast<double>(*total) * ratio);
    needs.further_negatives = wanted > have_n ? static_cast<std::uint64_t>(wanted - have_n) : 0;
  }
  return needs;
}

}  // namespace secondsite::evaluation
