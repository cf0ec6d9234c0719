#pragma once
// A curve with its band: evidence like an Estimate, but along an axis.

#include <cstdint>
#include <string>
#include <vector>

#include "secondsite/core/json.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::stats {

struct CurvePoint {
  double x = unknown;
  double y = unknown;
  Interval band;  // NaN where the curve has none
};

struct Curve {
  std::string id;      // "roc", "reliability"
  std::string x_name;  // axis titles, with units
  std::string y_name;
  std::string method;  // of the curve and of its band
  double level = 0.95;
  std::uint64_t n = 0;
  std::uint64_t n_positive = 0;
  std::uint64_t n_clusters = 0;
  std::vector<CurvePoint> points;
};

// Counts in bins with the edges given (counts.size() + 1 == edges.size()).
struct Histogram {
  std::string id;
  std::string x_name;
  std::vector<double> edges;
  std::vector<std::uint64_t> counts;
};

core::Json to_json(const Curve& curve);
core::Json to_json(const Histogram& histogram);

}  // namespace secondsite::stats
