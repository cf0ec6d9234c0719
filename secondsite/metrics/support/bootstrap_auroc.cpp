#include "secondsite/metrics/support/bootstrap_auroc.h"

#include "secondsite/core/parallel.h"
#include "secondsite/metrics/support/bootstrap_lanes.h"

namespace secondsite::metrics {
namespace {

using lanes::add_units;
using lanes::Wides;
using lanes::Words;

struct Pass {
  Wides twice_wins;
  Words positives;
  Words negatives;
};

// Pair = std::uint32_t where products of a step fit and `flush` of them may be added up, else 64
// bits.
template <typename Pair>
SECONDSITE_INLINE void walk(const RankPlan& plan, const std::uint8_t* weights, std::uint32_t run,
                            std::uint32_t flush, Pass& pass) {
  Words below = {};
  Words positives = {};
  Wides wins = {};
  Pair pending[lanes::count] = {};
  std::uint32_t until_flush = flush;
  const std::uint32_t* unit = plan.units.data();
  for (const RankPlan::Step& step : plan.steps) {
    if (step.negatives_below > 0) {
      add_units(unit, step.negatives_below, weights, run, below);
      unit += step.negatives_below;
    }
    Words level;  // twice the negatives below, and once those that tie
    for (unsigned lane = 0; lane < lanes::count; ++lane) level[lane] = 2 * below[lane];
    if (step.tied_negatives > 0) {
      Words tied = {};
      add_units(unit, step.tied_negatives, weights, run, tied);
      unit += step.tied_negatives;
      for (unsigned lane = 0; lane < lanes::count; ++lane) {
        level[lane] += tied[lane];
        below[lane] += tied[lane];
      }
    }
    Words here = {};
    add_units(unit, step.positives, weights, run, here);
    unit += step.positives;
    for (unsigned lane = 0; lane < lanes::count; ++lane) {
      positives[lane] += here[lane];
      pending[lane] += static_cast<Pair>(here[lane]) * static_cast<Pair>(level[lane]);
    }
    if (--until_flush == 0) {
      for (unsigned lane = 0; lane < lanes::count; ++lane) {
        wins[lane] += pending[lane];
        pending[lane] = 0;
      }
      until_flush = flush;
    }
  }
  add_units(unit, plan.negatives_above, weights, run, below);
  for (unsigned lane = 0; lane < lanes::count; ++lane) {
    pass.twice_wins[lane] = wins[lane] + pending[lane];
    pass.positives[lane] = positives[lane];
    pass.negatives[lane] = below[lane];
  }
}

SECONDSITE_VECTOR_CLONES
void walk_narrow(const RankPlan& plan, const std::uint8_t* weights, std::uint32_t run,
                 std::uint32_t flush, Pass& pass) {
  walk<std::uint32_t>(plan, weights, run, flush, pass);
}

SECONDSITE_VECTOR_CLONES
void walk_wide(const RankPlan& plan, const std::uint8_t* weights, std::uint32_t run,
               std::uint32_t flush, Pass& pass) {
  walk<std::uint64_t>(plan, weights, run, flush, pass);
}

}  // namespace

RankPlan rank_plan(const Cases& cases, const SortedScores& sorted) {
  RankPlan plan;
  plan.units.reserve(sorted.size());
  std::size_t begin = 0;
  std::uint32_t pending = 0;  // negatives since the last step
  while (begin < sorted.size()) {
    const std::size_t end = sorted.tie_end(begin);
    RankPlan::Step step;
    for (std::size_t k = begin; k < end; ++k) {
      if (cases.positive[sorted.order[k]] != 0) ++step.positives;
    }
    const auto add = [&](bool positive) {
      for (std::size_t k = begin; k < end; ++k) {
        const std::uint32_t i = sorted.order[k];
        if ((cases.positive[i] != 0) == positive) plan.units.push_back(unit_of_case(cases, i));
      }
    };
    add(false);
    const auto negatives = static_cast<std::uint32_t>(end - begin) - step.positives;
    plan.n_negative += negatives;
    plan.n_positive += step.positives;
    if (step.positives == 0) {
      pending += negatives;
    } else {
      add(true);
      step.negatives_below = std::exchange(pending, 0);
      step.tied_negatives = negatives;
      plan.steps.push_back(step);
    }
    begin = end;
  }
  plan.negatives_above = pending;
  return plan;
}

std::vector<double> auroc_replicates(const RankPlan& plan, const PatientWeights& weights,
                                     unsigned threads) {
  std::vector<double> out(weights.replicates(), stats::unknown);
  const std::uint64_t heaviest = std::max<std::uint64_t>(1, weights.largest());
  const std::uint32_t run = lanes::byte_run(weights);
  std::uint64_t tied = 1;
  for (const RankPlan::Step& step : plan.steps)
    tied = std::max<std::uint64_t>(tied, step.positives);
  // No product of a step exceeds this; `flush` of them fit 32 bits.
  const std::uint64_t largest_product =
      heaviest * tied * 2 * heaviest * std::max<std::uint64_t>(1, plan.n_negative);
  const auto flush = static_cast<std::uint32_t>(0xffffffffULL / largest_product);
  core::parallel_for(weights.blocks(), threads, [&](std::size_t b) {
    Pass pass;
    const std::uint8_t* block = weights.block(static_cast<unsigned>(b));
    if (flush >= 4)
      walk_narrow(plan, block, run, flush, pass);
    else
      walk_wide(plan, block, run, 1U << 30, pass);
    for (std::size_t r = b * lanes::count;
         r < std::min<std::size_t>(out.size(), (b + 1) * lanes::count); ++r) {
      const auto positives = static_cast<double>(pass.positives[r % lanes::count]);
      const auto negatives = static_cast<double>(pass.negatives[r % lanes::count]);
      if (positives > 0 && negatives > 0)
        out[r] =
            static_cast<double>(pass.twice_wins[r % lanes::count]) / (2 * positives * negatives);
    }
  });
  return out;
}

}  // namespace secondsite::metrics
