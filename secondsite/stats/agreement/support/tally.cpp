#include "secondsite/stats/agreement/support/tally.h"

#include <cmath>

namespace secondsite::stats::agreement {

std::vector<double> credit(const Ratings& ratings, AgreementWeights weights) {
  const std::size_t q = ratings.categories();
  std::vector<double> out(q * q, 0);
  const double range = q > 1 ? ratings.category.back() - ratings.category.front() : 1;
  for (std::size_t k = 0; k < q; ++k)
    for (std::size_t l = 0; l < q; ++l) {
      const double apart = std::abs(ratings.category[k] - ratings.category[l]) / range;
      if (weights == AgreementWeights::identity)
        out[k * q + l] = k == l ? 1 : 0;
      else
        out[k * q + l] = 1 - (weights == AgreementWeights::linear ? apart : apart * apart);
    }
  return out;
}

Tally tally(const Ratings& ratings, std::span<const double> weight, AgreementWeights weights) {
  const std::size_t q = ratings.categories();
  Tally out;
  out.credit = credit(ratings, weights);
  out.observed.assign(ratings.patterns(), unknown);
  out.prevalence.assign(q, 0);
  double sum = 0;
  for (std::size_t p = 0; p < ratings.patterns(); ++p) {
    const std::uint32_t m = ratings.readings(p);
    if (m == 0 || weight[p] == 0) continue;
    out.units += weight[p];
    for (std::uint32_t a = ratings.start[p]; a < ratings.start[p + 1]; ++a)
      out.prevalence[ratings.code[a]] += weight[p] / m;
    if (m < 2) continue;
    double agreeing = 0;
    for (std::uint32_t a = ratings.start[p]; a < ratings.start[p + 1]; ++a)
      for (std::uint32_t b = a + 1; b < ratings.start[p + 1]; ++b)
        agreeing += out.credit[ratings.code[a] * q + ratings.code[b]];
    out.observed[p] = 2 * agreeing / (static_cast<double>(m) * (m - 1));
    out.paired_units += weight[p];
    sum += weight[p] * out.observed[p];
  }
  for (double& share : out.prevalence) share /= out.units;
  if (out.paired_units > 0) out.agreement = sum / out.paired_units;
  return out;
}

double mean_of(const Ratings& ratings, std::size_t pattern, std::span<const double> by_category) {
  double sum = 0;
  for (std::uint32_t a = ratings.start[pattern]; a < ratings.start[pattern + 1]; ++a)
    sum += by_category[ratings.code[a]];
  return sum / ratings.readings(pattern);
}

Agreement beyond_chance(const Ratings& ratings, const Tally& tally, double chance,
                        std::span<const double> chance_influence) {
  if (1 - chance < 1e-12)
    return absent(tally.units, "agreement.no-variation",
                  "every reading is the same, so agreement by chance is complete and nothing can "
                  "exceed it");
  Agreement out;
  out.n = tally.units;
  out.value = (tally.agreement - chance) / (1 - chance);
  if (chance_influence.empty()) return out;
  out.influence.assign(ratings.patterns(), 0);
  for (std::size_t p = 0; p < ratings.patterns(); ++p) {
    if (ratings.readings(p) == 0) continue;
    const double own =
        std::isnan(tally.observed[p])
            ? 0
            : tally.units / tally.paired_units * (tally.observed[p] - chance) / (1 - chance);
    out.influence[p] =
        (own - out.value - (1 - out.value) * chance_influence[p] / (1 - chance)) / tally.units;
  }
  return out;
}

Agreement absent(double n, std::string code, std::string reason) {
  Agreement out;
  out.n = n;
  out.absent_code = std::move(code);
  out.absent_reason = std::move(reason);
  return out;
}

std::optional<Agreement> nothing_to_compare(const Tally& tally) {
  if (tally.paired_units > 0) return std::nullopt;
  return absent(tally.units, "agreement.no-pairs", "no unit was read by two readers");
}

}  // namespace secondsite::stats::agreement
