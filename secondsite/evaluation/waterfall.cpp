#include "secondsite/evaluation/waterfall.h"

#include <algorithm>

#include "secondsite/stats/power_proportions.h"
#include "secondsite/stats/waterfall.h"

namespace secondsite::evaluation {
namespace {

std::uint64_t positives_of(const FindingCases& cases) {
  return static_cast<std::uint64_t>(std::count_if(cases.positive.begin(), cases.positive.end(),
                                                  [](std::uint8_t p) { return p != 0; }));
}

// The counts of a waterfall, turned into what they buy.
std::vector<WaterfallStep> judged(std::vector<WaterfallStep> steps, double sensitivity, double gap,
                                  const Protocol& protocol) {
  std::vector<stats::WaterfallCount> counts;
  for (const WaterfallStep& step : steps) counts.push_back({step.description, step.positives});
  stats::WaterfallOptions options;
  options.proportion = sensitivity;
  options.gap_to = sensitivity - gap;
  options.alpha = protocol.alpha;
  options.power = protocol.power;
  options.level = 1 - protocol.alpha;
  const auto levels = stats::waterfall_of_counts(counts, options);
  const auto needed = stats::solve(stats::TwoProportionsDesign{.p1 = sensitivity,
                                                               .p2 = sensitivity - gap,
                                                               .alpha = protocol.alpha,
                                                               .power = protocol.power});
  for (std::size_t i = 0; i < steps.size(); ++i) {
    stats::Estimate& precision = steps[i].sensitivity_precision;
    precision.metric = "sensitivity";
    precision.value = sensitivity;
    precision.level = options.level;
    precision.method = "assumed value; Wilson interval that so many positives would give";
    precision.n = precision.n_positive = static_cast<std::uint64_t>(steps[i].positives);
    if (levels) {
      precision.interval = (*levels)[i].wilson;
      steps[i].power = (*levels)[i].power_equal;
    }
    if (needed) steps[i].positives_needed = needed->n1.value_or(stats::unknown);
  }
  return steps;
}

WaterfallStep step_of(std::string description, const FindingCases& cases) {
  WaterfallStep step;
  step.description = std::move(description);
  step.cases = static_cast<double>(cases.row.size());
  step.positives = static_cast<double>(positives_of(cases));
  return step;
}

}  // namespace

std::vector<WaterfallStep> waterfall_of(const View& view, const FindingCases& finding,
                                        double sensitivity, double gap, const Protocol& protocol) {
  std::vector<WaterfallStep> steps;
  steps.push_back(step_of("usable for " + finding.columns.name, finding));
  FindingCases left = finding;
  std::vector<const Dimension*> order;
  for (const Dimension& dimension : view.dimensions)
    if (dimension.name.find(" × ") == std::string::npos) order.push_back(&dimension);
  std::stable_sort(order.begin(), order.end(),
                   [](const Dimension* a, const Dimension* b) { return a->is_site > b->is_site; });
  for (const Dimension* dimension : order) {
    if (dimension->categories.levels.size() < 2 || dimension->categories.levels.size() > 12)
      continue;
    FindingCases fewest;
    std::string level_name;
    for (std::uint32_t level = 0; level < dimension->categories.levels.size(); ++level) {
      FindingCases part = subset(left, rows_of(*dimension, level));
      const std::uint64_t positives = positives_of(part);
      if (positives == 0 || (!level_name.empty() && positives >= positives_of(fewest))) continue;
      fewest = std::move(part);
      level_name = dimension->categories.levels[level];
    }
    if (level_name.empty()) continue;
    left = std::move(fewest);
    steps.push_back(step_of(dimension->name + " = " + level_name, left));
  }
  return judged(std::move(steps), sensitivity, gap, protocol);
}

}  // namespace secondsite::evaluation
