#include "secondsite/image/picture.h"

#include "secondsite/image/itk_with_clang.h"

#include <itkJPEGImageIO.h>
#include <itkPNGImageIO.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <optional>

#include <png.h>

#include "secondsite/core/text.h"

namespace secondsite::image {
namespace {

constexpr std::uint64_t most_pixels = std::uint64_t{1} << 28;

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

struct Opened {
  itk::ImageIOBase::Pointer io;
  PictureHeader header;
};

core::Result<Opened> open(const std::string& path) {
  std::error_code fault;
  if (!std::filesystem::is_regular_file(path, fault))
    return core::Error("file.not-found", "there is no such file", {.file = path});
  std::string head(8, '\0');
  std::ifstream(path, std::ios::binary).read(head.data(), 8);
  const bool png = head == std::string_view("\x89PNG\r\n\x1a\n", 8);
  if (!png && !head.starts_with("\xff\xd8\xff"))
    return unreadable(path, "the content is neither PNG nor JPEG");
  if (!has_end(path, png)) return unreadable(path, "the picture is cut short");
  // What ITK has to say of damaged files goes into the error, not to standard error.
  static const bool quiet = [] {
    itk::Object::SetGlobalWarningDisplay(false);
    return true;
  }();
  static_cast<void>(quiet);
  try {
    Opened out;
    if (png)
      out.io = itk::PNGImageIO::New().GetPointer();
    else
      out.io = itk::JPEGImageIO::New().GetPointer();
    out.io->SetFileName(path);
    out.io->ReadImageInformation();
    const auto columns = out.io->GetDimensions(0);
    const auto rows = out.io->GetDimensions(1);
    if (columns == 0 || rows == 0 || columns > most_pixels / rows)
      return core::Error("image.too-large",
                         std::to_string(columns) + " x " + std::to_string(rows) + " pixels",
                         {.file = path});
    const bool wide = out.io->GetComponentType() == itk::IOComponentEnum::USHORT;
    if (!wide && out.io->GetComponentType() != itk::IOComponentEnum::UCHAR)
      return unreadable(path, "the pixels are of a type that is not known");
    out.header = {static_cast<std::uint32_t>(rows), static_cast<std::uint32_t>(columns),
                  out.io->GetNumberOfComponents(), wide ? 16U : 8U};
    return out;
  } catch (const std::exception&) {
    return unreadable(path, "the header of the picture is damaged");
  }
}

// One grey value a pixel, or nothing where the channels differ. Two channels are grey and alpha,
// four are three and alpha.
template <typename Stored>
std::optional<std::vector<float>> grey_of(const Stored* from, std::size_t pixels,
                                          std::size_t channels) {
  const std::size_t colours = channels >= 3 ? 3 : 1;
  std::vector<float> out(pixels);
  for (std::size_t i = 0; i < pixels; ++i) {
    const Stored* at = from + i * channels;
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
  auto opened = open(path);
  if (!opened) return std::move(opened).error();
  return opened->header;
}

core::Result<Picture> read_picture(const std::string& path) {
  auto opened = open(path);
  if (!opened) return std::move(opened).error();
  const PictureHeader& header = opened->header;
  const std::size_t pixels = std::size_t{header.rows} * header.columns;
  std::vector<char> bytes(pixels * header.channels * (header.bits / 8));
  try {
    itk::ImageIORegion region(2);
    region.SetSize(0, header.columns);
    region.SetSize(1, header.rows);
    opened->io->SetIORegion(region);
    opened->io->Read(bytes.data());
  } catch (const std::exception&) {
    return unreadable(path, "the pixels cannot be decoded");
  }
  auto grey =
      header.bits == 16
          ? grey_of(reinterpret_cast<const std::uint16_t*>(bytes.data()), pixels, header.channels)
          : grey_of(reinterpret_cast<const std::uint8_t*>(bytes.data()), pixels, header.channels);
  if (!grey)
    return core::Error("image.channels", "the picture has colours; radiographs have none",
                       {.file = path});
  return Picture{header.rows, header.columns, header.channels, header.bits, *std::move(grey)};
}

std::string png_of(std::span<const float> level, std::uint32_t rows, std::uint32_t columns) {
  constexpr std::uint32_t most_side = 4096;
  const std::size_t pixels = std::size_t{rows} * columns;
  if (pixels == 0 || rows > most_side || columns > most_side || level.size() < pixels) return {};
  std::vector<png_byte> bytes(pixels);
  for (std::size_t i = 0; i < pixels; ++i)
    if (std::isfinite(level[i]))
      bytes[i] = static_cast<png_byte>(std::lround(255 * std::clamp(level[i], 0.0F, 1.0F)));
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = columns;
  image.height = rows;
  image.format = PNG_FORMAT_GRAY;
  png_alloc_size_t size = 0;
  if (png_image_write_to_memory(&image, nullptr, &size, 0, bytes.data(), 0, nullptr) == 0)
    return {};
  std::string out(size, '\0');
  if (png_image_write_to_memory(&image, out.data(), &size, 0, bytes.data(), 0, nullptr) == 0)
    return {};
  out.resize(size);
  return out;
}

}  // namespace secondsite::image
