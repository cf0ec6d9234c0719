#pragma once
// The images of a folder by series, each series as one grid: what masks are drawn on.

#include <string>
#include <vector>

#include "secondsite/core/context.h"
#include "secondsite/core/finding.h"
#include "secondsite/core/result.h"
#include "secondsite/image/volume.h"

namespace secondsite::dicom {

struct ImageSeries {
  std::string series_uid;
  struct Slice {
    std::string file;
    std::uint32_t frame = 0;
    std::string sop_uid;
  };
  std::vector<Slice> slices;  // in the order of the grid's third axis
  image::Grid grid;
  bool states_spacing = true;  // else 1 mm stands for a pixel
};

// Every DICOM image below a folder, or the one file. An image without a position is a series of its
// own, of one slice. Findings: "dicom.series-no-volume" (slices at uneven or repeated places, of
// several orientations, or missing: the series has no grid and is left out), and what `files`
// cannot be read as. Read on several threads; the order is that of the paths.
core::Result<std::vector<ImageSeries>> image_series(const std::vector<std::string>& files,
                                                    const core::Context& context,
                                                    core::Findings& odd);

}  // namespace secondsite::dicom
