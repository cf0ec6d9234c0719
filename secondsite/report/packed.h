#pragma once
// What the page's script draws from: every estimate, verdict, curve and histogram of a run, stored
// once. Texts that repeat are pooled, numbers keep six significant digits (result.json has them
// all), and long curves are thinned where the eye cannot tell.

#include <cstddef>

#include "secondsite/core/json.h"
#include "secondsite/evaluation/run.h"

namespace secondsite::report {

// docs/reference/report.md lists the members.
core::Json packed(const evaluation::RunResult& run);

// At most `most` of the curve's points: the ends, then again and again the point that lies farthest
// from the polyline so far (Ramer 1972, doi:10.1016/S0146-664X(72)80017-0; Douglas & Peucker 1973),
// by curve and band together. Fewer where the rest lies within 0.0005 of the curve's extent. The
// order is kept.
stats::Curve thinned(const stats::Curve& curve, std::size_t most);

}  // namespace secondsite::report
