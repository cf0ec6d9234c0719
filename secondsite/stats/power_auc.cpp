#include "secondsite/stats/power_auc.h"

#include <boost/math/special_functions/owens_t.hpp>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include "secondsite/core/text.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::stats {
namespace {

constexpr double most_cases_of_auc = 1e12;

double z_of(double alpha, std::uint64_t comparisons, Sides sides) {
  return critical_z(planning_alpha(alpha, comparisons, MultiplicityMethod::bonferroni), sides);
}

// Derivatives of the binormal AUC by A and by B.
double slope_a(BinormalCurve c) {
  const double e = 1 + c.b * c.b;
  return std::exp(-c.a * c.a / (2 * e)) / std::sqrt(2 * std::numbers::pi * e);
}
double slope_b(BinormalCurve c) {
  const double e = 1 + c.b * c.b;
  return -std::exp(-c.a * c.a / (2 * e)) * c.a * c.b / std::sqrt(2 * std::numbers::pi * e * e * e);
}

core::Error bad_auc_request(std::string_view design, std::string_view what, double value,
                            std::string_view range) {
  return core::Error("power.bad-value", std::string(design) + ": " + std::string(what) + " is " +
                                            core::exact(value) + " and must be " +
                                            std::string(range));
}

core::Status check_auc_request(std::string_view design, double auc, double ratio,
                               double design_effect, const std::optional<double>& negatives) {
  if (!(auc > 0 && auc < 1))
    return bad_auc_request(design, "the reference AUC", auc, "between 0 and 1");
  if (!(ratio > 0))
    return bad_auc_request(design, "the ratio of negatives to positives", ratio, "above 0");
  if (!(design_effect > 0))
    return bad_auc_request(design, "the design effect", design_effect, "above 0");
  if (negatives && !(*negatives >= 1))
    return bad_auc_request(design, "the number of negatives", *negatives, "1 or more");
  return core::Done{};
}

}  // namespace

double obuchowski_variance(double auc, double ratio) {
  const double a = 1.414 * normal_quantile(auc);
  return 0.0099 * std::exp(-a * a / 2) * ((5 * a * a + 8) + (a * a + 8) / ratio);
}

double hanley_mcneil_variance(double auc, double positives, double negatives) {
  const double q1 = auc / (2 - auc);
  const double q2 = 2 * auc * auc / (1 + auc);
  return (auc * (1 - auc) + (positives - 1) * (q1 - auc * auc) +
          (negatives - 1) * (q2 - auc * auc)) /
         (positives * negatives);
}

double binormal_empirical_variance(double auc, double positives, double negatives, double b) {
  const double h = normal_quantile(auc);
  // P(X > Y, X > Y') and its like: two normals at h with correlation ρ, Φ(h) − 2T(h, √((1 − ρ)/(1 +
  // ρ))).
  const auto both = [&](double correlation) {
    return auc - 2 * boost::math::owens_t(h, std::sqrt((1 - correlation) / (1 + correlation)));
  };
  const double share_negative = b * b / (1 + b * b);  // of the variance of a difference
  const double q1 = both(share_negative);             // two positives share a negative
  const double q2 = both(1 - share_negative);
  return (auc * (1 - auc) + (positives - 1) * (q1 - auc * auc) +
          (negatives - 1) * (q2 - auc * auc)) /
         (positives * negatives);
}

double binormal_auc(BinormalCurve curve) {
  return normal_cdf(curve.a / std::sqrt(1 + curve.b * curve.b));
}

double binormal_variance(BinormalCurve curve, double ratio) {
  return binormal_covariance(curve, curve, 1, 1, ratio);
}

double binormal_covariance(BinormalCurve first, BinormalCurve second, double correlation_negatives,
                           double correlation_positives, double ratio) {
  const double rn = correlation_negatives;
  const double ra = correlation_positives;
  const double ra2 = ra * ra;
  const double f1 = slope_a(first);
  const double f2 = slope_a(second);
  const double g1 = slope_b(first);
  const double g2 = slope_b(second);
  // Covariances of the maximum-likelihood A and B, times the number of positives.
  const double aa = ra + rn * first.b * second.b / ratio + ra2 * first.a * second.a / 2;
  const double bb = first.b * second.b * (rn * rn + ratio * ra2) / (2 * ratio);
  const double ab = ra2 * first.a * second.b / 2;
  const double ba = ra2 * second.a * first.b / 2;
  return f1 * f2 * aa + g1 * g2 * bb + f1 * g2 * ab + f2 * g1 * ba;
}

double auc_variance(double auc, double positives, double negatives, AucVariance kind) {
  switch (kind) {
    case AucVariance::obuchowski:
      return obuchowski_variance(auc, negatives / positives) / positives;
    case AucVariance::hanley_mcneil:
      return hanley_mcneil_variance(auc, positives, negatives);
    case AucVariance::binormal:
      return binormal_empirical_variance(auc, positives, negatives);
  }
  return std::numeric_limits<double>::quiet_NaN();
}

