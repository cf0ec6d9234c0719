// Any bytes as run lengths and as an image file: no crash, and what is read comes back.

#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "secondsite/core/file.h"
#include "secondsite/image/read_volume.h"
#include "secondsite/image/run_length.h"

using namespace secondsite;

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

void runs(const std::string& text, image::RunStarts starts) {
  const auto mask = image::decode_runs(text, 37, 21, starts);
  if (!mask) return;
  const auto again = image::decode_runs(image::encode_runs(*mask, starts), 37, 21, starts);
  must(again.has_value() && again->voxel == mask->voxel);
}

}  // namespace

// ITK's readers of MetaImage and NRRD do not free what they began when a header turns out to be
// damaged: a few hundred bytes a file. Leaks of ours are still found.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libITKMetaIO\nleak:libITKNrrdIO\n";
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] % 5 < 2) {
    runs(text, data[0] % 5 == 0 ? image::RunStarts::absolute : image::RunStarts::relative);
    return 0;
  }
  // A header may name another file as its data; only headers with their own data are tried.
  if (data[0] % 5 == 2 && text.find("LOCAL") == std::string::npos) return 0;
  if (data[0] % 5 == 4 && text.find("file") != std::string::npos) return 0;
  constexpr std::array<const char*, 3> endings{".mha", ".nii", ".nrrd"};
  const std::string path =
      "/tmp/secondsite-masks-fuzz-" + std::to_string(::getpid()) + endings[data[0] % 5 - 2];
  if (!core::write_file(path, text)) return 0;
  const auto labels = image::read_labels(path);
  if (labels) must(labels->voxel.size() == labels->grid.voxels());
  std::remove(path.c_str());
  return 0;
}
