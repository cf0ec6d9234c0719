#include "secondsite/image/read_volume.h"

#include "secondsite/image/itk_with_clang.h"

#include <itkMetaImageIO.h>
#include <itkNiftiImageIO.h>
#include <itkNrrdImageIO.h>
#include <itkPNGImageIO.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <optional>

#include "secondsite/core/text.h"
#include "secondsite/image/meta_image_file.h"
#include "secondsite/image/nifti_file.h"
#include "secondsite/image/png_file.h"
#include "secondsite/image/voxel_file.h"

namespace secondsite::image {
namespace {

constexpr std::array<std::string_view, 7> endings{".nii.gz", ".nii", ".nrrd", ".nhdr",
                                                  ".mha",    ".mhd", ".png"};

std::string_view ending_of(const std::string& path) {
  const std::string name = core::lower(path);
  for (const std::string_view ending : endings)
    if (name.size() > ending.size() && name.ends_with(ending)) return ending;
  return {};
}

itk::ImageIOBase::Pointer reader_for(std::string_view ending) {
  if (ending.starts_with(".nii")) return itk::NiftiImageIO::New().GetPointer();
  if (ending == ".nrrd" || ending == ".nhdr") return itk::NrrdImageIO::New().GetPointer();
  if (ending.starts_with(".mh")) return itk::MetaImageIO::New().GetPointer();
  return itk::PNGImageIO::New().GetPointer();
}

// A sentence from what ITK threw, which carries its own source file and line.
std::string reason_of(const std::exception& trouble) {
  const auto* own = dynamic_cast<const itk::ExceptionObject*>(&trouble);
  std::string text = own != nullptr ? own->GetDescription() : trouble.what();
  std::replace(text.begin(), text.end(), '\n', ' ');
  if (const auto at = text.find("): "); at != std::string::npos) text = text.substr(at + 3);
  // What follows is the last trouble that the system had with anything, seldom with this file.
  text = text.substr(0, text.find("Reason: "));
  return std::string(core::trim(text)).substr(0, 300);
}

core::Error unknown_type(const std::string& path) {
  return core::Error("image.unreadable", "the voxels are of a type that is not known",
                     {.file = path});
}

core::Result<itk::ImageIOBase::Pointer> open(const std::string& path) {
  const std::string_view ending = ending_of(path);
  if (ending.empty())
    return core::Error("image.unknown-format", "the name has no ending of an image format",
                       {.file = path});
  std::error_code failed;
  if (!std::filesystem::is_regular_file(path, failed))
    return core::Error("file.not-found", "there is no such file", {.file = path});
  if (ending.starts_with(".nii"))
    if (auto sound = nifti_header(path); !sound) return std::move(sound).error();
  if (ending.starts_with(".mh"))
    if (auto sound = meta_image_header(path); !sound) return std::move(sound).error();
  if (ending == ".nrrd" || ending == ".nhdr")
    if (auto sound = check_nrrd_header(path); !sound) return std::move(sound).error();
  // ITK's reader ends the process at a damaged header.
  if (ending == ".png")
    if (auto sound = read_png_header(path); !sound) return std::move(sound).error();
  try {
    const auto io = reader_for(ending);
    if (!io->CanReadFile(path.c_str()))
      return core::Error("image.unreadable", "the content is not what the name's ending says",
                         {.file = path});
    io->SetFileName(path);
    io->ReadImageInformation();
    if (io->GetComponentType() == itk::IOComponentEnum::UNKNOWNCOMPONENTTYPE)
      return unknown_type(path);
    return io;
  } catch (const std::exception& trouble) {
    const std::string reason = reason_of(trouble);
    if (reason.find("orthonormal") != std::string::npos)
      return core::Error("image.directions", "the image's axes are not at right angles",
                         {.file = path});
    return core::Error("image.unreadable", "the header cannot be read: " + reason, {.file = path});
  }
}

core::Result<Grid> grid_of(const itk::ImageIOBase& io, const std::string& path) {
  Grid grid;
  const unsigned axes = io.GetNumberOfDimensions();
  for (unsigned axis = 3; axis < axes; ++axis)
    if (io.GetDimensions(axis) != 1)
      return core::Error("image.dimensions",
                         "the image has " + std::to_string(axes) + " axes and axis " +
                             std::to_string(axis + 1) + " has " +
                             std::to_string(io.GetDimensions(axis)) + " steps",
                         {.file = path});
  if (io.GetNumberOfComponents() != 1)
    return core::Error(
        "image.channels",
        "each voxel holds " + std::to_string(io.GetNumberOfComponents()) + " numbers",
        {.file = path});
  const unsigned used = std::min(axes, 3U);
  for (unsigned axis = 0; axis < used; ++axis) {
    const auto size = io.GetDimensions(axis);
    if (size == 0 || size > 65534)
      return core::Error("image.too-large",
                         "axis " + std::to_string(axis + 1) + " has " + std::to_string(size) +
                             " voxels; 1 to 65,534 are possible",
                         {.file = path});
    grid.size[axis] = static_cast<std::uint32_t>(size);
    grid.spacing_mm[axis] = io.GetSpacing(axis);
    if (!std::isfinite(grid.spacing_mm[axis]) || !(grid.spacing_mm[axis] > 0))
      return core::Error("image.spacing",
                         "the spacing of axis " + std::to_string(axis + 1) + " is " +
                             core::exact(grid.spacing_mm[axis]) + " mm",
                         {.file = path});
    grid.origin_mm[axis] = io.GetOrigin(axis);
    const std::vector<double> direction = io.GetDirection(axis);
    for (unsigned c = 0; c < 3; ++c)
      grid.direction[3 * axis + c] = c < used && c < direction.size() ? direction[c] : 0;
  }
  for (unsigned axis = used; axis < 3; ++axis) grid.size[axis] = 1;
  double most = 0;
  for (unsigned a = 0; a < used; ++a)
    for (unsigned b = a; b < used; ++b) {
      double dot = a == b ? -1 : 0;
      for (unsigned c = 0; c < 3; ++c) dot += grid.direction[3 * a + c] * grid.direction[3 * b + c];
      most = std::isfinite(dot) ? std::max(most, std::abs(dot)) : 1;
    }
  for (const double origin : grid.origin_mm)
    if (!std::isfinite(origin)) most = 1;
  if (most > 1e-3)
    return core::Error("image.directions", "the image's axes are not at right angles",
                       {.file = path});
  // Indices of voxels have 32 bits throughout.
  if (grid.voxels() > std::numeric_limits<std::uint32_t>::max() / 2)
    return core::Error("image.too-large", "the image has more than 2,147,483,647 voxels",
                       {.file = path});
  return grid;
}

// A header may promise more than the file can hold: gzip shrinks at most 1,032 times.
bool can_hold(const itk::ImageIOBase& io, const std::string& path) {
  std::error_code failed;
  const auto bytes = std::filesystem::file_size(path, failed);
  const std::string_view ending = ending_of(path);
  if (failed || ending == ".nhdr") return !failed;
  if (ending.starts_with(".mh")) {
    // ITK takes what it finds of an uncompressed MetaImage and leaves the rest as it was.
    const auto header = meta_image_header(path);
    if (!header) return false;
    if (header->plain_bytes)
      return static_cast<std::uint64_t>(io.GetImageSizeInBytes()) <= *header->plain_bytes;
    if (ending == ".mhd") return true;
  }
  return static_cast<double>(io.GetImageSizeInBytes()) <=
         1100.0 * static_cast<double>(bytes) + 4096;
}

struct Raw {
  Grid grid;
  itk::IOComponentEnum type = itk::IOComponentEnum::UNKNOWNCOMPONENTTYPE;
  std::vector<char> bytes;
};

// Calls `use` with a typed pointer to the voxels; false for a type that is none of numbers.
template <typename Use>
bool with_type(const Raw& raw, Use use) {
  const void* at = raw.bytes.data();
  using Type = itk::IOComponentEnum;
  switch (raw.type) {
    case Type::UCHAR:
      use(static_cast<const unsigned char*>(at));
      return true;
    case Type::CHAR:
      use(static_cast<const signed char*>(at));
      return true;
    case Type::USHORT:
      use(static_cast<const unsigned short*>(at));
      return true;
    case Type::SHORT:
      use(static_cast<const short*>(at));
      return true;
    case Type::UINT:
      use(static_cast<const unsigned*>(at));
      return true;
    case Type::INT:
      use(static_cast<const int*>(at));
      return true;
    case Type::ULONG:
      use(static_cast<const unsigned long*>(at));
      return true;
    case Type::LONG:
      use(static_cast<const long*>(at));
      return true;
    case Type::ULONGLONG:
      use(static_cast<const unsigned long long*>(at));
      return true;
    case Type::LONGLONG:
      use(static_cast<const long long*>(at));
      return true;
    case Type::FLOAT:
      use(static_cast<const float*>(at));
      return true;
    case Type::DOUBLE:
      use(static_cast<const double*>(at));
      return true;
    default:
      return false;
  }
}

itk::IOComponentEnum type_of_nifti(int type) {
  using Type = itk::IOComponentEnum;
  switch (type) {
    case 2:
      return Type::UCHAR;
    case 4:
      return Type::SHORT;
    case 8:
      return Type::INT;
    case 16:
      return Type::FLOAT;
    case 64:
      return Type::DOUBLE;
    case 256:
      return Type::CHAR;
    case 512:
      return Type::USHORT;
    case 768:
      return Type::UINT;
    case 1024:
      return Type::LONGLONG;
    case 1280:
      return Type::ULONGLONG;
    default:
      return Type::UNKNOWNCOMPONENTTYPE;
  }
}

core::Result<Raw> read_nifti(const std::string& path, const Grid& grid) {
  const auto header = nifti_header(path);
  if (!header) return header.error();
  Raw raw{grid, type_of_nifti(header->type), {}};
  if (raw.type == itk::IOComponentEnum::UNKNOWNCOMPONENTTYPE) return unknown_type(path);
  if (header->voxels != grid.voxels())
    return core::Error("image.unreadable", "the header contradicts itself on the size",
                       {.file = path});
  auto bytes = nifti_voxels(path, *header);
  if (!bytes) return std::move(bytes).error();
  raw.bytes = std::move(*bytes);
  if (header->slope == 1 && header->intercept == 0) return raw;
  std::vector<char> scaled(grid.voxels() * sizeof(double));
  with_type(raw, [&](const auto* from) {
    auto* to = reinterpret_cast<double*>(scaled.data());
    // In single precision, unless the file has double: as other readers scale.
    using Stored = std::remove_cv_t<std::remove_pointer_t<decltype(from)>>;
    using Kept = std::conditional_t<std::is_same_v<Stored, double>, double, float>;
    for (std::size_t i = 0; i < grid.voxels(); ++i)
      to[i] = static_cast<Kept>(static_cast<double>(from[i]) * header->slope + header->intercept);
  });
  return Raw{grid, itk::IOComponentEnum::DOUBLE, std::move(scaled)};
}

core::Result<Raw> read_raw(const std::string& path) {
  auto io = open(path);
  if (!io) return std::move(io).error();
  auto grid = grid_of(**io, path);
  if (!grid) return std::move(grid).error();
  if (ending_of(path).starts_with(".nii")) return read_nifti(path, *grid);
  Raw raw{*grid, (*io)->GetComponentType(), {}};
  try {
    if (!can_hold(**io, path))
      return core::Error("image.unreadable", "the file is too short for the size that it states",
                         {.file = path});
    itk::ImageIORegion region((*io)->GetNumberOfDimensions());
    for (unsigned axis = 0; axis < (*io)->GetNumberOfDimensions(); ++axis)
      region.SetSize(axis, (*io)->GetDimensions(axis));
    (*io)->SetIORegion(region);
    raw.bytes.resize((*io)->GetImageSizeInBytes());
    (*io)->Read(raw.bytes.data());
  } catch (const std::exception& trouble) {
    return core::Error("image.unreadable", "the voxels cannot be read: " + reason_of(trouble),
                       {.file = path});
  }
  return raw;
}

}  // namespace

bool is_image_name(const std::string& path) {
  return !ending_of(path).empty();
}

std::string image_stem(const std::string& path) {
  const std::string name = std::filesystem::path(path).filename().string();
  return name.substr(0, name.size() - ending_of(name).size());
}

core::Result<Header> read_header(const std::string& path) {
  auto io = open(path);
  if (!io) return std::move(io).error();
  auto grid = grid_of(**io, path);
  if (!grid) return std::move(grid).error();
  const auto type = (*io)->GetComponentType();
  return Header{*grid, type != itk::IOComponentEnum::FLOAT && type != itk::IOComponentEnum::DOUBLE,
                itk::ImageIOBase::GetComponentTypeAsString(type)};
}

core::Result<Volume<float>> read_volume(const std::string& path) {
  auto raw = read_raw(path);
  if (!raw) return std::move(raw).error();
  Volume<float> out{raw->grid, std::vector<float>(raw->grid.voxels())};
  if (!with_type(*raw, [&](const auto* from) {
        for (std::size_t i = 0; i < out.voxel.size(); ++i)
          out.voxel[i] = static_cast<float>(from[i]);
      }))
    return unknown_type(path);
  return out;
}

core::Result<Volume<std::int32_t>> read_labels(const std::string& path) {
  auto raw = read_raw(path);
  if (!raw) return std::move(raw).error();
  Volume<std::int32_t> out{raw->grid, std::vector<std::int32_t>(raw->grid.voxels())};
  std::optional<double> broken;
  std::optional<double> beyond;
  const bool known = with_type(*raw, [&](const auto* from) {
    using Stored = std::remove_cv_t<std::remove_pointer_t<decltype(from)>>;
    for (std::size_t i = 0; i < out.voxel.size(); ++i) {
      const Stored value = from[i];
      if constexpr (std::is_floating_point_v<Stored>) {
        if (!(value == std::floor(value))) {
          broken = static_cast<double>(value);
          return;
        }
        if (value < 0 || value > Stored{2147483520}) {
          beyond = static_cast<double>(value);
          return;
        }
      } else if (std::cmp_less(value, 0) ||
                 std::cmp_greater(value, std::numeric_limits<std::int32_t>::max())) {
        beyond = static_cast<double>(value);
        return;
      }
      out.voxel[i] = static_cast<std::int32_t>(value);
    }
  });
  if (!known) return unknown_type(path);
  if (broken)
    return core::Error("mask.not-whole", "a label is " + core::exact(*broken), {.file = path});
  if (beyond)
    return core::Error("mask.label-range", "a label is " + core::exact(*beyond), {.file = path});
  return out;
}

}  // namespace secondsite::image
