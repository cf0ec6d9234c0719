#include "secondsite/stats/agreement/support/conger.h"

#include "secondsite/stats/agreement/support/tally.h"

namespace secondsite::stats::agreement {
namespace {

// Each reader's number of units and share of each category (readers × q).
struct Readers {
  std::vector<double> units;
  std::vector<double> share;
  double active = 0;
};

Readers readers_of(const Ratings& ratings, std::span<const double> weight) {
  const std::size_t q = ratings.categories();
  Readers out{std::vector<double>(ratings.readers, 0), std::vector<double>(ratings.readers * q, 0),
              0};
  for (std::size_t p = 0; p < ratings.patterns(); ++p)
    for (std::uint32_t k = ratings.start[p]; k < ratings.start[p + 1]; ++k) {
      out.units[ratings.reader[k]] += weight[p];
      out.share[ratings.reader[k] * q + ratings.code[k]] += weight[p];
    }
  for (std::size_t g = 0; g < out.units.size(); ++g) {
    if (out.units[g] == 0) continue;
    out.active += 1;
    for (std::size_t k = 0; k < q; ++k) out.share[g * q + k] /= out.units[g];
  }
  return out;
}

}  // namespace

Agreement conger(const Ratings& ratings, std::span<const double> weight, AgreementWeights weights,
                 bool with_errors) {
  const Tally counts = tally(ratings, weight, weights);
  if (auto none = nothing_to_compare(counts)) return *none;
  const std::size_t q = ratings.categories();
  const Readers readers = readers_of(ratings, weight);
  std::vector<double> total(q, 0);
  for (std::size_t g = 0; g < ratings.readers; ++g)
    for (std::size_t k = 0; k < q; ++k) total[k] += readers.share[g * q + k];
  // met[g][k]: credit of category k, given by g, against the readings of all others.
  std::vector<double> met(ratings.readers * q, 0);
  std::vector<double> own(ratings.readers, 0);  // Σ of it over the reader's own readings
  double sum = 0;
  for (std::size_t g = 0; g < ratings.readers; ++g) {
    for (std::size_t k = 0; k < q; ++k) {
      for (std::size_t l = 0; l < q; ++l)
        met[g * q + k] += counts.credit[k * q + l] * (total[l] - readers.share[g * q + l]);
      own[g] += readers.share[g * q + k] * met[g * q + k];
    }
    sum += own[g];
  }
  const double ordered_pairs = readers.active * (readers.active - 1);
  std::vector<double> influence(with_errors ? ratings.patterns() : 0, 0);
  for (std::size_t p = 0; p < influence.size(); ++p)
    for (std::uint32_t k = ratings.start[p]; k < ratings.start[p + 1]; ++k) {
      const std::uint32_t g = ratings.reader[k];
      influence[p] += 2 * counts.units / readers.units[g] *
                      (met[g * q + ratings.code[k]] - own[g]) / ordered_pairs;
    }
  return beyond_chance(ratings, counts, sum / ordered_pairs, influence);
}

}  // namespace secondsite::stats::agreement
