// Any bytes as a DICOM segmentation: no crash, and what is read has the frames that it says.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "secondsite/core/file.h"
#include "secondsite/dicom/segmentation.h"

using namespace secondsite;

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string path = "/tmp/secondsite-segmentation-fuzz.dcm";
  if (!core::write_file(path, std::string(reinterpret_cast<const char*>(data), size))) return 0;
  core::Findings odd;
  const auto read = dicom::read_segmentation(path, odd);
  std::remove(path.c_str());
  if (!read) return 0;
  must(read->segment_of.size() == read->frames);
  const auto places = dicom::place_frames(*read, path);
  if (!places) return 0;
  must(places->slice.size() == read->frames);
  // Two frames may lie far apart: large, and no fault.
  if (places->grid.voxels() > 1'000'000) return 0;
  const auto labels = dicom::labels_of(*read, *places, {}, 0.5, path, odd);
  must(labels.voxel.size() == places->grid.voxels());
  for (const auto& [number, map] : dicom::probabilities_of(*read, *places, {}))
    for (const float p : map) must(p >= 0 && p <= 1);
  return 0;
}
