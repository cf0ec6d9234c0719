#include "secondsite/labels/support/spatial_prior.h"

#include <algorithm>
#include <cmath>

#include "secondsite/core/parallel.h"

namespace secondsite::labels {
namespace {

struct Box {
  std::array<std::size_t, 3> low{SIZE_MAX, SIZE_MAX, SIZE_MAX};
  std::array<std::size_t, 3> high{0, 0, 0};  // one beyond
  bool is_empty() const { return low[0] >= high[0]; }
};

// Around all voxels that any reader has inside, with one voxel of margin within the grid.
Box box_of(const MaskPatterns& patterns, const std::array<std::uint32_t, 3>& size) {
  Box box;
  std::size_t i = 0;
  for (std::size_t z = 0; z < size[2]; ++z)
    for (std::size_t y = 0; y < size[1]; ++y)
      for (std::size_t x = 0; x < size[0]; ++x, ++i) {
        if (patterns.at(i) == 0) continue;
        const std::array<std::size_t, 3> here{x, y, z};
        for (std::size_t a = 0; a < 3; ++a) {
          box.low[a] = std::min(box.low[a], here[a]);
          box.high[a] = std::max(box.high[a], here[a] + 1);
        }
      }
  if (box.is_empty()) return box;
  for (std::size_t a = 0; a < 3; ++a) {
    box.low[a] -= box.low[a] > 0 ? 1 : 0;
    box.high[a] = std::min<std::size_t>(size[a], box.high[a] + 1);
  }
  return box;
}

class MeanField {
 public:
  MeanField(const MaskPatterns& patterns, const StapleOptions& options,
            const core::Context& context, MaskConsensus& consensus, const Box& box)
      : patterns_(patterns),
        options_(options),
        context_(context),
        consensus_(consensus),
        box_(box),
        before_(consensus.probability) {
    stride_ = {1, options.size[0], std::size_t{options.size[0]} * options.size[1]};
  }

  // Returns the largest change of a probability.
  double sweep() {
    const std::vector<double> odds = log_odds();
    std::swap(before_, consensus_.probability);
    std::vector<double> moved(box_.high[2] - box_.low[2], 0);
    core::parallel_for(moved.size(), context_.threads, [&](std::size_t slice) {
      const std::size_t z = box_.low[2] + slice;
      for (std::size_t y = box_.low[1]; y < box_.high[1]; ++y)
        for (std::size_t x = box_.low[0]; x < box_.high[0]; ++x) {
          const std::size_t i = x + y * stride_[1] + z * stride_[2];
          const double field =
              odds[patterns_.at(i)] + options_.spatial_strength * neighbours(i, {x, y, z});
          const auto now = static_cast<float>(1 / (1 + std::exp(-field)));
          moved[slice] = std::max(moved[slice], std::abs(double{now} - before_[i]));
          consensus_.probability[i] = now;
        }
    });
    return *std::max_element(moved.begin(), moved.end());
  }

  // Each reader's chances, from the probabilities within the box and the background beyond it.
  void weigh_readers() {
    const std::size_t readers = consensus_.sensitivity.size();
    const std::size_t numbers = patterns_.count.size();
    std::vector<std::vector<double>> slices(box_.high[2] - box_.low[2]);
    std::vector<std::vector<double>> seen(slices.size());
    core::parallel_for(slices.size(), context_.threads, [&](std::size_t slice) {
      slices[slice].assign(numbers, 0);
      seen[slice].assign(numbers, 0);
      const std::size_t z = box_.low[2] + slice;
      for (std::size_t y = box_.low[1]; y < box_.high[1]; ++y)
        for (std::size_t x = box_.low[0]; x < box_.high[0]; ++x) {
          const std::size_t i = x + y * stride_[1] + z * stride_[2];
          slices[slice][patterns_.at(i)] += consensus_.probability[i];
          seen[slice][patterns_.at(i)] += 1;
        }
    });
    std::vector<double> inside(numbers, 0);
    double in_box = 0;
    for (std::size_t s = 0; s < slices.size(); ++s)
      for (std::size_t n = 0; n < numbers; ++n) {
        inside[n] += slices[s][n];
        if (n == 0) in_box += seen[s][n];
      }
    inside[0] += (static_cast<double>(patterns_.count[0]) - in_box) * outside_;
    for (std::size_t r = 0; r < readers; ++r) {
      double said_in = 0;
      double all_in = 0;
      double said_out = 0;
      double all_out = 0;
      for (std::size_t n = 0; n < numbers; ++n) {
        const auto count = static_cast<double>(patterns_.count[n]);
        const bool says = ((n >> r) & 1U) != 0;
        all_in += inside[n];
        all_out += count - inside[n];
        if (says) said_in += inside[n];
        if (!says) said_out += count - inside[n];
      }
      if (all_in > 0) consensus_.sensitivity[r] = said_in / all_in;
      if (all_out > 0) consensus_.specificity[r] = said_out / all_out;
    }
  }

  void set_outside(double probability) { outside_ = probability; }

 private:
  // Of each number, without neighbours; chances kept off 0 and 1.
  std::vector<double> log_odds() const {
    std::vector<double> out(patterns_.count.size());
    const auto kept = [](double p) { return std::clamp(p, 1e-12, 1 - 1e-12); };
    for (std::size_t n = 0; n < out.size(); ++n) {
      out[n] = std::log(kept(consensus_.prior) / (1 - kept(consensus_.prior)));
      for (std::size_t r = 0; r < consensus_.sensitivity.size(); ++r) {
        const double p = kept(consensus_.sensitivity[r]);
        const double q = kept(consensus_.specificity[r]);
        out[n] += ((n >> r) & 1U) != 0 ? std::log(p / (1 - q)) : std::log((1 - p) / q);
      }
    }
    return out;
  }

  // Σ (2 w − 1) over the neighbours within the grid.
  double neighbours(std::size_t i, const std::array<std::size_t, 3>& at) const {
    double sum = 0;
    for (std::size_t a = 0; a < 3; ++a) {
      if (at[a] > 0) sum += 2 * double{before_[i - stride_[a]]} - 1;
      if (at[a] + 1 < options_.size[a]) sum += 2 * double{before_[i + stride_[a]]} - 1;
    }
    return sum;
  }

  const MaskPatterns& patterns_;
  const StapleOptions& options_;
  const core::Context& context_;
  MaskConsensus& consensus_;
  Box box_;
  std::vector<float> before_;
  std::array<std::size_t, 3> stride_{};
  double outside_ = 0;
};

}  // namespace

void add_spatial_prior(const MaskPatterns& patterns, const StapleOptions& options,
                       const core::Context& context, MaskConsensus& consensus) {
  const Box box = box_of(patterns, options.size);
  if (box.is_empty()) return;
  MeanField field(patterns, options, context, consensus, box);
  for (std::size_t i = 0; i < consensus.probability.size(); ++i)
    if (patterns.at(i) == 0) {
      field.set_outside(consensus.probability[i]);
      break;
    }
  consensus.converged = false;
  unsigned rounds = 0;
  for (; rounds < options.most_rounds && !consensus.converged && !context.stopped(); ++rounds) {
    const double moved = field.sweep();
    field.weigh_readers();
    consensus.converged = moved <= std::max(options.tolerance, 1e-6);
  }
  consensus.rounds += rounds;
}

}  // namespace secondsite::labels
