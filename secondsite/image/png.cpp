#include "secondsite/image/png.h"

#include <zlib.h>

#include <vector>

namespace secondsite::image {
namespace {

void put_number(std::uint32_t value, std::string& out) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xffU);
}

void put_chunk(const std::string& type, const std::string& content, std::string& out) {
  put_number(static_cast<std::uint32_t>(content.size()), out);
  const std::string checked = type + content;
  out += checked;
  put_number(static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(checked.data()),
                                              static_cast<uInt>(checked.size()))),
             out);
}

}  // namespace

std::string png_of(std::span<const std::uint8_t> grey, std::uint32_t width, std::uint32_t height) {
  std::vector<Bytef> rows;
  for (std::size_t y = 0; y < height; ++y) {
    rows.push_back(0);  // no filter
    rows.insert(rows.end(), grey.begin() + static_cast<std::ptrdiff_t>(y * width),
                grey.begin() + static_cast<std::ptrdiff_t>((y + 1) * width));
  }
  uLongf size = compressBound(static_cast<uLong>(rows.size()));
  std::string packed(size, '\0');
  compress2(reinterpret_cast<Bytef*>(packed.data()), &size, rows.data(),
            static_cast<uLong>(rows.size()), 9);
  packed.resize(size);
  std::string header;
  put_number(width, header);
  put_number(height, header);
  header += {8, 0, 0, 0, 0};  // bits, grey, and the only ways to pack, filter and order
  std::string out = "\x89PNG\r\n\x1a\n";
  put_chunk("IHDR", header, out);
  put_chunk("IDAT", packed, out);
  put_chunk("IEND", "", out);
  return out;
}

}  // namespace secondsite::image
