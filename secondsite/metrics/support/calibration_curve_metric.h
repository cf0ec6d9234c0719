#pragma once
// ICI, E50, E90 and Emax as estimates: how far the smooth curve lies from the scores.

#include "secondsite/metrics/support/calibration_input.h"
#include "secondsite/metrics/support/calibration_lowess.h"

namespace secondsite::metrics {

// Completes an entry whose names and texts are set. The curve and its draws are made once for the
// cases of a ScoreOrder, whichever of the four asks first.
Metric curve_error_metric(Metric metric, double CurveErrors::*which);

}  // namespace secondsite::metrics
