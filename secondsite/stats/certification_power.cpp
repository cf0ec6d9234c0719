#include "secondsite/stats/certification_power.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "secondsite/core/text.h"
#include "secondsite/stats/distributions.h"
#include "secondsite/stats/power_auc.h"

namespace secondsite::stats {
namespace {

__extension__ using Wide = unsigned __int128;

double logit(double p) {
  return std::log(p / (1 - p));
}

bool is_probability(double p) {
  return p > 0 && p < 1;
}

// How far the assumed truth lies on the good side of the goal.
double good_side(const CertificationDesign& design) {
  return design.higher_is_better ? design.assumed - design.goal : design.goal - design.assumed;
}

double proportion_power(const CertificationDesign& design, double cases) {
  const double n = cases / design.design_effect;
  const double p = design.assumed;
  const double z = -normal_quantile(design.alpha);
  return normal_cdf(
      (good_side(design) * std::sqrt(n) - z * std::sqrt(design.goal * (1 - design.goal))) /
      std::sqrt(p * (1 - p)));
}

double auc_power(const CertificationDesign& design) {
  const double a = design.assumed;
  const double variance =
      design.design_effect * auc_variance(a, static_cast<double>(design.positives),
                                          static_cast<double>(design.negatives),
                                          AucVariance::binormal);
  const double spread = std::sqrt(variance) / (a * (1 - a));
  const double gap = (design.higher_is_better ? 1 : -1) * (logit(a) - logit(design.goal));
  return normal_cdf(gap / spread + normal_quantile(design.alpha));
}

// The design with `more` further cases of the kind that grows.
CertificationDesign grown(const CertificationDesign& design, std::uint64_t more, Growth growth) {
  CertificationDesign out = design;
  if (design.measure == Measure::of_negatives) {
    out.negatives += more;
    return out;
  }
  out.positives += more;
  if (growth == Growth::keep_negatives) return out;
  // Rounded up in whole numbers, so that more positives never come with fewer negatives.
  out.negatives =
      design.positives == 0
          ? std::max(design.negatives, out.positives)
          : static_cast<std::uint64_t>(
                (static_cast<Wide>(design.negatives) * out.positives + design.positives - 1) /
                design.positives);
  return out;
}

}  // namespace

double certification_power(const CertificationDesign& design) {
  if (!(is_probability(design.assumed) && is_probability(design.goal) &&
        is_probability(design.alpha) && design.design_effect > 0))
    return std::numeric_limits<double>::quiet_NaN();
  const auto positives = static_cast<double>(design.positives);
  const auto negatives = static_cast<double>(design.negatives);
  switch (design.measure) {
    case Measure::of_positives:
      return design.positives == 0 ? 0 : proportion_power(design, positives);
    case Measure::of_negatives:
      return design.negatives == 0 ? 0 : proportion_power(design, negatives);
    case Measure::of_all:
      return positives + negatives == 0 ? 0 : proportion_power(design, positives + negatives);
    case Measure::auc:
      return design.positives == 0 || design.negatives == 0 ? 0 : auc_power(design);
  }
  return std::numeric_limits<double>::quiet_NaN();
}

core::Result<FurtherCases> further_cases(const CertificationDesign& design, double target,
                                         Growth growth) {
  if (!is_probability(target))
    return core::Error("power.bad-value", "further cases: the wanted power " + core::exact(target) +
                                              " is not between 0 and 1");
  const double now = certification_power(design);
  if (std::isnan(now))
    return core::Error(
        "power.bad-value",
        "further cases: the assumed truth, the goal and alpha must lie between 0 and 1 "
        "and the design effect above 0");
  if (now >= target) return FurtherCases{};
  if (!(good_side(design) > 0))
    return core::Error("power.no-effect",
                       "further cases: the assumed truth " + core::exact(design.assumed) +
                           " is not better than the goal " + core::exact(design.goal));
  constexpr std::uint64_t most = std::uint64_t{1} << 40;
  std::uint64_t low = 0;
  std::uint64_t high = 1;
  while (certification_power(grown(design, high, growth)) < target) {
    if (high >= most)
      return core::Error("power.unreachable",
                         "further cases: no number of further cases gives a power of " +
                             core::exact(target) + " with " +
                             core::counted(design.negatives, "negative"));
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const std::uint64_t middle = low + (high - low) / 2;
    (certification_power(grown(design, middle, growth)) >= target ? high : low) = middle;
  }
  const CertificationDesign enough = grown(design, high, growth);
  return FurtherCases{enough.positives - design.positives, enough.negatives - design.negatives};
}

}  // namespace secondsite::stats