core::Result<OneAucDesign> solve(OneAucDesign design) {
  constexpr std::string_view name = "one AUC against a goal";
  if (auto checked = check_auc_request(name, design.goal, design.ratio, design.design_effect,
                                       design.negatives);
      !checked)
    return std::move(checked).error();
  const auto negatives = [&design] {
    return design.negatives ? *design.negatives : design.ratio * *design.positives;
  };
  const auto power_now = [&] {
    const auto spread = [&](double auc) {
      return std::sqrt(design.design_effect *
                       auc_variance(auc, *design.positives, negatives(), design.variance));
    };
    const double z = z_of(*design.alpha, design.comparisons, design.sides);
    return normal_cdf((std::abs(*design.auc - design.goal) - z * spread(design.goal)) /
                      spread(*design.auc));
  };
  const Quantity quantities[] = {{"auc", &design.auc, design.auc ? 0 : design.goal, 1},
                                 {"positives", &design.positives, 1, most_cases_of_auc, true, true},
                                 {"alpha", &design.alpha, 0, 1}};
  auto solved = solve_for_the_empty(name, quantities, design.power, power_now);
  if (!solved) return std::move(solved).error();
  design.negatives = negatives();
  return design;
}

core::Result<TwoAucsDesign> solve(TwoAucsDesign design) {
  constexpr std::string_view name = "two AUCs";
  if (auto checked = check_auc_request(name, design.auc1, design.ratio, design.design_effect,
                                       design.negatives);
      !checked)
    return std::move(checked).error();
  const bool own_sample = design.second_positives || design.second_negatives;
  if (!(std::abs(design.correlation) < 1))
    return bad_auc_request(name, "the correlation", design.correlation, "between -1 and 1");
  if (own_sample && !(design.second_positives && design.second_negatives &&
                      *design.second_positives >= 1 && *design.second_negatives >= 1))
    return core::Error(
        "power.bad-value",
        "two AUCs: a second sample needs both its positives and its negatives, 1 or more");
  if (own_sample && design.correlation != 0)
    return bad_auc_request(name, "the correlation of AUCs from two samples", design.correlation,
                           "0");
  const auto negatives = [&design] {
    return design.negatives ? *design.negatives : design.ratio * *design.positives;
  };
  const auto power_now = [&] {
    const double m2 = own_sample ? *design.second_positives : *design.positives;
    const double n2 = own_sample ? *design.second_negatives : negatives();
    const auto spread = [&](double second_auc) {
      const double v1 = auc_variance(design.auc1, *design.positives, negatives(), design.variance);
      const double v2 = auc_variance(second_auc, m2, n2, design.variance);
      return std::sqrt(design.design_effect *
                       (v1 + v2 - 2 * design.correlation * std::sqrt(v1 * v2)));
    };
    const double z = z_of(*design.alpha, design.comparisons, design.sides);
    return normal_cdf((std::abs(design.auc1 - *design.auc2) - z * spread(design.auc1)) /
                      spread(*design.auc2));
  };
  const bool below = design.effect == Effect::below;
  const Quantity quantities[] = {{"auc2", &design.auc2, design.auc2 || below ? 0 : design.auc1,
                                  design.auc2 || !below ? 1 : design.auc1, !below},
                                 {"positives", &design.positives, 1, most_cases_of_auc, true, true},
                                 {"alpha", &design.alpha, 0, 1}};
  auto solved = solve_for_the_empty(name, quantities, design.power, power_now);
  if (!solved) return std::move(solved).error();
  design.negatives = negatives();
  return design;
}

core::Result<TwoCurvesDesign> solve(TwoCurvesDesign design) {
  constexpr std::string_view name = "two ROC curves from a pilot";
  const double null_variance = 2 * design.variance1 - 2 * design.covariance;
  const double variance = design.variance1 + design.variance2 - 2 * design.covariance;
  if (!(null_variance > 0 && variance > 0))
    return core::Error("power.bad-value", "two ROC curves from a pilot: the covariance " +
                                              core::exact(design.covariance) +
                                              " leaves no variance of the difference");
  if (!(design.pilot_positives >= 1))
    return bad_auc_request(name, "the number of pilot positives", design.pilot_positives,
                           "1 or more");
  if (design.difference) design.difference = std::abs(*design.difference);
  const auto power_now = [&] {
    const double scale = std::sqrt(design.pilot_positives / *design.positives);
    const double z = z_of(*design.alpha, design.comparisons, design.sides);
    return normal_cdf((*design.difference - z * scale * std::sqrt(null_variance)) /
                      (scale * std::sqrt(variance)));
  };
  const Quantity quantities[] = {{"difference", &design.difference, 0, 1},
                                 {"positives", &design.positives, 1, most_cases_of_auc, true, true},
                                 {"alpha", &design.alpha, 0, 1}};
  auto solved = solve_for_the_empty(name, quantities, design.power, power_now);
  if (!solved) return std::move(solved).error();
  return design;
}

}  // namespace secondsite::stats
