// Any bytes as run lengths and as an image file: no crash, and what is read comes back.

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

// ITK's MetaImage reader does not free what it began when a header turns out to be damaged. That
// is ITK's own, and a few hundred bytes a file; leaks of ours are still found.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libITKMetaIO";
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] % 4 < 2) {
    runs(text, data[0] % 4 == 0 ? image::RunStarts::absolute : image::RunStarts::relative);
    return 0;
  }
  // A MetaImage header may name another file as its data; only headers with LOCAL data are tried.
  if (data[0] % 4 == 2 && text.find("LOCAL") == std::string::npos) return 0;
  const std::string path =
      std::string("/tmp/secondsite-masks-fuzz") + (data[0] % 4 == 2 ? ".mha" : ".nii");
  if (!core::write_file(path, text)) return 0;
  const auto labels = image::read_labels(path);
  if (labels) must(labels->voxel.size() == labels->grid.voxels());
  std::remove(path.c_str());
  return 0;
}
