#include "secondsite/metrics/support/bootstrap_areas.h"

#include "secondsite/core/parallel.h"
#include "secondsite/metrics/support/bootstrap_lanes.h"

namespace secondsite::metrics {
namespace {

using lanes::add_units;
using lanes::Reals;
using lanes::Words;

// The plan's units from the last to the first: what the highest scores have comes first.
class Backwards {
 public:
  Backwards(const RankPlan& plan, const std::uint8_t* block, std::uint32_t run)
      : unit_(plan.units.data() + plan.units.size()), block_(block), run_(run) {}
  SECONDSITE_INLINE void add(std::uint32_t n, Words& sum) {
    unit_ -= n;
    add_units(unit_, n, block_, run_, sum);
  }

 private:
  const std::uint32_t* unit_;
  const std::uint8_t* block_;
  std::uint32_t run_;
};

SECONDSITE_VECTOR_CLONES
void precision_pass(const RankPlan& plan, const std::uint8_t* block, std::uint32_t run,
                    Reals& average) {
  Words positives = {};
  Words negatives = {};
  Reals sum = {};
  Backwards units(plan, block, run);
  units.add(plan.negatives_above, negatives);
  for (std::size_t k = plan.steps.size(); k-- > 0;) {
    const RankPlan::Step& step = plan.steps[k];
    Words here = {};
    units.add(step.positives, here);
    if (step.tied_negatives > 0) units.add(step.tied_negatives, negatives);
    for (unsigned lane = 0; lane < lanes::count; ++lane) {
      positives[lane] += here[lane];
      const double p = positives[lane];
      const double called = p + static_cast<double>(negatives[lane]);
      // Nobody called yet: nothing is added, and the divisor must not be 0.
      sum[lane] += static_cast<double>(here[lane]) * (p / (called > 0 ? called : 1));
    }
    if (step.negatives_below > 0) units.add(step.negatives_below, negatives);
  }
  for (unsigned lane = 0; lane < lanes::count; ++lane) {
    average[lane] = positives[lane] > 0 && negatives[lane] > 0
                        ? sum[lane] / static_cast<double>(positives[lane])
                        : stats::unknown;
  }
}

struct Totals {
  Words positives = {};
  Words negatives = {};
};

SECONDSITE_VECTOR_CLONES
void total_pass(const RankPlan& plan, const std::uint8_t* block, std::uint32_t run, Totals& out) {
  Backwards units(plan, block, run);
  units.add(plan.negatives_above, out.negatives);
  for (std::size_t k = plan.steps.size(); k-- > 0;) {
    units.add(plan.steps[k].positives, out.positives);
    units.add(plan.steps[k].tied_negatives, out.negatives);
    units.add(plan.steps[k].negatives_below, out.negatives);
  }
}

// x and y in counts; the span's ends are scaled to counts of negatives once for each lane.
SECONDSITE_VECTOR_CLONES
void area_pass(const RankPlan& plan, const std::uint8_t* block, std::uint32_t run, double from,
               double to, const Totals& totals, Reals& area) {
  Words positives = {};
  Words negatives = {};
  Reals begin;
  Reals end;
  Reals sum = {};
  for (unsigned lane = 0; lane < lanes::count; ++lane) {
    begin[lane] = from * totals.negatives[lane];
    end[lane] = to * totals.negatives[lane];
  }
  Backwards units(plan, block, run);
  const auto go_right = [&](std::uint32_t n) __attribute__((always_inline)) {
    Words next;
    for (unsigned lane = 0; lane < lanes::count; ++lane) next[lane] = negatives[lane];
    units.add(n, next);
    for (unsigned lane = 0; lane < lanes::count; ++lane) {
      const double left = negatives[lane] > begin[lane] ? negatives[lane] : begin[lane];
      const double right = next[lane] < end[lane] ? next[lane] : end[lane];
      const double width = right > left ? right - left : 0;
      sum[lane] += width * static_cast<double>(positives[lane]);
      negatives[lane] = next[lane];
    }
  };
  go_right(plan.negatives_above);
  for (std::size_t k = plan.steps.size(); k-- > 0;) {
    const RankPlan::Step& step = plan.steps[k];
    Words up = {};
    units.add(step.positives, up);
    if (step.tied_negatives > 0) {
      Words right_by = {};
      units.add(step.tied_negatives, right_by);
      for (unsigned lane = 0; lane < lanes::count; ++lane) {
        const double x = negatives[lane];
        const double next = x + right_by[lane];
        const double left = x > begin[lane] ? x : begin[lane];
        const double right = next < end[lane] ? next : end[lane];
        const double width = right > left ? right - left : 0;
        const double slope =
            right_by[lane] > 0 ? static_cast<double>(up[lane]) / right_by[lane] : 0;
        sum[lane] += width * (positives[lane] + slope * ((left + right) / 2 - x));
        negatives[lane] += right_by[lane];
      }
    }
    for (unsigned lane = 0; lane < lanes::count; ++lane) positives[lane] += up[lane];
    if (step.negatives_below > 0) go_right(step.negatives_below);
  }
  for (unsigned lane = 0; lane < lanes::count; ++lane) {
    const double cells =
        static_cast<double>(positives[lane]) * static_cast<double>(negatives[lane]);
    area[lane] = cells > 0 ? sum[lane] / cells : stats::unknown;
  }
}

template <typename Pass>
std::vector<double> each_block(const PatientWeights& weights, unsigned threads, Pass pass) {
  std::vector<double> out(weights.replicates());
  core::parallel_for(weights.blocks(), threads, [&](std::size_t b) {
    Reals values;
    pass(weights.block(static_cast<unsigned>(b)), values);
    const std::size_t first = b * lanes::count;
    std::copy(values, values + std::min<std::size_t>(lanes::count, out.size() - first),
              out.begin() + static_cast<std::ptrdiff_t>(first));
  });
  return out;
}

}  // namespace

std::vector<double> average_precision_replicates(const RankPlan& plan,
                                                 const PatientWeights& weights, unsigned threads) {
  const std::uint32_t run = lanes::byte_run(weights);
  return each_block(weights, threads, [&](const std::uint8_t* block, Reals& values) {
    precision_pass(plan, block, run, values);
  });
}

std::vector<double> partial_area_replicates(const RankPlan& plan, const PatientWeights& weights,
                                            double from, double to, unsigned threads) {
  const std::uint32_t run = lanes::byte_run(weights);
  return each_block(weights, threads, [&](const std::uint8_t* block, Reals& values) {
    Totals totals;
    total_pass(plan, block, run, totals);
    area_pass(plan, block, run, from, to, totals, values);
  });
}

}  // namespace secondsite::metrics
