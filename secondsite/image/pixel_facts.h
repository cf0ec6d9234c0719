#pragma once
// What the pixels of one image say for themselves: is there an image at all, is it cut at the ends
// of its scale, is it inverted, is there text in it?

#include <cstdint>
#include <span>
#include <string>

namespace secondsite::image {

struct PixelFacts {
  double least = 0;
  double most = 0;
  double mean = 0;
  double deviation = 0;
  double at_least = 0;      // share of pixels that have the least value
  double at_most = 0;       // share that have the greatest
  double border_mean = 0;   // of the outermost rows and columns, as a place in [least, most]
  double centre_mean = 0;   // of the middle ninth, the same way
  double text_share = 0;    // share of pixels in small bright strokes of one value, near the border
  double filled_share = 0;  // share of the rows that end the image and have one value throughout

  bool blank = false;               // one value, or a deviation below 1e-3 of the span
  bool saturated = false;           // 20 % or more have the greatest value
  bool inverted_suspected = false;  // a chest or breast whose border is brighter than its middle
  bool text_suspected = false;
  // 5 % or more of the rows at the lower edge have one value, and not half as many at the upper
  // edge: what decoders leave of a file that was cut. A collimator on one side looks the same.
  bool cut_suspected = false;
};

// `values` are grey levels as displayed, rows x columns, x fastest; NaN is passed over.
// `projection`: a radiograph or mammogram, of which the border is air or collimator and so dark;
// only there can an inversion be suspected. Suspicions are for looking at, never for leaving out.
PixelFacts pixel_facts(std::span<const float> values, std::uint32_t rows, std::uint32_t columns,
                       bool projection);

}  // namespace secondsite::image
