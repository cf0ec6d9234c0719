#include "secondsite/evaluation/waterfall.h"

#include <algorithm>

#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/stats/interval_method.h"
#include "secondsite/stats/power_proportions.h"

namespace secondsite::evaluation {
namespace {

std::uint64_t positives_of(const FindingCases& cases) {
  return static_cast<std::uint64_t>(std::count_if(cases.positive.begin(), cases.positive.end(),
                                                  [](std::uint8_t p) { return p != 0; }));
}

WaterfallStep step_of(std::string description, const FindingCases& cases, double sensitivity,
                      double gap, const Protocol& protocol) {
  WaterfallStep step;
  step.description = std::move(description);
  step.cases = static_cast<double>(cases.row.size());
  step.positives = static_cast<double>(positives_of(cases));
  const auto wilson = core::find_entry(stats::intervals::all(), "wilson", "interval");
  stats::Estimate& precision = step.sensitivity_precision;
  precision.metric = "sensitivity";
  precision.value = sensitivity;
  precision.level = 1 - protocol.alpha;
  precision.interval =
      (*wilson)->interval(sensitivity * step.positives, step.positives, precision.level);
  precision.method = "assumed value; Wilson interval that so many positives would give";
  precision.n = precision.n_positive = static_cast<std::uint64_t>(step.positives);
  return step;
}

}  // namespace

std::vector<WaterfallStep> waterfall_of(const View& view, const FindingCases& finding,
                                        double sensitivity, double gap, const Protocol& protocol) {
  std::vector<WaterfallStep> steps;
  steps.push_back(
      step_of("usable for " + finding.columns.name, finding, sensitivity, gap, protocol));
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
    steps.push_back(
        step_of(dimension->name + " = " + level_name, left, sensitivity, gap, protocol));
  }
  return steps;
}

}  // namespace secondsite::evaluation
