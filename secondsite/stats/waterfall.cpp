#include "secondsite/stats/waterfall.h"

#include <utility>

#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/stats/interval_method.h"
#include "secondsite/stats/power_proportions.h"
#include "secondsite/stats/precision.h"

namespace secondsite::stats {
namespace {

// What `level.count` cases are worth; `rest` the other cases of the reference level.
core::Status judge(WaterfallLevel& level, double rest, const WaterfallOptions& options) {
  if (level.count < 1) return core::Done{};
  auto half =
      half_width("wald", options.proportion, level.count, options.level, options.design_effect);
  if (!half) return std::move(half).error();
  level.wald_half_width = *half;
  const double effective = level.count / options.design_effect;
  for (const IntervalMethod& method : intervals::all())
    if (method.id == "wilson")
      level.wilson = method.interval(options.proportion * effective, effective, options.level);

  TwoProportionsDesign design{.n1 = level.count,
                              .p1 = options.proportion,
                              .p2 = options.gap_to,
                              .alpha = options.alpha,
                              .design_effect = options.design_effect,
                              .comparisons = options.comparisons};
  auto equal = solve(design);
  if (!equal) return std::move(equal).error();
  level.power_equal = *equal->power;
  if (rest >= 1) {
    // The stratum has the gap, the rest does not.
    auto unequal = solve(TwoProportionsDesign{.n1 = level.count,
                                              .n2 = rest,
                                              .p1 = options.gap_to,
                                              .p2 = options.proportion,
                                              .alpha = options.alpha,
                                              .design_effect = options.design_effect,
                                              .comparisons = options.comparisons});
    if (!unequal) return std::move(unequal).error();
    level.power_rest = *unequal->power;
  }
  auto goal = solve(OneProportionDesign{.n = level.count,
                                        .truth = options.gap_to,
                                        .goal = options.proportion,
                                        .alpha = options.alpha,
                                        .design_effect = options.design_effect,
                                        .comparisons = options.comparisons});
  if (!goal) return std::move(goal).error();
  level.power_goal = *goal->power;

  design.p2.reset();
  design.power = options.power;
  // Too few cases to show any drop with this power is an answer, not an error: the gap stays
  // unknown.
  if (const auto least = solve(design)) level.least_gap = options.proportion - *least->p2;
  return core::Done{};
}

}  // namespace

core::Result<std::vector<WaterfallLevel>> waterfall(std::string start_name, double start,
                                                    std::span<const WaterfallFactor> factors,
                                                    const WaterfallOptions& options) {
  std::vector<WaterfallCount> counts{{std::move(start_name), start}};
  for (const WaterfallFactor& factor : factors) {
    if (!(factor.share > 0 && factor.share <= 1))
      return core::Error("power.bad-value", "waterfall: the share of \"" + factor.name + "\" is " +
                                                core::exact(factor.share) +
                                                " and must be above 0 and at most 1");
    counts.push_back({factor.name, counts.back().count * factor.share});
  }
  auto levels = waterfall_of_counts(counts, options);
  // The shares as given, not as they come back from the division.
  if (levels)
    for (std::size_t i = 0; i < factors.size(); ++i) (*levels)[i + 1].share = factors[i].share;
  return levels;
}

core::Result<std::vector<WaterfallLevel>> waterfall_of_counts(
    std::span<const WaterfallCount> counts, const WaterfallOptions& options) {
  std::vector<WaterfallLevel> out;
  for (const WaterfallCount& each : counts) {
    const double above = out.empty() ? each.count : out.back().count;
    if (!(each.count >= 0 && each.count <= above))
      return core::Error("power.bad-value", "waterfall: \"" + each.name + "\" counts " +
                                                core::exact(each.count) + " cases of " +
                                                core::exact(above) + " above it");
    out.push_back({.name = each.name,
                   .share = above > 0 ? each.count / above : unknown,
                   .count = each.count});
  }
  const bool has_reference = options.reference_level && *options.reference_level < out.size();
  for (std::size_t i = 0; i < out.size(); ++i) {
    const bool below_reference = has_reference && i > *options.reference_level;
    const double rest = below_reference ? out[*options.reference_level].count - out[i].count : 0;
    if (auto judged = judge(out[i], rest, options); !judged) return std::move(judged).error();
  }
  return out;
}

}  // namespace secondsite::stats
