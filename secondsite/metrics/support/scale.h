#pragma once
// Intervals from a value and its standard error, on the scale on which the error is nearly normal.

#include "secondsite/stats/estimate.h"

namespace secondsite::metrics {

enum class Scale {
  identity,  // differences, net benefit
  logit,     // fractions: the bounds stay inside (0, 1)
  log,       // likelihood ratios: inside (0, ∞)
  fisher,    // correlations: arctanh, inside (−1, 1)
};

// g⁻¹(g(value) ± q · SE · g′(value)), q the quantile of Student's t with `degrees` degrees of
// freedom, of the normal distribution where they are NaN or infinite. Unknown (NaN) where SE is not
// a positive number or the value sits on the edge of the scale; the caller then needs another
// interval.
stats::Interval interval_on(Scale scale, double value, double standard_error, double level,
                            double degrees = stats::unknown);

// value ± z · SE, clipped to [lowest, highest].
stats::Interval clipped_wald(double value, double standard_error, double level, double lowest,
                             double highest);

}  // namespace secondsite::metrics
