#include <cmath>

#include "secondsite/stats/agreement/support/tally.h"

namespace secondsite::stats::agreement {
namespace {

// Squared distance between categories c and k: q × q. `given`: how often each category occurs in
// units that can be paired.
std::vector<double> distances(const Ratings& ratings, RatingScale scale,
                              const std::vector<double>& given) {
  const std::size_t q = ratings.categories();
  std::vector<double> out(q * q, 0);
  std::vector<double> below(q + 1, 0);
  for (std::size_t c = 0; c < q; ++c) below[c + 1] = below[c] + given[c];
  for (std::size_t c = 0; c < q; ++c)
    for (std::size_t k = c + 1; k < q; ++k) {
      const double a = ratings.category[c];
      const double b = ratings.category[k];
      double apart = 1;
      if (scale == RatingScale::ordinal)
        apart = below[k + 1] - below[c] - (given[c] + given[k]) / 2;
      else if (scale == RatingScale::interval)
        apart = b - a;
      else if (scale == RatingScale::ratio)
        apart = a + b == 0 ? 0 : (b - a) / (a + b);
      out[c * q + k] = out[k * q + c] = apart * apart;
    }
  return out;
}

struct Sums {
  std::vector<double> given;       // of each category, in units with two readings or more
  std::vector<double> distance;    // q × q
  std::vector<double> coincident;  // q × q: Σ pairs/(m − 1)
  std::vector<double> expected;    // of each category: Σ given × distance
  double values = 0;               // Σ given
  double observed_sum = 0;         // Σ coincident × distance
  double expected_sum = 0;         // Σ given given distance
  double units = 0;
};

Sums sums_of(const Ratings& ratings, std::span<const double> weight, RatingScale scale) {
  const std::size_t q = ratings.categories();
  Sums out;
  out.given.assign(q, 0);
  out.coincident.assign(q * q, 0);
  out.expected.assign(q, 0);
  for (std::size_t p = 0; p < ratings.patterns(); ++p) {
    const std::uint32_t m = ratings.readings(p);
    if (m < 2 || weight[p] == 0) continue;
    out.units += weight[p];
    for (std::uint32_t a = ratings.start[p]; a < ratings.start[p + 1]; ++a) {
      out.given[ratings.code[a]] += weight[p];
      for (std::uint32_t b = ratings.start[p]; b < ratings.start[p + 1]; ++b)
        if (a != b) out.coincident[ratings.code[a] * q + ratings.code[b]] += weight[p] / (m - 1);
    }
  }
  out.distance = distances(ratings, scale, out.given);
  for (std::size_t c = 0; c < q; ++c) {
    out.values += out.given[c];
    for (std::size_t k = 0; k < q; ++k) {
      out.expected[c] += out.given[k] * out.distance[c * q + k];
      out.observed_sum += out.coincident[c * q + k] * out.distance[c * q + k];
    }
    out.expected_sum += out.given[c] * out.expected[c];
  }
  return out;
}

// For the ordinal distance: how alpha moves with each category's frequency by way of the distance.
std::vector<double> by_distance(const Ratings& ratings, const Sums& sums) {
  const std::size_t q = ratings.categories();
  std::vector<double> step(q + 1, 0);
  std::vector<double> at_ends(q, 0);
  const double t = sums.observed_sum;
  const double s = sums.expected_sum;
  for (std::size_t c = 0; c < q; ++c)
    for (std::size_t k = c + 1; k < q; ++k) {
      const double by_square =
          -2 * (sums.values - 1) *
          (sums.coincident[c * q + k] / s - t * sums.given[c] * sums.given[k] / (s * s));
      const double moved = by_square * 2 * std::sqrt(sums.distance[c * q + k]);
      step[c] += moved;
      step[k + 1] -= moved;
      at_ends[c] -= moved / 2;
      at_ends[k] -= moved / 2;
    }
  double running = 0;
  for (std::size_t c = 0; c < q; ++c) {
    running += step[c];
    at_ends[c] += running;
  }
  return at_ends;
}

Agreement alpha(const Ratings& ratings, std::span<const double> weight,
                const AgreementOptions& options, bool with_errors) {
  const Sums sums = sums_of(ratings, weight, options.scale);
  if (sums.units == 0) return absent(0, "agreement.no-pairs", "no unit was read by two readers");
  if (sums.expected_sum <= 0)
    return absent(sums.units, "agreement.no-variation",
                  "every reading is the same, so there is no disagreement to expect");
  Agreement out;
  out.n = sums.units;
  const double t = sums.observed_sum;
  const double s = sums.expected_sum;
  out.value = 1 - (sums.values - 1) * t / s;
  if (!with_errors) return out;
  const std::size_t q = ratings.categories();
  const auto moved = options.scale == RatingScale::ordinal ? by_distance(ratings, sums)
                                                           : std::vector<double>(q, 0);
  out.influence.assign(ratings.patterns(), 0);
  double mean = 0;
  for (std::size_t p = 0; p < ratings.patterns(); ++p) {
    const std::uint32_t m = ratings.readings(p);
    if (m < 2) continue;
    double d_t = 0;
    double d_s = 0;
    double by_moved = 0;
    for (std::uint32_t a = ratings.start[p]; a < ratings.start[p + 1]; ++a) {
      d_s += 2 * sums.expected[ratings.code[a]];
      by_moved += moved[ratings.code[a]];
      for (std::uint32_t b = ratings.start[p]; b < ratings.start[p + 1]; ++b)
        d_t += sums.distance[ratings.code[a] * q + ratings.code[b]] / (m - 1);
    }
    out.influence[p] = -(m * t / s + (sums.values - 1) * (d_t / s - t * d_s / (s * s))) + by_moved;
    mean += weight[p] * out.influence[p] / sums.units;
  }
  // Alpha depends a little on the number of values (n − 1 in place of n); centred, the influences
  // are those for a given number.
  for (std::size_t p = 0; p < ratings.patterns(); ++p)
    if (ratings.readings(p) >= 2) out.influence[p] -= mean;
  return out;
}

}  // namespace

AgreementCoefficient krippendorff_alpha() {
  return {.id = "krippendorff_alpha",
          .title = "Krippendorff's alpha",
          .question = "How reliable are the readings, on their own scale, holes and all?",
          .definition =
              "1 − observed/expected disagreement over all pairs of readings of a unit, each pair "
              "counted 1/(m − 1) times; squared distance 0/1 (nominal), by ranks between "
              "(ordinal), c − k (interval), (c − k)/(c + k) (ratio). Units with one reading do not "
              "count.",
          .reference =
              "Krippendorff 2011, Computing Krippendorff's Alpha-Reliability; Hayes & "
              "Krippendorff 2007, doi:10.1080/19312450709336664; interval: linearised",
          .by_scale = true,
          .compute = alpha};
}

}  // namespace secondsite::stats::agreement
