#include "secondsite/metrics/support/mean_measure.h"

#include <cmath>

#include "secondsite/core/text.h"
#include "secondsite/metrics/support/describe.h"

namespace secondsite::metrics {
namespace {

Ratio ratio_of(std::string_view measure, const Cases& cases) {
  Ratio out;
  const auto value = cases.measure(measure);
  out.top.assign(cases.size(), 0);
  out.bottom.assign(cases.size(), 0);
  out.takes_part.assign(cases.size(), 0);
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (!std::isfinite(value[i])) continue;
    out.top[i] = value[i];
    out.bottom[i] = 1;
    out.takes_part[i] = 1;
  }
  return out;
}

}  // namespace

stats::Estimate begin_measure(std::string_view metric, std::string_view measure, const Cases& cases,
                              const MetricOptions& options, std::vector<std::uint8_t>& takes_part) {
  stats::Estimate out;
  out.metric = metric;
  out.level = options.level;
  out.unit = unit_of(cases, options);
  const auto value = cases.measure(measure);
  takes_part.assign(cases.size(), 0);
  if (cases.size() == 0) {
    mark_absent(out, "metric.no-cases", "there are no cases");
    return out;
  }
  if (value.size() != cases.size()) {
    mark_absent(out, "metric.no-measure",
                "the cases carry no measure named \"" + std::string(measure) + "\"");
    return out;
  }
  for (std::size_t i = 0; i < value.size(); ++i) takes_part[i] = std::isfinite(value[i]) ? 1 : 0;
  count_taking_part(out, cases, takes_part);
  const std::uint64_t undefined = cases.size() - out.n;
  if (undefined > 0)
    out.definitions.push_back({"undefined", core::grouped(undefined) + " of " +
                                                core::counted(cases.size(), "case") +
                                                " left out: the measure has no value there"});
  if (out.n == 0)
    mark_absent(out, "metric.measure-undefined",
                "the measure has no value in any of " + core::counted(cases.size(), "case"));
  return out;
}

Metric mean_of_measure(Metric metric, Range range) {
  metric.input = Input::measures;
  if (metric.measure.empty()) metric.measure = metric.id;
  const std::string_view id = metric.id;
  const std::string_view measure = metric.measure;
  metric.estimate = [id, measure, range](const Cases& cases, const MetricOptions& options) {
    std::vector<std::uint8_t> takes_part;
    stats::Estimate out = begin_measure(id, measure, cases, options, takes_part);
    if (out.absent_code.empty())
      set_ratio(out, ratio_of(measure, cases), cases, options, range, "mean over cases");
    return out;
  };
  metric.influence = [measure](const Cases& cases, const MetricOptions&) {
    return influence_of(ratio_of(measure, cases));
  };
  metric.replicates = [measure](const Cases& cases, const PatientWeights& weights,
                                const MetricOptions& options) {
    return replicates_of(ratio_of(measure, cases), cases, weights, options);
  };
  return metric;
}

}  // namespace secondsite::metrics
