#include "secondsite/image/itk_with_clang.h"

#include <itkImageFileWriter.h>
#include <itkImportImageFilter.h>
#include <itkNiftiImageIO.h>

#include <filesystem>
#include <fstream>

#include "secondsite/image/resample_slices.h"

namespace secondsite::image {

core::Status write_nifti(const Volume<float>& volume, const std::string& path) {
  using Image = itk::Image<float, 3>;
  const core::Error unwritable("file.unwritable", "the NIfTI file could not be written",
                               {.file = path});
  // The library below ITK tells of a file that cannot be opened on standard error alone.
  if (!std::ofstream(path, std::ios::binary)) return unwritable;
  const Grid& grid = volume.grid;
  try {
    auto source = itk::ImportImageFilter<float, 3>::New();
    itk::ImageRegion<3> region;
    Image::SpacingType spacing;
    Image::PointType origin;
    Image::DirectionType direction;
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
    source->SetImportPointer(const_cast<float*>(volume.voxel.data()), volume.voxel.size(), false);
    auto writer = itk::ImageFileWriter<Image>::New();
    writer->SetImageIO(itk::NiftiImageIO::New());
    writer->SetFileName(path);
    writer->SetInput(source->GetOutput());
    writer->Update();
  } catch (const std::exception&) {
    return unwritable;
  }
  constexpr std::uintmax_t gzip_of_a_header = 64;
  std::error_code fault;
  if (std::filesystem::file_size(path, fault) < gzip_of_a_header || fault) return unwritable;
  return core::Done{};
}

}  // namespace secondsite::image
