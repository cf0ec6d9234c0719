#include "secondsite/stats/agreement/support/conger.h"
#include "secondsite/stats/agreement/support/tally.h"

namespace secondsite::stats::agreement {
namespace {

// Weights of the pair's patterns, and which of them each whole pattern became.
struct PairWeights {
  Ratings pair;
  std::vector<std::uint32_t> pattern;  // of the pair, one a whole pattern
  std::vector<double> weight;
};

PairWeights pair_weights(const Ratings& ratings, std::span<const double> weight, std::uint32_t a,
                         std::uint32_t b) {
  // One unit for each whole pattern, so that the pair's pattern_of_unit maps patterns.
  Ratings each = ratings;
  each.pattern_of_unit.resize(ratings.patterns());
  for (std::uint32_t p = 0; p < ratings.patterns(); ++p) each.pattern_of_unit[p] = p;
  PairWeights out{pair_of(each, a, b), {}, {}};
  out.pattern = out.pair.pattern_of_unit;
  out.weight.assign(out.pair.patterns(), 0);
  for (std::size_t p = 0; p < weight.size(); ++p) out.weight[out.pattern[p]] += weight[p];
  return out;
}

Agreement light(const Ratings& ratings, std::span<const double> weight,
                const AgreementOptions& options, bool with_errors) {
  const Tally counts = tally(ratings, weight, options.weights);
  if (auto none = nothing_to_compare(counts)) return *none;
  Agreement out;
  out.n = counts.paired_units;
  out.value = 0;
  if (with_errors) out.influence.assign(ratings.patterns(), 0);
  double pairs = 0;
  std::uint64_t without = 0;
  for (std::uint32_t a = 0; a < ratings.readers; ++a)
    for (std::uint32_t b = a + 1; b < ratings.readers; ++b) {
      const PairWeights of_pair = pair_weights(ratings, weight, a, b);
      const Agreement found = conger(of_pair.pair, of_pair.weight, options.weights, with_errors);
      if (!found.absent_code.empty()) {
        ++without;
        continue;
      }
      pairs += 1;
      out.value += found.value;
      for (std::size_t p = 0; p < out.influence.size(); ++p)
        if (of_pair.pair.readings(of_pair.pattern[p]) > 0)
          out.influence[p] += found.influence[of_pair.pattern[p]];
    }
  if (pairs == 0)
    return absent(counts.units, "agreement.no-variation", "no pair of readers has a kappa");
  out.value /= pairs;
  for (double& value : out.influence) value /= pairs;
  if (without > 0)
    out.definitions.push_back({"pairs without a kappa, left out", std::to_string(without)});
  return out;
}

}  // namespace

AgreementCoefficient light_kappa() {
  return {.id = "light_kappa",
          .title = "Light's kappa",
          .question = "What is Cohen's kappa of a pair of readers, on the mean?",
          .definition =
              "Mean of Cohen's kappa over all pairs of readers, each on the units that "
              "both read. Pairs without a kappa are left out and counted.",
          .reference = "Light 1971, doi:10.1037/h0031643",
          .is_weighted = true,
          .compute = light};
}

}  // namespace secondsite::stats::agreement
