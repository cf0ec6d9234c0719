#include "secondsite/stats/agreement/support/fleiss.h"

#include <cmath>
#include <map>

#include "secondsite/stats/distributions.h"

namespace secondsite::stats::agreement {
namespace {

struct Counts {
  double readings = 0;  // m, a unit
  double units = 0;
  std::vector<double> share;      // of each category
  std::vector<double> disagreed;  // Σ x(m − x) of each category
  bool is_complete = true;        // every unit has m readings
};

Counts counts_of(const Ratings& ratings) {
  const auto weight = unit_counts(ratings);
  std::map<std::uint32_t, double> units_with;
  for (std::size_t p = 0; p < ratings.patterns(); ++p)
    if (ratings.readings(p) > 1) units_with[ratings.readings(p)] += weight[p];
  Counts out;
  for (const auto& [m, units] : units_with)
    if (units > out.units) {
      out.units = units;
      out.readings = m;
    }
  out.share.assign(ratings.categories(), 0);
  out.disagreed.assign(ratings.categories(), 0);
  std::vector<double> given(ratings.categories());
  for (std::size_t p = 0; p < ratings.patterns(); ++p) {
    if (ratings.readings(p) == 0) continue;
    if (ratings.readings(p) != out.readings) {
      out.is_complete = false;
      continue;
    }
    std::fill(given.begin(), given.end(), 0.0);
    for (std::uint32_t k = ratings.start[p]; k < ratings.start[p + 1]; ++k)
      given[ratings.code[k]] += 1;
    for (std::size_t j = 0; j < given.size(); ++j) {
      out.share[j] += weight[p] * given[j] / (out.units * out.readings);
      out.disagreed[j] += weight[p] * given[j] * (out.readings - given[j]);
    }
  }
  return out;
}

}  // namespace

std::vector<CategoryKappa> fleiss_by_category(const Ratings& ratings) {
  const Counts counts = counts_of(ratings);
  const double pairs = counts.units * counts.readings * (counts.readings - 1);
  std::vector<CategoryKappa> out;
  for (std::size_t j = 0; j < ratings.categories(); ++j) {
    CategoryKappa found{.category = ratings.category[j]};
    const double pq = counts.share[j] * (1 - counts.share[j]);
    if (pairs > 0 && pq > 0) {
      found.value = 1 - counts.disagreed[j] / (pairs * pq);
      found.z = found.value / std::sqrt(2 / pairs);
      found.p_value = two_sided(found.z);
    }
    out.push_back(found);
  }
  return out;
}

std::optional<TestResult> fleiss_test(const Ratings& ratings, double kappa) {
  const Counts counts = counts_of(ratings);
  if (!counts.is_complete || counts.units == 0) return std::nullopt;
  double pq = 0;
  double skew = 0;
  for (const double p : counts.share) {
    pq += p * (1 - p);
    skew += p * (1 - p) * (1 - 2 * p);
  }
  const double pairs = counts.units * counts.readings * (counts.readings - 1);
  const double z = kappa / (std::sqrt(2 * (pq * pq - skew) / pairs) / pq);
  if (!std::isfinite(z)) return std::nullopt;
  TestResult out;
  out.method = "no agreement beyond chance (Fleiss, Nee & Landis 1979)";
  out.statistic = z;
  out.p_value = two_sided(z);
  return out;
}

}  // namespace secondsite::stats::agreement
