#include "secondsite/image/picture.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <optional>

#include <png.h>

#include "secondsite/core/text.h"
#include "secondsite/image/jpeg_file.h"
#include "secondsite/image/png_file.h"

namespace secondsite::image {
namespace {

constexpr std::uint64_t most_pixels = std::uint64_t{1} << 27;

core::Error unreadable(const std::string& path, std::string why) {
  return core::Error("image.unreadable", std::move(why), {.file = path});
}

// Decoders fill what a file lacks with grey, or with the row before: the end must be there.
bool has_end(const std::string& path, bool png) {
  std::error_code fault;
  const auto size = std::filesystem::file_size(path, fault);
  constexpr std::uint64_t tail = 4096;  // some cameras write a little behind the end
  std::ifstream file(path, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(size > tail ? size - tail : 0));
  std::string bytes(std::istreambuf_iterator<char>(file), {});
  return !fault && bytes.rfind(png ? "IEND" : "\xff\xd9") != std::string::npos;
}

bool is_png(const std::string& path) {
  std::string head(8, '\0');
  std::ifstream(path, std::ios::binary).read(head.data(), 8);
  return head == std::string_view("\x89PNG\r\n\x1a\n", 8);
}

// Is there a whole picture of a size that the file can hold?
core::Result<PictureHeader> sound_header(const std::string& path) {
  std::error_code fault;
  if (!std::filesystem::is_regular_file(path, fault))
    return core::Error("file.not-found", "there is no such file", {.file = path});
  const bool png = is_png(path);
  std::string head(3, '\0');
  std::ifstream(path, std::ios::binary).read(head.data(), 3);
  if (!png && head != "\xff\xd8\xff")
    return unreadable(path, "the content is neither PNG nor JPEG");
  if (!has_end(path, png)) return unreadable(path, "the picture is cut short");
  core::Result<PictureHeader> header = PictureHeader{};
  if (png) {
    const auto read = read_png_header(path);
    if (!read) return read.error();
    header = PictureHeader{read->rows, read->columns, read->channels, read->bits};
  } else {
    const auto read = read_jpeg_header(path);
    if (!read) return read.error();
    header = PictureHeader{read->rows, read->columns, read->channels, 8};
  }
  const std::uint64_t pixels = std::uint64_t{header->rows} * header->columns;
  if (pixels == 0 || pixels > most_pixels)
    return core::Error(
        "image.too-large",
        std::to_string(header->columns) + " x " + std::to_string(header->rows) + " pixels",
        {.file = path});
  // Deflate and Huffman codes shrink at most so far: a header that promises more lies.
  constexpr std::uint64_t most_ratio = 2000;
  const std::uint64_t stored = std::filesystem::file_size(path, fault);
  if (fault || pixels > most_ratio * stored + 4096)
    return unreadable(path, "the file is too short for the size that it states");
  return header;
}

// One grey value a pixel, or nothing where the colours differ.
template <typename Stored>
std::optional<std::vector<float>> grey_of(const Stored* from, std::size_t pixels,
                                          std::size_t colours) {
  std::vector<float> out(pixels);
  for (std::size_t i = 0; i < pixels; ++i) {
    const Stored* at = from + i * colours;
    for (std::size_t c = 1; c < colours; ++c)
      if (at[c] != at[0]) return std::nullopt;
    out[i] = static_cast<float>(at[0]);
  }
  return out;
}

}  // namespace

bool is_picture_name(std::string_view path) {
  const std::string name = core::lower(path);
  return name.ends_with(".png") || name.ends_with(".jpg") || name.ends_with(".jpeg");
}

core::Result<PictureHeader> read_picture_header(const std::string& path) {
  return sound_header(path);
}

core::Result<Picture> read_picture(const std::string& path) {
  const auto header = sound_header(path);
  if (!header) return header.error();
  const std::size_t pixels = std::size_t{header->rows} * header->columns;
  std::optional<std::vector<float>> grey;
  if (is_png(path)) {
    const auto png = read_png(path);
    if (!png) return png.error();
    grey = grey_of(png->value.data(), pixels, png->colours);
  } else {
    const auto jpeg = read_jpeg(path);
    if (!jpeg) return jpeg.error();
    grey = grey_of(jpeg->value.data(), pixels, jpeg->channels);
  }
  if (!grey)
    return core::Error("image.channels", "the picture has colours; radiographs have none",
                       {.file = path});
  return Picture{header->rows, header->columns, header->channels, header->bits, *std::move(grey)};
}

std::string png_of(std::span<const std::uint8_t> grey, std::uint32_t rows, std::uint32_t columns) {
  constexpr std::uint32_t most_side = 4096;
  const std::size_t pixels = std::size_t{rows} * columns;
  if (pixels == 0 || rows > most_side || columns > most_side || grey.size() < pixels) return {};
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = columns;
  image.height = rows;
  image.format = PNG_FORMAT_GRAY;
  png_alloc_size_t size = 0;
  if (png_image_write_to_memory(&image, nullptr, &size, 0, grey.data(), 0, nullptr) == 0) return {};
  std::string out(size, '\0');
  if (png_image_write_to_memory(&image, out.data(), &size, 0, grey.data(), 0, nullptr) == 0)
    return {};
  out.resize(size);
  return out;
}

std::string png_of(std::span<const float> level, std::uint32_t rows, std::uint32_t columns) {
  std::vector<std::uint8_t> grey(level.size());
  for (std::size_t i = 0; i < grey.size(); ++i)
    if (std::isfinite(level[i]))
      grey[i] = static_cast<std::uint8_t>(std::lround(255 * std::clamp(level[i], 0.0F, 1.0F)));
  return png_of(grey, rows, columns);
}

}  // namespace secondsite::image
