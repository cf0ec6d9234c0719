#include <algorithm>
#include <cmath>
#include <queue>

#include "secondsite/report/packed.h"

namespace secondsite::report {
namespace {

using stats::CurvePoint;

double distance(double x, double y, double x0, double y0, double x1, double y1) {
  const double dx = x1 - x0;
  const double dy = y1 - y0;
  const double square = dx * dx + dy * dy;
  const double t =
      square > 0 ? std::clamp(((x - x0) * dx + (y - y0) * dy) / square, 0.0, 1.0) : 0.0;
  return std::hypot(x - x0 - t * dx, y - y0 - t * dy);
}

// How far the point lies from the chord a–b, as the curve or either edge of its band sees it.
double deviation(const CurvePoint& p, const CurvePoint& a, const CurvePoint& b, double width,
                 double height) {
  double worst = 0;
  const auto along = [&](double y, double ya, double yb) {
    const double d =
        distance(p.x / width, y / height, a.x / width, ya / height, b.x / width, yb / height);
    if (d > worst) worst = d;  // NaN is no deviation
  };
  along(p.y, a.y, b.y);
  along(p.band.lower, a.band.lower, b.band.lower);
  along(p.band.upper, a.band.upper, b.band.upper);
  return worst;
}

struct Span {
  std::size_t from;
  std::size_t to;
  std::size_t farthest;
  double gap;
  bool operator<(const Span& other) const {
    return gap < other.gap || (gap == other.gap && from > other.from);
  }
};

}  // namespace

stats::Curve thinned(const stats::Curve& curve, std::size_t most) {
  const std::vector<CurvePoint>& points = curve.points;
  if (points.size() <= 2 || points.size() <= most) return curve;
  double x_low = INFINITY, x_high = -INFINITY, y_low = INFINITY, y_high = -INFINITY;
  for (const CurvePoint& point : points) {
    x_low = std::fmin(x_low, point.x);
    x_high = std::fmax(x_high, point.x);
    y_low = std::fmin(y_low, point.y);
    y_high = std::fmax(y_high, point.y);
  }
  const double width = x_high > x_low ? x_high - x_low : 1;
  const double height = y_high > y_low ? y_high - y_low : 1;

  const auto span = [&](std::size_t from, std::size_t to) {
    Span out{from, to, from, -1};
    for (std::size_t i = from + 1; i < to; ++i) {
      const double gap = deviation(points[i], points[from], points[to], width, height);
      if (gap > out.gap) {
        out.gap = gap;
        out.farthest = i;
      }
    }
    return out;
  };

  constexpr double invisible = 0.0005;
  std::vector<bool> kept(points.size(), false);
  kept.front() = kept.back() = true;
  std::size_t count = 2;
  std::priority_queue<Span> waiting;
  waiting.push(span(0, points.size() - 1));
  while (count < most && !waiting.empty() && waiting.top().gap > invisible) {
    const Span top = waiting.top();
    waiting.pop();
    kept[top.farthest] = true;
    ++count;
    waiting.push(span(top.from, top.farthest));
    waiting.push(span(top.farthest, top.to));
  }

  stats::Curve out = curve;
  out.points.clear();
  for (std::size_t i = 0; i < points.size(); ++i)
    if (kept[i]) out.points.push_back(points[i]);
  return out;
}

}  // namespace secondsite::report
