#include "secondsite/stats/curve.h"

namespace secondsite::stats {

using core::Json;
using core::json_number;

Json to_json(const Curve& curve) {
  Json points = Json::array();
  for (const CurvePoint& point : curve.points)
    points.push_back({json_number(point.x), json_number(point.y), json_number(point.band.lower),
                      json_number(point.band.upper)});
  return {{"id", curve.id},
          {"x", curve.x_name},
          {"y", curve.y_name},
          {"method", curve.method},
          {"level", curve.level},
          {"n", curve.n},
          {"n_positive", curve.n_positive},
          {"n_clusters", curve.n_clusters},
          {"points", std::move(points)}};
}

Json to_json(const Histogram& histogram) {
  return {{"id", histogram.id},
          {"x", histogram.x_name},
          {"edges", histogram.edges},
          {"counts", histogram.counts}};
}

}  // namespace secondsite::stats
