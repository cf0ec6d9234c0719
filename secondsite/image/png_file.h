#pragma once
// PNG files by libpng itself: ITK's reader ends the process where a header is damaged.

#include <cstdint>
#include <string>
#include <vector>

#include "secondsite/core/result.h"

namespace secondsite::image {

struct PngHeader {
  std::uint32_t rows = 0;
  std::uint32_t columns = 0;
  std::uint32_t channels = 1;  // as stored, alpha among them
  std::uint32_t bits = 8;      // 8 or 16: fewer are expanded, palettes too
};

// Errors: "image.unreadable".
core::Result<PngHeader> read_png_header(const std::string& path);

struct Png {
  PngHeader header;
  std::uint32_t colours = 1;         // in `value`: 1 or 3, without alpha
  std::vector<std::uint16_t> value;  // rows x columns x colours
};
// The whole picture; the caller has judged its size by the header. Errors: "image.unreadable".
core::Result<Png> read_png(const std::string& path);

}  // namespace secondsite::image
