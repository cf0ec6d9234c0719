#include "secondsite/stats/agreement/support/bland_altman.h"

#include <cmath>
#include <limits>

#include "secondsite/stats/agreement/support/tally.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::stats::agreement {
namespace {

// Second minus first reader; NaN where one did not read.
double difference(const Ratings& ratings, std::size_t p) {
  if (ratings.readings(p) != 2) return unknown;
  return ratings.value(ratings.start[p] + 1) - ratings.value(ratings.start[p]);
}

}  // namespace

Agreement difference_at(const Ratings& ratings, std::span<const double> weight, double deviations,
                        const AgreementOptions& options, bool with_errors) {
  double n = 0;
  double mean = 0;
  for (std::size_t p = 0; p < ratings.patterns(); ++p) {
    const double d = difference(ratings, p);
    if (std::isnan(d)) continue;
    n += weight[p];
    mean += weight[p] * d;
  }
  if (n < 2) return absent(n, "agreement.no-pairs", "fewer than two units were read by both");
  mean /= n;
  double squares = 0;
  for (std::size_t p = 0; p < ratings.patterns(); ++p) {
    const double d = difference(ratings, p);
    if (!std::isnan(d)) squares += weight[p] * (d - mean) * (d - mean);
  }
  const double s = std::sqrt(squares / (n - 1));
  Agreement out;
  out.n = n;
  out.value = mean + deviations * s;
  if (!with_errors) return out;
  out.influence.assign(ratings.patterns(), 0);
  for (std::size_t p = 0; p < ratings.patterns(); ++p) {
    const double d = difference(ratings, p);
    if (std::isnan(d)) continue;
    const double squared = s > 0 ? ((d - mean) * (d - mean) - s * s) / (2 * s) : 0;
    out.influence[p] = (d - mean + deviations * squared) / n;
  }
  const double error = s * std::sqrt(1 / n + deviations * deviations / (2 * (n - 1)));
  const double half = student_quantile(0.5 + options.level / 2, n - 1) * error;
  out.interval = Interval{out.value - half, out.value + half};
  out.method = "Bland & Altman 1999, Student's t";
  out.definitions.push_back({"difference", "second reader − first reader"});
  return out;
}

AgreementCoefficient bland_altman_entry(std::string_view id, std::string_view title,
                                        std::string_view question, double deviations) {
  return {.id = id,
          .title = title,
          .question = question,
          .definition =
              "Mean of second − first reader, and 1.96 standard deviations (divisor "
              "n − 1) to either side of it, on the units that both read.",
          .reference =
              "Bland & Altman 1986, doi:10.1016/S0140-6736(86)90837-8; 1999, "
              "doi:10.1177/096228029900800204",
          .two_readers = true,
          .is_numeric = true,
          .highest = std::numeric_limits<double>::infinity(),
          .compute = [deviations](const Ratings& ratings, std::span<const double> weight,
                                  const AgreementOptions& options, bool with_errors) {
            return difference_at(ratings, weight, deviations, options, with_errors);
          }};
}

}  // namespace secondsite::stats::agreement
