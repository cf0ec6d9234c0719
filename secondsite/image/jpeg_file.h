#pragma once
// JPEG files by libjpeg itself: ITK's reader ends the process where a header is damaged.

#include <cstdint>
#include <string>
#include <vector>

#include "secondsite/core/result.h"

namespace secondsite::image {

struct Jpeg {
  std::uint32_t rows = 0;
  std::uint32_t columns = 0;
  std::uint32_t channels = 1;       // 1, or 3: RGB
  std::vector<std::uint8_t> value;  // rows x columns x channels; empty of a header alone
};
// Errors: "image.unreadable": damaged, with a warning of the decoder (it fills what is missing), or
// of four inks.
core::Result<Jpeg> read_jpeg_header(const std::string& path);
// The whole picture; the caller has judged its size by the header.
core::Result<Jpeg> read_jpeg(const std::string& path);

}  // namespace secondsite::image
