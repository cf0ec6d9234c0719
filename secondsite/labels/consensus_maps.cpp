#include "secondsite/labels/consensus_maps.h"

#include <algorithm>
#include <cmath>

#include "secondsite/core/parallel.h"
#include "secondsite/core/text.h"
#include "secondsite/labels/support/mask_patterns.h"

namespace secondsite::labels {
namespace {

constexpr std::size_t map_chunk = std::size_t{1} << 16U;

struct Reader {
  double sensitivity = 0.99999;
  double specificity = 0.99999;
};

// What one reader's map says of a voxel, inside and outside.
double inside(const Reader& reader, double d) {
  return d * reader.sensitivity + (1 - d) * (1 - reader.sensitivity);
}
double outside(const Reader& reader, double d) {
  return d * (1 - reader.specificity) + (1 - d) * reader.specificity;
}

// Sums of one chunk of voxels, or of all.
struct Sums {
  double weight = 0;           // Σ W
  std::vector<double> hits;    // Σ W P(decided inside | …), one a reader
  std::vector<double> passes;  // Σ (1 − W) P(decided outside | …)
};

class Fit {
 public:
  Fit(const Maps& maps, double prior) : maps_(maps), prior_(prior), readers_(maps.size()) {}

  double posterior(std::size_t voxel) const {
    double in = prior_;
    double out = 1 - prior_;
    for (std::size_t r = 0; r < maps_.size(); ++r) {
      in *= inside(readers_[r], maps_[r][voxel]);
      out *= outside(readers_[r], maps_[r][voxel]);
    }
    return in + out > 0 ? in / (in + out) : prior_;
  }

  // Adds a voxel that counts `times` times.
  void add(std::size_t voxel, double times, Sums& to) const {
    const double w = posterior(voxel);
    to.weight += times * w;
    for (std::size_t r = 0; r < maps_.size(); ++r) {
      const double d = maps_[r][voxel];
      const Reader& reader = readers_[r];
      const double in = inside(reader, d);
      const double out = outside(reader, d);
      if (in > 0) to.hits[r] += times * w * d * reader.sensitivity / in;
      if (out > 0) to.passes[r] += times * (1 - w) * (1 - d) * reader.specificity / out;
    }
  }

  // One round; the largest change of a rate.
  double update(const Sums& sums, double voxels) {
    double moved = 0;
    for (std::size_t r = 0; r < readers_.size(); ++r) {
      const Reader before = readers_[r];
      if (sums.weight > 0) readers_[r].sensitivity = sums.hits[r] / sums.weight;
      if (voxels > sums.weight) readers_[r].specificity = sums.passes[r] / (voxels - sums.weight);
      moved = std::max({moved, std::fabs(readers_[r].sensitivity - before.sensitivity),
                        std::fabs(readers_[r].specificity - before.specificity)});
    }
    return moved;
  }

  const std::vector<Reader>& readers() const { return readers_; }

 private:
  const Maps& maps_;
  double prior_;
  std::vector<Reader> readers_;
};

}  // namespace

core::Status check_maps(const Maps& maps, unsigned threads) {
  std::vector<std::size_t> sizes;
  for (const auto& map : maps) sizes.push_back(map.size());
  if (auto fits = check_sizes(sizes); !fits) return fits;
  std::vector<std::uint64_t> wrong(maps.size(), 0);
  core::parallel_for(maps.size(), threads, [&](std::size_t r) {
    for (const float v : maps[r]) wrong[r] += v >= 0 && v <= 1 ? 0 : 1;
  });
  for (std::size_t r = 0; r < maps.size(); ++r)
    if (wrong[r] > 0)
      return core::Error("consensus.not-a-probability",
                         "map " + std::to_string(r + 1) + " holds " + core::grouped(wrong[r]) +
                             " values outside 0 to 1",
                         {}, "");
  return core::Done{};
}

core::Result<MaskConsensus> staple_maps(const Maps& maps, const StapleOptions& options,
                                        const core::Context& context) {
  if (auto sound = check_maps(maps, context.threads); !sound) return std::move(sound).error();
  const std::size_t voxels = maps[0].size();
  std::vector<std::size_t> counted;  // voxels that anybody gives a chance
  std::size_t clear = voxels;        // one that nobody does
  double mean = 0;
  for (std::size_t i = 0; i < voxels; ++i) {
    double sum = 0;
    for (const auto& map : maps) sum += map[i];
    mean += sum;
    if (sum > 0)
      counted.push_back(i);
    else
      clear = i;
  }
  MaskConsensus out;
  out.prior = options.prior >= 0
                  ? options.prior
                  : mean / (static_cast<double>(voxels) * static_cast<double>(maps.size()));
  Fit fit(maps, out.prior);
  const std::size_t chunks = (counted.size() + map_chunk - 1) / map_chunk;
  const Sums nothing{0, std::vector<double>(maps.size()), std::vector<double>(maps.size())};
  std::vector<Sums> part(chunks, nothing);
  out.converged = false;
  for (out.rounds = 0; out.rounds < options.most_rounds && !out.converged; ++out.rounds) {
    if (context.stopped()) return core::Error("run.interrupted", "the consensus was stopped");
    core::parallel_for(chunks, context.threads, [&](std::size_t c) {
      part[c] = nothing;
      for (std::size_t k = c * map_chunk; k < std::min(counted.size(), (c + 1) * map_chunk); ++k)
        fit.add(counted[k], 1, part[c]);
    });
    Sums all = nothing;
    if (clear < voxels) fit.add(clear, static_cast<double>(voxels - counted.size()), all);
    for (const Sums& each : part) {
      all.weight += each.weight;
      for (std::size_t r = 0; r < maps.size(); ++r) {
        all.hits[r] += each.hits[r];
        all.passes[r] += each.passes[r];
      }
    }
    out.converged = fit.update(all, static_cast<double>(voxels)) <= options.tolerance;
  }
  for (const Reader& reader : fit.readers()) {
    out.sensitivity.push_back(reader.sensitivity);
    out.specificity.push_back(reader.specificity);
  }
  out.probability.assign(voxels, clear < voxels ? static_cast<float>(fit.posterior(clear)) : 0.0F);
  core::parallel_for(chunks, context.threads, [&](std::size_t c) {
    for (std::size_t k = c * map_chunk; k < std::min(counted.size(), (c + 1) * map_chunk); ++k)
      out.probability[counted[k]] = static_cast<float>(fit.posterior(counted[k]));
  });
  for (const float p : out.probability) out.structure_voxels += p >= 0.5F ? 1 : 0;
  return out;
}

}  // namespace secondsite::labels
