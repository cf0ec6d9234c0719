#pragma once
// Where marks and lesions lie: points, balls and boxes, in one unit (mm or pixels) and one frame a
// scan; and when a mark hits a lesion.

#include <cstdint>
#include <span>
#include <string_view>

namespace secondsite::metrics {

inline constexpr std::uint32_t no_place = 0xffffffffU;

// Columns, one entry a mark or lesion, borrowed. Empty columns: z, a plane; diameter and sizes,
// points. Where both a diameter and sizes stand, the sizes count.
struct Places {
  std::span<const std::uint32_t> scan;  // no_place: of no scan that is evaluated
  std::span<const double> x;            // centres
  std::span<const double> y;
  std::span<const double> z;
  std::span<const double> diameter;  // of a ball
  std::span<const double> width;     // full extents of a box along x, y, z
  std::span<const double> height;
  std::span<const double> depth;

  std::size_t size() const { return scan.size(); }
  bool is_flat() const { return z.empty(); }
  bool are_boxes() const { return !width.empty(); }
  bool are_balls() const { return width.empty() && !diameter.empty(); }
};

enum class HitRule {
  inside,  // the mark's centre lies inside the lesion: strictly nearer than its radius, or strictly
           // within its box
  distance,  // the centres are nearer than `limit`
  iou,       // intersection over union of the two boxes, or balls, is `limit` or more
  pairs,     // decided before, by masks: see MaskOverlap
};
std::string_view name(HitRule rule);

// One place as numbers.
struct Place {
  double x = 0, y = 0, z = 0;
  double half_x = 0, half_y = 0, half_z = 0;  // of the box, or the radius
};
Place place_at(const Places& places, std::size_t i);

// How well a mark hits: below 0 not at all; else larger is better (IoU, or 1 / (1 + distance)).
double hit_quality(const Places& marks, std::size_t mark, const Places& lesions, std::size_t lesion,
                   HitRule rule, double limit);

// Half the width of the box around a lesion's centre outside of which no mark's centre can hit it.
Place reach_of(const Places& lesions, std::size_t lesion, HitRule rule, double limit);

// Intersection over union of two boxes, and of two balls (disks where `flat`): of lens and whole.
double box_iou(const Place& a, const Place& b, bool flat);
double ball_iou(const Place& a, const Place& b, bool flat);

}  // namespace secondsite::metrics
