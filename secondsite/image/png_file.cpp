#include "secondsite/image/png_file.h"

#include <bit>
#include <cstdio>
#include <memory>

#include <png.h>

namespace secondsite::image {
namespace {

struct PngCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// libpng leaves by longjmp, past destructors: all that it touches lives here, and the functions
// that set a jump hold nothing else.
struct PngReading {
  std::unique_ptr<std::FILE, PngCloser> file;
  png_structp png = nullptr;
  png_infop info = nullptr;
  PngHeader header;
  std::uint32_t colours = 1;
  std::uint32_t bytes_a_value = 1;
  std::vector<png_byte> bytes;
  std::vector<png_bytep> rows;

  explicit PngReading(const std::string& path) : file(std::fopen(path.c_str(), "rb")) {
    // What libpng has to say goes into the error, not to standard error.
    png = png_create_read_struct(
        PNG_LIBPNG_VER_STRING, nullptr,
        [](png_structp self, png_const_charp) { png_longjmp(self, 1); },
        [](png_structp, png_const_charp) {});
    if (png != nullptr) info = png_create_info_struct(png);
  }
  ~PngReading() { png_destroy_read_struct(&png, info != nullptr ? &info : nullptr, nullptr); }
  PngReading(const PngReading&) = delete;
  PngReading& operator=(const PngReading&) = delete;
  bool ready() const { return file && png != nullptr && info != nullptr; }
};

bool read_info(PngReading& reading) {
  if (setjmp(png_jmpbuf(reading.png)) != 0) return false;
  png_init_io(reading.png, reading.file.get());
  png_set_user_limits(reading.png, 65535, 65535);
  png_read_info(reading.png, reading.info);
  const png_byte depth = png_get_bit_depth(reading.png, reading.info);
  const png_byte colour = png_get_color_type(reading.png, reading.info);
  reading.header.rows = png_get_image_height(reading.png, reading.info);
  reading.header.columns = png_get_image_width(reading.png, reading.info);
  reading.header.channels =
      colour == PNG_COLOR_TYPE_PALETTE ? 3 : png_get_channels(reading.png, reading.info);
  reading.header.bits = depth == 16 ? 16 : 8;
  return true;
}

bool set_transforms(PngReading& reading) {
  if (setjmp(png_jmpbuf(reading.png)) != 0) return false;
  png_set_palette_to_rgb(reading.png);
  if (png_get_bit_depth(reading.png, reading.info) < 8) png_set_expand_gray_1_2_4_to_8(reading.png);
  png_set_strip_alpha(reading.png);
  if (reading.header.bits == 16 && std::endian::native == std::endian::little)
    png_set_swap(reading.png);
  png_set_interlace_handling(reading.png);
  png_read_update_info(reading.png, reading.info);
  reading.colours = png_get_channels(reading.png, reading.info);
  reading.bytes_a_value = reading.header.bits / 8;
  return png_get_rowbytes(reading.png, reading.info) ==
         std::size_t{reading.header.columns} * reading.colours * reading.bytes_a_value;
}

bool read_png_rows(PngReading& reading) {
  if (setjmp(png_jmpbuf(reading.png)) != 0) return false;
  png_read_image(reading.png, reading.rows.data());
  png_read_end(reading.png, nullptr);
  return true;
}

core::Error damaged_png(const std::string& path, const char* what) {
  return core::Error("image.unreadable", what, {.file = path});
}

}  // namespace

core::Result<PngHeader> read_png_header(const std::string& path) {
  PngReading reading(path);
  if (!reading.ready() || !read_info(reading))
    return damaged_png(path, "the header of the PNG file is damaged");
  return reading.header;
}

core::Result<Png> read_png(const std::string& path) {
  PngReading reading(path);
  if (!reading.ready() || !read_info(reading) || !set_transforms(reading))
    return damaged_png(path, "the header of the PNG file is damaged");
  const std::size_t row =
      std::size_t{reading.header.columns} * reading.colours * reading.bytes_a_value;
  reading.bytes.resize(row * reading.header.rows);
  for (std::size_t y = 0; y < reading.header.rows; ++y)
    reading.rows.push_back(reading.bytes.data() + y * row);
  if (!read_png_rows(reading)) return damaged_png(path, "the pixels of the PNG file are damaged");
  Png out{reading.header, reading.colours, {}};
  out.value.resize(std::size_t{reading.header.rows} * reading.header.columns * reading.colours);
  if (reading.bytes_a_value == 2) {
    const auto* from = reinterpret_cast<const std::uint16_t*>(reading.bytes.data());
    out.value.assign(from, from + out.value.size());
  } else {
    out.value.assign(reading.bytes.begin(), reading.bytes.end());
  }
  return out;
}

}  // namespace secondsite::image
