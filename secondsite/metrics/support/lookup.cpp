// The three tables of metrics as one.
#include <algorithm>

#include "secondsite/metrics/metric.h"

namespace secondsite::metrics {

std::string_view name(Input input) {
  switch (input) {
    case Input::scores:
      return "scores";
    case Input::measures:
      return "measures";
    case Input::marks:
      return "marks";
  }
  return "";
}

std::span<const double> Cases::measure(std::string_view id) const {
  for (const Measure& each : measures)
    if (each.id == id) return each.value;
  return {};
}

std::span<const Metric> all_of(Input input) {
  switch (input) {
    case Input::scores:
      return all();
    case Input::measures:
      return masks::all();
    case Input::marks:
      return marks::all();
  }
  return {};
}

std::span<const Metric> every() {
  static const std::vector<Metric> table = [] {
    std::vector<Metric> out;
    for (const Input input : {Input::scores, Input::measures, Input::marks})
      for (const Metric& metric : all_of(input)) out.push_back(metric);
    return out;
  }();
  return table;
}

const Metric* find(std::string_view id) {
  const auto table = every();
  const auto place =
      std::find_if(table.begin(), table.end(), [&](const Metric& each) { return each.id == id; });
  return place == table.end() ? nullptr : &*place;
}

Input input_of(std::string_view id) {
  const Metric* metric = find(id);
  return metric == nullptr ? Input::scores : metric->input;
}

}  // namespace secondsite::metrics
