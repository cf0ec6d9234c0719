// How long do the kernels under the mask metrics take?
//
//   benchmark_masks FOLDER [THREADS [REPEATS]]
//
// FOLDER holds reference.raw and prediction.raw, 512 × 512 × 320 bytes of labels, x fastest
// (peers/masks_kernels.py makes them). Prints one "name value" a line.

#include <chrono>
#include <cstdio>
#include <string>

#include "secondsite/core/file.h"
#include "secondsite/image/components.h"
#include "secondsite/image/distance.h"
#include "secondsite/image/surface.h"

namespace {

using namespace secondsite;  // NOLINT: a program of its own
using Clock = std::chrono::steady_clock;

template <typename Work>
void time(const char* name, unsigned repeats, Work work) {
  double best = 1e300;
  for (unsigned k = 0; k < repeats; ++k) {
    const auto start = Clock::now();
    work();
    best = std::min(best, std::chrono::duration<double>(Clock::now() - start).count());
  }
  std::printf("%s %.6f\n", name, best);
  std::fflush(stdout);
}

image::Volume<std::uint8_t> from_file(const std::string& path) {
  image::Volume<std::uint8_t> out{image::Grid{{512, 512, 320}, {0.7, 0.7, 1.0}}, {}};
  const auto bytes = core::read_file(path);
  if (!bytes || bytes->size() != out.grid.voxels()) {
    std::fprintf(stderr, "cannot use %s\n", path.c_str());
    std::exit(3);
  }
  out.voxel.assign(bytes->begin(), bytes->end());
  return out;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return 2;
  const std::string folder = arguments[1];
  const unsigned threads = count > 2 ? static_cast<unsigned>(std::stoul(arguments[2])) : 2;
  const unsigned repeats = count > 3 ? static_cast<unsigned>(std::stoul(arguments[3])) : 3;
  const auto reference = from_file(folder + "/reference.raw");
  double sum = 0;
  time("distance_map_seconds", repeats, [&] {
    const auto map = image::distance_map(reference, threads);
    sum += map.voxel[map.voxel.size() / 2];
  });
  std::size_t found = 0;
  time("components_26_seconds", repeats, [&] {
    const auto parts = image::components(reference, image::Connectivity::corners, threads);
    const auto map = image::component_map(parts, reference.grid, threads);
    found = map.count;
  });
  time("components_6_seconds", repeats, [&] {
    const auto parts = image::components(reference, image::Connectivity::faces, threads);
    found += image::component_map(parts, reference.grid, threads).count;
  });
  std::printf("components %zu\nchecksum %.6f\n", found, sum);
}
