#include "secondsite/metrics/support/mark_places.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace secondsite::metrics {
namespace {

double squared_distance(const Place& a, const Place& b) {
  const double dx = a.x - b.x;
  const double dy = a.y - b.y;
  const double dz = a.z - b.z;
  return dx * dx + dy * dy + dz * dz;
}

// Length that two intervals share.
double shared(double centre_a, double half_a, double centre_b, double half_b) {
  return std::min(centre_a + half_a, centre_b + half_b) -
         std::max(centre_a - half_a, centre_b - half_b);
}

// The part of a disk of radius r that lies beyond a chord at distance t of its centre.
double disk_cap(double r, double t) {
  const double c = std::clamp(t / r, -1.0, 1.0);
  return r * r * std::acos(c) - t * std::sqrt(std::max(0.0, r * r - t * t));
}
double ball_cap(double r, double t) {
  const double h = std::clamp(r - t, 0.0, 2 * r);
  return std::numbers::pi * h * h * (3 * r - h) / 3;
}

}  // namespace

std::string_view name(HitRule rule) {
  switch (rule) {
    case HitRule::inside:
      return "the mark's centre lies inside the lesion";
    case HitRule::distance:
      return "distance of the centres below the limit";
    case HitRule::iou:
      return "intersection over union at the limit or above";
    case HitRule::pairs:
      return "overlap of masks";
  }
  return "";
}

Place place_at(const Places& places, std::size_t i) {
  Place out;
  out.x = places.x[i];
  out.y = places.y[i];
  if (!places.z.empty()) out.z = places.z[i];
  if (places.are_boxes()) {
    out.half_x = places.width[i] / 2;
    out.half_y = places.height[i] / 2;
    if (!places.depth.empty()) out.half_z = places.depth[i] / 2;
  } else if (places.are_balls()) {
    out.half_x = out.half_y = out.half_z = places.diameter[i] / 2;
  }
  return out;
}

double box_iou(const Place& a, const Place& b, bool flat) {
  double inside = std::max(0.0, shared(a.x, a.half_x, b.x, b.half_x)) *
                  std::max(0.0, shared(a.y, a.half_y, b.y, b.half_y));
  double of_a = 4 * a.half_x * a.half_y;
  double of_b = 4 * b.half_x * b.half_y;
  if (!flat) {
    inside *= std::max(0.0, shared(a.z, a.half_z, b.z, b.half_z));
    of_a *= 2 * a.half_z;
    of_b *= 2 * b.half_z;
  }
  const double together = of_a + of_b - inside;
  return together > 0 ? inside / together : 0;
}

double ball_iou(const Place& a, const Place& b, bool flat) {
  const double r = a.half_x;
  const double s = b.half_x;
  const double distance = std::sqrt(squared_distance(a, b));
  const auto whole = [flat](double radius) {
    return flat ? std::numbers::pi * radius * radius
                : 4 * std::numbers::pi * radius * radius * radius / 3;
  };
  if (!(r > 0 && s > 0) || distance >= r + s) return 0;
  double inside = whole(std::min(r, s));
  if (distance > std::abs(r - s)) {
    // Where the plane through the circle of intersection cuts the line between the centres.
    const double t = (distance * distance + r * r - s * s) / (2 * distance);
    inside = flat ? disk_cap(r, t) + disk_cap(s, distance - t)
                  : ball_cap(r, t) + ball_cap(s, distance - t);
  }
  return inside / (whole(r) + whole(s) - inside);
}

double hit_quality(const Places& marks, std::size_t mark, const Places& lesions, std::size_t lesion,
                   HitRule rule, double limit) {
  const Place m = place_at(marks, mark);
  const Place l = place_at(lesions, lesion);
  if (rule == HitRule::iou) {
    const bool flat = lesions.is_flat();
    const double iou = lesions.are_boxes() ? box_iou(m, l, flat) : ball_iou(m, l, flat);
    return iou >= limit && iou > 0 ? iou : -1;
  }
  const double squared = squared_distance(m, l);
  if (rule == HitRule::inside && lesions.are_boxes()) {
    const bool within = std::abs(m.x - l.x) < l.half_x && std::abs(m.y - l.y) < l.half_y &&
                        (lesions.depth.empty() || std::abs(m.z - l.z) < l.half_z);
    return within ? 1 / (1 + std::sqrt(squared)) : -1;
  }
  const double radius = rule == HitRule::inside ? l.half_x : limit;
  return squared < radius * radius ? 1 / (1 + std::sqrt(squared)) : -1;
}

Place reach_of(const Places& lesions, std::size_t lesion, HitRule rule, double limit) {
  Place out = place_at(lesions, lesion);
  if (rule == HitRule::distance) {
    out.half_x = out.half_y = out.half_z = limit;
  } else if (rule == HitRule::iou) {
    // Along each axis the shorter is at least limit times the longer, and the two must touch.
    const double factor = 1 + 1 / std::max(limit, 1e-6);
    out.half_x *= factor;
    out.half_y *= factor;
    out.half_z *= factor;
  }
  return out;
}

}  // namespace secondsite::metrics
