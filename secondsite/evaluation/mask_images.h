#pragma once
// The images that masks were drawn on: a grid for masks that have none, and the grey levels behind
// the outlines of the worst cases.

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "secondsite/evaluation/mask_source.h"

namespace secondsite::evaluation {

class MaskImages {
 public:
  // Image files (NIfTI, NRRD, MetaImage, PNG) by name, and DICOM series by their UID, by the name
  // of a folder that holds one series, and, of one image, by file name and SOP Instance UID. An
  // empty path: no images. Errors: "file.not-found", "mask.no-files".
  static core::Result<MaskImages> open(const std::string& path, const core::Context& context,
                                       core::Findings& odd);

  // The image of a case, by the first of these names that is known.
  std::optional<std::size_t> find(std::span<const std::string> names) const;
  const Canvas& canvas(std::size_t image) const { return images_[image].canvas; }
  std::size_t size() const { return images_.size(); }

  // The image's values at voxels of `grid`; NaN where it has none, or cannot be read.
  std::vector<float> values(std::size_t image, const image::Grid& grid,
                            std::span<const std::array<std::uint32_t, 3>> voxels) const;

 private:
  struct Image {
    Canvas canvas;
    std::string file;                                           // of an image file
    std::vector<std::pair<std::string, std::uint32_t>> slices;  // DICOM: file and frame of each
  };
  void add(Image image, std::span<const std::string> names);

  std::vector<Image> images_;
  static constexpr std::size_t ambiguous = ~std::size_t{0};
  std::map<std::string, std::size_t> by_name_;
};

}  // namespace secondsite::evaluation
