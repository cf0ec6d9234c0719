#pragma once
// How many positives and negatives does an AUC take: against a goal, or against another AUC?

#include <cstdint>
#include <optional>

#include "secondsite/core/result.h"
#include "secondsite/stats/power.h"

namespace secondsite::stats {

// Variances of an AUC are given times the number of positives, as functions of ratio =
// negatives/positives.

// Obuchowski 2004, doi:10.1373/clinchem.2004.031823, formula 3: binormal curve with equal
// variances,
//   V = 0.0099·exp(−A²/2)·((5A² + 8) + (A² + 8)/ratio),   A = 1.414·Φ⁻¹(auc).
// The constants are kept as printed (they stand for 1/(32π) = 0.00995 and √2), as R's pROC does.
double obuchowski_variance(double auc, double ratio);

// Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747 (exponential scores), Q₁ = A/(2 − A),
// Q₂ = 2A²/(1 + A): the variance itself, not times anything.
double hanley_mcneil_variance(double auc, double positives, double negatives);

// Of the empirical AUC of normal scores, negatives N(0, 1) and positives N(μ, 1/b²), exact for any
// number of cases (Bamber 1975, doi:10.1016/0022-2496(75)90001-2, with the binormal Q₁ and Q₂ by
// Owen's T, doi:10.1214/aoms/1177728074). The variance itself. Where negatives are plenty and the
// AUC is 0.9 the two formulas above ask for about twice the cases of this one.
double binormal_empirical_variance(double auc, double positives, double negatives, double b = 1);

// A binormal ROC curve: A = (μ₁ − μ₀)/σ₁, B = σ₀/σ₁ of positives (1) and negatives (0).
struct BinormalCurve {
  double a = 0;
  double b = 1;
};
double binormal_auc(BinormalCurve curve);  // Φ(A/√(1 + B²))
// Of the maximum-likelihood AUC, times the number of positives: Obuchowski & McClish 1997,
// doi:10.1002/(SICI)1097-0258(19970715)16:13<1529::AID-SIM565>3.0.CO;2-H, for the full area;
// correlations of the two scores among negatives and among positives. The covariance of A and B is
// kept in the variance, so that a curve differs from itself by 0; formula 3 of 2004 and R's pROC
// leave it out and get a larger variance.
double binormal_variance(BinormalCurve curve, double ratio);
double binormal_covariance(BinormalCurve first, BinormalCurve second, double correlation_negatives,
                           double correlation_positives, double ratio);

enum class AucVariance { obuchowski, hanley_mcneil, binormal };
// Of an AUC seen with these cases.
double auc_variance(double auc, double positives, double negatives, AucVariance kind);

// One AUC against a goal (0.5: against chance, then as pROC's power.roc.test):
//   power = Φ((|auc − goal| − z·√V(goal)) / √V(auc)).
// Exactly one of auc, positives, alpha, power is empty. Negatives are ratio × positives, or fixed.
struct OneAucDesign {
  std::optional<double> auc;  // looked for above the goal
  double goal = 0.5;
  std::optional<double> positives;
  std::optional<double> negatives;  // fixed; empty: ratio × positives (filled by solve)
  double ratio = 1;
  std::optional<double> alpha;
  std::optional<double> power;
  Sides sides = Sides::two;
  double design_effect = 1;
  std::uint64_t comparisons = 1;
  AucVariance variance = AucVariance::obuchowski;
};
core::Result<OneAucDesign> solve(OneAucDesign design);

// Two AUCs of the same cases (`correlation` of the two AUCs; about 0.3 to 0.6 between models on the
// same images) or of independent samples (correlation 0; the second sample may have its own fixed
// size). Under the null both have the first AUC:
//   power = Φ((|auc₁ − auc₂| − z·√V₀)/√V₁),  V₁ = v₁ + v₂ − 2r√(v₁v₂),  V₀ = the same with v₂ at
//   auc₁.
// Exactly one of auc2, positives, alpha, power is empty.
struct TwoAucsDesign {
  double auc1 = 0.8;
  std::optional<double> auc2;
  Effect effect = Effect::below;  // where an unknown auc2 is looked for
  double correlation = 0;
  std::optional<double> positives;
  std::optional<double> negatives;
  double ratio = 1;
  std::optional<double> second_positives;  // independent second sample; empty: as the first
  std::optional<double> second_negatives;
  std::optional<double> alpha;
  std::optional<double> power;
  Sides sides = Sides::two;
  double design_effect = 1;
  std::uint64_t comparisons = 1;
  AucVariance variance = AucVariance::obuchowski;
};
core::Result<TwoAucsDesign> solve(TwoAucsDesign design);

// Two ROC curves of the same cases from a pilot: its variances and covariance (DeLong's, or
// binormal_*/positives) with `pilot_positives` positives, scaled to `positives` at the same ratio.
// As pROC's power.roc.test(roc1, roc2): the null's variance is 2·var₁ − 2·cov. Exactly one of
// difference, positives, alpha, power is empty.
struct TwoCurvesDesign {
  std::optional<double> difference;  // its sign does not matter
  double variance1 = 0;
  double variance2 = 0;
  double covariance = 0;
  double pilot_positives = 0;
  std::optional<double> positives;
  std::optional<double> alpha;
  std::optional<double> power;
  Sides sides = Sides::two;
  std::uint64_t comparisons = 1;
};
core::Result<TwoCurvesDesign> solve(TwoCurvesDesign design);

}  // namespace secondsite::stats
