#pragma once
// Radiographs that were published as pictures: PNG and JPEG files, and small PNG images of what is
// to be shown on a page.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/core/result.h"

namespace secondsite::image {

// Whether the name ends as a picture: .png .jpg .jpeg
bool is_picture_name(std::string_view path);

struct Picture {
  std::uint32_t rows = 0;
  std::uint32_t columns = 0;
  std::uint32_t channels = 1;  // as stored; several that hold the same grey become one
  std::uint32_t bits = 8;
  std::vector<float> value;  // rows x columns, x fastest, as stored (0 to 255 or 65,535)
};

struct PictureHeader {
  std::uint32_t rows = 0;
  std::uint32_t columns = 0;
  std::uint32_t channels = 1;
  std::uint32_t bits = 8;
};
// Errors as read_picture.
core::Result<PictureHeader> read_picture_header(const std::string& path);

// The format is told by the first bytes, not by the name. A picture of several channels is grey
// where they agree in every pixel (some of ChestX-ray14 are stored as RGBA; the alpha is passed
// over). Errors: "file.not-found", "image.unreadable" (damaged, cut short, or neither PNG nor
// JPEG), "image.channels" (it has colours), "image.too-large" (more than 2^27 pixels).
core::Result<Picture> read_picture(const std::string& path);

// The bytes of a grey PNG file of eight bits, for a picture that travels within a page; the same
// levels give the same bytes. Empty where there is nothing, or more than 4,096 pixels a side.
std::string png_of(std::span<const std::uint8_t> grey, std::uint32_t rows, std::uint32_t columns);
// Of levels in [0, 1]; not finite ones are black.
std::string png_of(std::span<const float> level, std::uint32_t rows, std::uint32_t columns);

}  // namespace secondsite::image
