#include "secondsite/metrics/support/scale.h"

#include "secondsite/stats/distributions.h"

namespace secondsite::metrics {

stats::Interval interval_on(Scale scale, double value, double standard_error, double level,
                            double degrees) {
  if (!(standard_error > 0) || !std::isfinite(value)) return {};
  const double reach = (std::isfinite(degrees) ? stats::student_quantile(0.5 + level / 2, degrees)
                                               : stats::normal_quantile(0.5 + level / 2)) *
                       standard_error;
  switch (scale) {
    case Scale::identity:
      return {value - reach, value + reach};
    case Scale::logit: {
      if (value <= 0 || value >= 1) return {};
      const double centre = std::log(value) - std::log1p(-value);
      const double half = reach / (value * (1 - value));
      return {1 / (1 + std::exp(half - centre)), 1 / (1 + std::exp(-half - centre))};
    }
    case Scale::log:
      if (value <= 0) return {};
      return {value * std::exp(-reach / value), value * std::exp(reach / value)};
    case Scale::fisher: {
      if (value <= -1 || value >= 1) return {};
      const double centre = std::atanh(value);
      const double half = reach / (1 - value * value);
      return {std::tanh(centre - half), std::tanh(centre + half)};
    }
  }
  return {};
}

stats::Interval clipped_wald(double value, double standard_error, double level, double lowest,
                             double highest) {
  const stats::Interval plain = interval_on(Scale::identity, value, standard_error, level);
  if (std::isnan(plain.lower) || std::isnan(plain.upper)) return plain;  // std::max would hide it
  return {std::max(lowest, plain.lower), std::min(highest, plain.upper)};
}

}  // namespace secondsite::metrics
