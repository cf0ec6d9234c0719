#pragma once
// A drawn chest, and how well a small picture fits it. Drawn, not learned: two dark fields that
// widen from apex to base about a bright column, the domes of the diaphragm and a bright abdomen
// below, bright walls beside. What is not drawn (arms, neck, corners) counts nothing.

#include <cstddef>
#include <span>
#include <vector>

namespace secondsite::image {

// Of the template within the picture, whose sides run from -1 to 1 (y downwards): its middle, and
// half of the width and height of the lung fields.
struct ThoraxPlace {
  double width = 0.75;
  double height = 0.65;
  double x = 0;
  double y = 0;
};

constexpr std::size_t thorax_side = 32;

// The drawing at a place: 1 bright, -1 dark, 0 nothing, thorax_side x thorax_side.
std::vector<double> drawn_thorax(const ThoraxPlace& place);

struct ThoraxFit {
  double best = 0;     // the greatest correlation over 475 places, weighted by what is drawn
  ThoraxPlace place;   // where
  double inverse = 0;  // the same of the inverted picture
  ThoraxPlace inverse_place;
};
// `picture`: thorax_side x thorax_side values, rows first. The first place wins ties.
ThoraxFit fit_thorax(std::span<const double> picture);

}  // namespace secondsite::image
