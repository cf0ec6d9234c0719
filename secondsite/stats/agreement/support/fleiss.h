#pragma once
// Fleiss' kappa one category at a time, and its tests against no agreement beyond chance.

#include <vector>

#include "secondsite/stats/agreement_coefficient.h"

namespace secondsite::stats::agreement {

struct CategoryKappa {
  double category = unknown;  // its value
  double value = unknown;     // that category against all others
  double z = unknown;         // with the null standard error of Fleiss, Nee & Landis 1979
  double p_value = unknown;
};

// κⱼ = 1 − Σ x(m − x)/(N m(m − 1) p q) for a category with share p (Fleiss 1971,
// doi:10.1037/h0031619), and z by √(2/(N m(m − 1))) (Fleiss, Nee & Landis 1979,
// doi:10.1037/0033-2909.86.5.974). Units read by the most frequent number of readers, m, count;
// a category that nobody or everybody gave has no value.
std::vector<CategoryKappa> fleiss_by_category(const Ratings& ratings);

// z of the whole: value over the null standard error of Fleiss, Nee & Landis 1979. Only where every
// unit has the same number of readings.
std::optional<TestResult> fleiss_test(const Ratings& ratings, double kappa);

}  // namespace secondsite::stats::agreement
