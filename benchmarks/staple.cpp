// How long does STAPLE take on five masks of a CT, beside ITK's filter in the same program?
//
//   benchmark_staple [COLUMNS ROWS SLICES] [THREADS]
//
// Five readers outline an organ of a third of the width, with borders that differ. Prints one "name
// value" a line: seconds of each, their ratio, and the largest difference of a sensitivity or
// specificity and of a voxel's probability.

#include <itkImage.h>
#include <itkMultiThreaderBase.h>
#include <itkSTAPLEImageFilter.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "secondsite/labels/consensus_masks.h"

namespace {

using Clock = std::chrono::steady_clock;
using Mask = itk::Image<std::uint8_t, 3>;
using Probability = itk::Image<float, 3>;
constexpr unsigned readers = 5;

double elapsed(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

Mask::Pointer outline(const std::size_t (&size)[3], unsigned reader) {
  auto image = Mask::New();
  Mask::SizeType extent{{size[0], size[1], size[2]}};
  image->SetRegions(Mask::RegionType(extent));
  image->Allocate();
  std::uint8_t* voxel = image->GetBufferPointer();
  const double wobble = 1 + 0.06 * reader;
  for (std::size_t z = 0; z < size[2]; ++z)
    for (std::size_t y = 0; y < size[1]; ++y)
      for (std::size_t x = 0; x < size[0]; ++x) {
        const double a = (double(x) / double(size[0]) - 0.5 - 0.01 * reader) / 0.17;
        const double b = (double(y) / double(size[1]) - 0.5) / 0.17;
        const double c = (double(z) / double(size[2]) - 0.5) / 0.3;
        const double ripple = 0.05 * std::sin(7 * a * wobble + reader) * std::cos(9 * b);
        *voxel++ = a * a + b * b + c * c + ripple < 1 ? 1 : 0;
      }
  return image;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t size[3] = {512, 512, 320};
  for (int a = 0; a < 3 && a + 1 < argc; ++a)
    size[a] = static_cast<std::size_t>(std::atoll(argv[a + 1]));
  const unsigned threads = argc > 4 ? static_cast<unsigned>(std::atoi(argv[4])) : 2;
  itk::MultiThreaderBase::SetGlobalDefaultNumberOfThreads(threads);
  std::vector<Mask::Pointer> images;
  secondsite::labels::Masks masks;
  const std::size_t voxels = size[0] * size[1] * size[2];
  for (unsigned r = 0; r < readers; ++r) {
    images.push_back(outline(size, r));
    masks.emplace_back(images.back()->GetBufferPointer(), voxels);
  }

  secondsite::core::Context context;
  context.threads = threads;
  double own = 1e300;
  secondsite::core::Result<secondsite::labels::MaskConsensus> found =
      secondsite::labels::MaskConsensus{};
  for (int repeat = 0; repeat < 3; ++repeat) {
    const auto start = Clock::now();
    found = secondsite::labels::staple_masks(masks, {}, context);
    own = std::min(own, elapsed(start));
  }

  auto filter = itk::STAPLEImageFilter<Mask, Probability>::New();
  for (unsigned r = 0; r < readers; ++r) filter->SetInput(r, images[r]);
  filter->SetForegroundValue(1);
  const auto start = Clock::now();
  filter->Update();
  const double peer = elapsed(start);

  double apart = 0;
  for (unsigned r = 0; r < readers; ++r) {
    apart = std::max(apart, std::abs(found->sensitivity[r] - filter->GetSensitivity(r)));
    apart = std::max(apart, std::abs(found->specificity[r] - filter->GetSpecificity(r)));
  }
  double voxel_apart = 0;
  const float* other = filter->GetOutput()->GetBufferPointer();
  for (std::size_t i = 0; i < voxels; ++i)
    voxel_apart = std::max(voxel_apart, std::abs(double{found->probability[i]} - other[i]));
  std::printf("voxels %zu\nthreads %u\nsecondsite_s %.4f\nitk_s %.4f\nratio %.1f\n", voxels,
              threads, own, peer, peer / own);
  std::printf("secondsite_rounds %u\nitk_rounds %u\n", found->rounds,
              filter->GetElapsedIterations());
  std::printf("largest_difference_of_quality %.2e\nlargest_difference_of_probability %.2e\n", apart,
              voxel_apart);
  return 0;
}
