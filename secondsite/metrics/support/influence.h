#pragma once
// From influence values to variances: with the patient as the unit where there is one, and with the
// case as the unit for comparison.

#include <cstdint>

#include "secondsite/metrics/metric.h"

namespace secondsite::metrics {

// How many of what stand behind an estimate.
struct Counts {
  std::uint64_t n = 0;
  std::uint64_t n_positive = 0;
  std::uint64_t n_clusters = 0;  // distinct patients; 0 where there is no patient column
  std::uint64_t n_negative() const { return n - n_positive; }
};
Counts count(const Cases& cases);
// Over both; a patient in both counts once (the two must share the patient index space).
Counts count_together(const Cases& a, const Cases& b);

enum class Unit { patient, one_case };

// Var = I/(I − 1) Σ over the units (Σ over the unit's cases of influence)², I the number of units
// that take part: the linearised variance of a ratio of totals. Unit::patient without a patient
// column is Unit::one_case. NaN for fewer than two units.
double pooled_variance(const Cases& cases, const Influence& influence, Unit unit);

// The same with the numbers of positives and negatives taken as given:
//   I1/(I1 − 1) Σ P² + I0/(I0 − 1) Σ N² + 2 I/(I − 1) Σ P N,
// P and N the sums over a unit's positives and negatives, I1 and I0 the units that have any, I all
// units. For AUROC by patient this is Obuchowski 1997, doi:10.2307/2533958 (equations for S10, S01,
// S11), and by case DeLong 1988. A class without influences (sensitivity has none for negatives)
// adds nothing. NaN where a class that has influences has fewer than two units.
double class_variance(const Cases& cases, const Influence& influence, Unit unit);

// The rule that the metric asks for (Influence::by_class).
double variance(const Cases& cases, const Influence& influence, Unit unit);
// Covariance of two metrics, or of one metric under two scores, on the same cases, by the rule of
// `a`.
double covariance(const Cases& cases, const Influence& a, const Influence& b, Unit unit);

// How well the variance is known: (Σ v)² / Σ v²/(I − 1) over the parts that it is made of, the
// classes where the metric takes their numbers as given, else one part (Satterthwaite 1946,
// doi:10.2307/3002019). Five positives among thousands of negatives give about four. NaN where a
// part has fewer than two units.
double degrees_of_freedom(const Cases& cases, const Influence& influence, Unit unit);
// Of a difference: over the parts of both sides.
double degrees_of_freedom(const Cases& a, const Influence& of_a, const Cases& b,
                          const Influence& of_b, Unit unit);

// a − b case by case: the influence of a paired difference.
Influence paired_difference(const Influence& a, const Influence& b);

// Sums of influence by patient (in patient index order), for patients that take part; by case where
// there is no patient column. What BCa's acceleration is made of.
std::vector<double> unit_sums(const Cases& cases, const Influence& influence);

}  // namespace secondsite::metrics
