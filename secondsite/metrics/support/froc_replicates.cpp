// The curve under many weights at once: one walk down the ratings, 32 replicates side by side.

#include <algorithm>
#include <cmath>

#include "secondsite/core/parallel.h"
#include "secondsite/metrics/support/bootstrap_lanes.h"
#include "secondsite/metrics/support/froc.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::metrics {
namespace {

using lanes::Words;

// Adds a group's false marks and hits to the lanes; true where a lane has more false marks than its
// limit.
SECONDSITE_VECTOR_CLONES
bool add_group(const std::uint32_t* units, std::uint32_t falses, std::uint32_t hits,
               const std::uint8_t* block, std::uint32_t run, const Words& limit, Words& false_sum,
               Words& hit_sum) {
  lanes::add_units(units + falses, hits, block, run, hit_sum);
  if (falses == 0) return false;
  lanes::add_units(units, falses, block, run, false_sum);
  std::uint32_t over = 0;
  for (unsigned lane = 0; lane < lanes::count; ++lane)
    over |= false_sum[lane] > limit[lane] ? 1U : 0U;
  return over != 0;
}

SECONDSITE_VECTOR_CLONES
void sum_units(const std::uint32_t* units, std::size_t n, const std::uint8_t* block,
               std::uint32_t run, Words& sum) {
  for (unsigned lane = 0; lane < lanes::count; ++lane) sum[lane] = 0;
  lanes::add_units(units, static_cast<std::uint32_t>(n), block, run, sum);
}

// One block of replicates, walking down the ratings.
class Walk {
 public:
  Walk(const FrocPlan& plan, const PatientWeights& weights, unsigned block,
       std::span<const double> rates, FrocInterpolation interpolation, std::span<double> out)
      : plan_(plan),
        rates_(rates),
        interpolation_(interpolation),
        block_(weights.block(block)),
        run_(lanes::byte_run(weights)),
        out_(out),
        used_(static_cast<unsigned>(out.size() / rates.size())) {
    sum_units(plan.scan_unit.data(), plan.scan_unit.size(), block_, run_, scans_);
    sum_units(plan.lesion_unit.data(), plan.lesion_unit.size(), block_, run_, lesions_);
    for (unsigned lane = 0; lane < lanes::count; ++lane) aim(lane);
  }

  void run() {
    for (const FrocPlan::Group& group : plan_.groups) {
      if (waiting_ == 0) return;
      Words falses_before;
      Words hits_before;
      std::copy(std::begin(falses_), std::end(falses_), std::begin(falses_before));
      std::copy(std::begin(hits_), std::end(hits_), std::begin(hits_before));
      if (!add_group(plan_.unit_of_event.data() + group.first, group.falses, group.hits, block_,
                     run_, limit_, falses_, hits_))
        continue;
      for (unsigned lane = 0; lane < lanes::count; ++lane)
        while (next_[lane] < rates_.size() && falses_[lane] > limit_[lane])
          cross(lane, falses_before[lane], hits_before[lane]);
    }
    for (unsigned lane = 0; lane < used_; ++lane)
      for (; next_[lane] < rates_.size(); ++next_[lane]) put(lane, hits_[lane]);
  }

 private:
  // The next rate of a lane, as the most false marks that lie at or below it.
  void aim(unsigned lane) {
    if (lane >= used_) next_[lane] = static_cast<std::uint32_t>(rates_.size());
    limit_[lane] = 0xffffffffU;
    if (next_[lane] >= rates_.size()) return;
    if (next_[lane] == 0) ++waiting_;
    limit_[lane] = static_cast<std::uint32_t>(std::min(4e9, rates_[next_[lane]] * scans_[lane]));
  }

  void cross(unsigned lane, std::uint32_t falses_before, std::uint32_t hits_before) {
    double hits = hits_before;
    if (interpolation_ == FrocInterpolation::linear) {
      const double wanted = rates_[next_[lane]] * scans_[lane];
      hits +=
          (hits_[lane] - hits_before) * (wanted - falses_before) / (falses_[lane] - falses_before);
    }
    put(lane, hits);
    if (++next_[lane] == rates_.size()) --waiting_;
    aim(lane);
  }

  void put(unsigned lane, double hits) {
    out_[lane * rates_.size() + next_[lane]] =
        lesions_[lane] > 0 && scans_[lane] > 0 ? hits / lesions_[lane] : stats::unknown;
  }

  const FrocPlan& plan_;
  std::span<const double> rates_;
  FrocInterpolation interpolation_;
  const std::uint8_t* block_;
  std::uint32_t run_;
  std::span<double> out_;
  unsigned used_;  // lanes that are replicates
  unsigned waiting_ = 0;
  Words scans_;
  Words lesions_;
  Words limit_;
  Words falses_ = {};
  Words hits_ = {};
  std::uint32_t next_[lanes::count] = {};
};

}  // namespace

std::vector<double> froc_replicates(const FrocPlan& plan, const PatientWeights& weights,
                                    std::span<const double> rates, FrocInterpolation interpolation,
                                    unsigned threads) {
  std::vector<double> out(std::size_t{weights.replicates()} * rates.size(), stats::unknown);
  if (rates.empty() || plan.scan_unit.empty()) return out;
  core::parallel_for(weights.blocks(), threads, [&](std::size_t b) {
    const std::size_t begin = b * lanes::count * rates.size();
    const std::size_t size = std::min(out.size() - begin, lanes::count * rates.size());
    Walk(plan, weights, static_cast<unsigned>(b), rates, interpolation,
         std::span<double>(out).subspan(begin, size))
        .run();
  });
  return out;
}

}  // namespace secondsite::metrics
