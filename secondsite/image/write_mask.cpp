#include "secondsite/image/write_mask.h"

#include "secondsite/image/itk_with_clang.h"

#include <itkImageFileWriter.h>
#include <itkImportImageFilter.h>
#include <itkNiftiImageIO.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace secondsite::image {
namespace {

template <typename T>
core::Status write(const Grid& grid, const std::vector<T>& voxel, const std::string& path) {
  const core::Error unwritable("file.unwritable", "the NIfTI file could not be written",
                               {.file = path});
  // The library below ITK tells of a file that cannot be opened on standard error alone.
  if (!std::ofstream(path, std::ios::binary)) return unwritable;
  try {
    auto source = itk::ImportImageFilter<T, 3>::New();
    itk::ImageRegion<3> region;
    typename itk::Image<T, 3>::SpacingType spacing;
    typename itk::Image<T, 3>::PointType origin;
    typename itk::Image<T, 3>::DirectionType direction;
    for (unsigned axis = 0; axis < 3; ++axis) {
      region.SetSize(axis, grid.size[axis]);
      spacing[axis] = grid.spacing_mm[axis];
      origin[axis] = grid.origin_mm[axis];
      for (unsigned c = 0; c < 3; ++c) direction[c][axis] = grid.direction[3 * axis + c];
    }
    source->SetRegion(region);
    source->SetSpacing(spacing);
    source->SetOrigin(origin);
    source->SetDirection(direction);
    // ITK takes a pointer that it could write to, and does not.
    source->SetImportPointer(const_cast<T*>(voxel.data()), voxel.size(), false);
    auto writer = itk::ImageFileWriter<itk::Image<T, 3>>::New();
    writer->SetImageIO(itk::NiftiImageIO::New());
    writer->SetFileName(path);
    writer->SetInput(source->GetOutput());
    writer->Update();
  } catch (const std::exception&) {
    return unwritable;
  }
  // A full disk leaves a file without its voxels, and no exception.
  constexpr std::uintmax_t gzip_of_a_header = 64;
  std::error_code fault;
  if (std::filesystem::file_size(path, fault) < gzip_of_a_header || fault) return unwritable;
  return core::Done{};
}

template <typename T>
std::vector<T> narrowed(const std::vector<std::int32_t>& labels) {
  std::vector<T> out(labels.size());
  std::transform(labels.begin(), labels.end(), out.begin(),
                 [](std::int32_t label) { return static_cast<T>(label); });
  return out;
}

}  // namespace

core::Status write_mask(const Volume<std::int32_t>& labels, const std::string& path) {
  std::int32_t low = 0;
  std::int32_t high = 0;
  for (const std::int32_t label : labels.voxel) {
    low = std::min(low, label);
    high = std::max(high, label);
  }
  if (low >= 0 && high <= 0xff)
    return write(labels.grid, narrowed<std::uint8_t>(labels.voxel), path);
  if (low >= 0 && high <= 0xffff)
    return write(labels.grid, narrowed<std::uint16_t>(labels.voxel), path);
  return write(labels.grid, labels.voxel, path);
}

core::Status write_map(const Volume<float>& values, const std::string& path) {
  return write(values.grid, values.voxel, path);
}

}  // namespace secondsite::image
