#pragma once
// How does a chest radiograph stand? Upright or turned, inverted or not, frontal or not, and on
// which side is the heart? Answered by a thorax that is drawn here, not learned: two dark lung
// fields that widen downwards about a bright column, bright below. What it says is for looking at,
// never certain; docs/reference/accuracy/image_facts.md has its rates on real images.

#include <cstdint>
#include <span>
#include <string_view>

namespace secondsite::image {

enum class ChestPlane : std::uint8_t {
  undecided,
  frontal,     // the drawn thorax fits, and a bright column stands between two dark fields
  not_frontal  // it does not fit, or nothing bright stands between the fields: a lateral view,
               // another part of the body, or none
};
std::string_view name(ChestPlane plane);

enum class HeartSide : std::uint8_t { undecided, right_of_image, left_of_image };

struct ChestPose {
  bool judged = false;  // false: fewer than 32 rows or columns, or nothing to see
  // Fit of the drawn thorax, best over turns and sign: correlation of ranks, at most 1, plus 0.3
  // times the mirror symmetry.
  double fit = 0;
  // By how much the inverted picture fits better than the picture (negative: worse).
  double inverted_by = 0;
  // By how much a turned picture fits better than the upright one.
  double turned_by = 0;
  // Quarter turns counter-clockwise that would make it upright, where turned_by says so; else 0.
  int turns = 0;
  // How far the column between the lungs stands above the brighter of the two fields, as a share of
  // the span of the picture; made upright and of the right sign.
  double column = 0;
  // How much further the heart's shadow reaches to the right of the image than to its left, in
  // half widths of the chest. The patient's left is the right of a usual image.
  double heart = 0;

  bool inverted_suspected = false;
  bool turn_suspected = false;
  ChestPlane plane = ChestPlane::undecided;
  HeartSide heart_side = HeartSide::undecided;  // of frontal images alone
};

// `level` are grey levels as displayed, rows x columns, x fastest; not finite ones count as the
// least. Borders of one grey (collimators, padding) are left out first. The sides of the heart are
// told on frontal pictures alone; flipped pictures, situs inversus, a shifted mediastinum and a
// turned patient look alike in this number.
ChestPose chest_pose(std::span<const float> level, std::uint32_t rows, std::uint32_t columns);

}  // namespace secondsite::image
