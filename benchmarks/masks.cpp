// How long do the kernels under the mask metrics take?
//
//   benchmark_masks FOLDER [THREADS [REPEATS]]
//
// FOLDER holds reference.raw and prediction.raw, 512 × 512 × 320 bytes of labels, x fastest
// (peers/masks_kernels.py makes them). Prints one "name value" a line.

#include <malloc.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <new>
#include <string>

#include "secondsite/core/file.h"
#include "secondsite/image/components.h"
#include "secondsite/image/distance.h"
#include "secondsite/image/surface.h"
#include "secondsite/metrics/support/mask_measures.h"
#include "secondsite/metrics/support/mask_surface.h"

// Every allocation is counted, so that the program can say what a measurement needs beside its
// input.
static std::atomic<std::size_t> held{0};
static std::atomic<std::size_t> most_held{0};

void* operator new(std::size_t size) {
  void* out = std::malloc(size);
  if (out == nullptr) throw std::bad_alloc();
  const std::size_t now = held += malloc_usable_size(out);
  std::size_t most = most_held;
  while (now > most && !most_held.compare_exchange_weak(most, now)) {
  }
  return out;
}
void operator delete(void* at) noexcept {
  held -= at == nullptr ? 0 : malloc_usable_size(at);
  std::free(at);
}
void operator delete(void* at, std::size_t) noexcept {
  operator delete(at);
}

namespace {

using namespace secondsite;  // NOLINT: a program of its own
using Clock = std::chrono::steady_clock;

template <typename Work>
void time(const char* name, unsigned repeats, Work work) {
  double best = 1e300;
  double least = 1e300;  // of all threads: what a machine that others use does not change as much
  for (unsigned k = 0; k < repeats; ++k) {
    const auto start = Clock::now();
    const std::clock_t begin = std::clock();
    work();
    least = std::min(least, static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
    best = std::min(best, std::chrono::duration<double>(Clock::now() - start).count());
  }
  std::printf("%s_seconds %.6f\n%s_cpu_seconds %.6f\n", name, best, name, least);
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

metrics::Labels as_labels(const image::Volume<std::uint8_t>& mask) {
  return {mask.grid, {mask.voxel.begin(), mask.voxel.end()}};
}

// Dice, the three HD95 and the surface Dice of every label, from one count of the whole volume.
void measure_all(const metrics::Labels& prediction, const metrics::Labels& reference,
                 unsigned threads, bool print) {
  for (const auto& counts : metrics::count_labels(prediction, reference, threads)) {
    const auto both = metrics::crop(prediction, reference, counts);
    const auto border = metrics::border_measures(
        image::surface_distances(both, image::SurfaceKind::border_voxels, threads), 2);
    const auto area = metrics::area_measures(
        image::surface_distances(both, image::SurfaceKind::surface_cells, threads), 2);
    if (print)
      std::printf(
          "dice %.12f\nhd95_directed %.12f\nhd95_pooled %.12f\nhd95_area %.12f\nnsd %.12f\n",
          counts.dice(), border.hd95_directed, border.hd95_pooled, area.hd95, area.nsd);
  }
}

// 104 structures: the lungs cut into 104 blocks, each with the voxels of both masks.
metrics::Labels blocks(metrics::Labels labels) {
  const auto& size = labels.grid.size;
  for (std::size_t i = 0; i < labels.voxel.size(); ++i) {
    if (labels.voxel[i] == 0) continue;
    const std::size_t x = i % size[0] * 4 / size[0];
    const std::size_t y = i / size[0] % size[1] * 2 / size[1];
    const std::size_t z = i / size[0] / size[1] * 13 / size[2];
    labels.voxel[i] = static_cast<std::int32_t>(1 + x + 4 * (y + 2 * z));
  }
  return labels;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return 2;
  const std::string folder = arguments[1];
  const unsigned threads = count > 2 ? static_cast<unsigned>(std::stoul(arguments[2])) : 2;
  const unsigned repeats = count > 3 ? static_cast<unsigned>(std::stoul(arguments[3])) : 3;
  const auto reference = from_file(folder + "/reference.raw");
  double sum = 0;
  time("distance_map", repeats, [&] {
    const auto map = image::distance_map(reference, threads);
    sum += map.voxel[map.voxel.size() / 2];
  });
  std::size_t found = 0;
  time("components_26", repeats, [&] {
    const auto parts = image::components(reference, image::Connectivity::corners, threads);
    const auto map = image::component_map(parts, reference.grid, threads);
    found = map.count;
  });
  time("components_6", repeats, [&] {
    const auto parts = image::components(reference, image::Connectivity::faces, threads);
    found += image::component_map(parts, reference.grid, threads).count;
  });
  metrics::Labels prediction = as_labels(from_file(folder + "/prediction.raw"));
  metrics::Labels truth = as_labels(reference);
  measure_all(prediction, truth, threads, true);
  time("one_label", repeats, [&] { measure_all(prediction, truth, threads, false); });
  {
    // All measures of the lungs as the program takes them, meshes and centre lines aside.
    metrics::MaskOptions options;
    options.threads = threads;
    const auto counts = metrics::count_labels(prediction, truth, threads);
    const std::size_t before = held;
    most_held = before;
    time("all_measures", repeats,
         [&] { sum += metrics::measure_label(prediction, truth, counts.front(), options).dice; });
    std::printf("bytes_a_voxel %.3f\n",
                static_cast<double>(most_held - before) / static_cast<double>(truth.grid.voxels()));
  }
  prediction = blocks(std::move(prediction));
  truth = blocks(std::move(truth));
  std::printf("labels %zu\n", metrics::count_labels(prediction, truth, threads).size());
  time("all_labels", 1, [&] { measure_all(prediction, truth, threads, false); });
  std::printf("components %zu\nchecksum %.6f\n", found, sum);
}
