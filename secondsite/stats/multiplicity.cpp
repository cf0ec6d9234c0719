#include "secondsite/stats/multiplicity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string>

#include "secondsite/core/text.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::stats {
namespace {

struct Named {
  MultiplicityMethod method;
  std::string_view name;
};
constexpr std::array<Named, 6> methods{
    {{MultiplicityMethod::none, "none"},
     {MultiplicityMethod::bonferroni, "bonferroni"},
     {MultiplicityMethod::holm, "holm"},
     {MultiplicityMethod::hochberg, "hochberg"},
     {MultiplicityMethod::benjamini_hochberg, "benjamini_hochberg"},
     {MultiplicityMethod::fixed_sequence, "fixed_sequence"}}};

// Positions of the p-values from the smallest to the largest. One that is missing stands last, as
// if it were 1: it stays in the family but can help no other claim.
std::vector<std::size_t> ascending(std::span<const double> p_values) {
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto key = [&](std::size_t i) { return std::isnan(p_values[i]) ? 2.0 : p_values[i]; };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  return order;
}

// Step-down (Holm): from the smallest p upwards, the largest product so far.
std::vector<double> step_down(std::span<const double> p_values) {
  const auto order = ascending(p_values);
  const std::size_t m = p_values.size();
  std::vector<double> out(m, unknown);
  double largest = 0;
  for (std::size_t rank = 0; rank < m; ++rank) {
    const double p = p_values[order[rank]];
    if (std::isnan(p)) break;
    largest = std::max(largest, static_cast<double>(m - rank) * p);
    out[order[rank]] = std::min(1.0, largest);
  }
  return out;
}

// Step-up (Hochberg, Benjamini–Hochberg): from the largest p downwards, the smallest product so
// far.
template <typename Factor>
std::vector<double> step_up(std::span<const double> p_values, Factor factor) {
  const auto order = ascending(p_values);
  const std::size_t m = p_values.size();
  std::vector<double> out(m, unknown);
  double smallest = 1;
  for (std::size_t rank = m; rank-- > 0;) {
    const double p = p_values[order[rank]];
    if (std::isnan(p)) continue;
    smallest = std::min(smallest, factor(rank + 1, m) * p);
    out[order[rank]] = smallest;
  }
  return out;
}

std::vector<double> gates(std::span<const double> p_values) {
  std::vector<double> out(p_values.size(), unknown);
  double largest = 0;
  for (std::size_t i = 0; i < p_values.size(); ++i) {
    // A gate without a p-value was not passed: those behind it cannot be either.
    largest = std::isnan(p_values[i]) ? 1.0 : std::max(largest, p_values[i]);
    if (!std::isnan(p_values[i])) out[i] = largest;
  }
  return out;
}

}  // namespace

std::string_view name(MultiplicityMethod method) {
  for (const Named& entry : methods)
    if (entry.method == method) return entry.name;
  return "";
}

core::Result<MultiplicityMethod> multiplicity_from(std::string_view text) {
  std::vector<std::string> names;
  for (const Named& entry : methods) {
    if (entry.name == text) return entry.method;
    names.emplace_back(entry.name);
  }
  std::string message = "there is no multiplicity method named \"" + std::string(text) + "\"";
  if (const auto near = core::nearest(text, names)) message += "; did you mean \"" + *near + "\"?";
  return core::Error("config.unknown-name", message, {},
                     "choose one of: " + core::join(names, ", "));
}

std::vector<double> adjusted(std::span<const double> p_values, MultiplicityMethod method) {
  const auto m = static_cast<double>(p_values.size());
  switch (method) {
    case MultiplicityMethod::none:
      return {p_values.begin(), p_values.end()};
    case MultiplicityMethod::bonferroni: {
      std::vector<double> out(p_values.begin(), p_values.end());
      for (double& p : out)
        if (!std::isnan(p)) p = std::min(1.0, m * p);
      return out;
    }
    case MultiplicityMethod::holm:
      return step_down(p_values);
    case MultiplicityMethod::hochberg:
      return step_up(p_values, [](std::size_t rank, std::size_t count) {
        return static_cast<double>(count - rank + 1);
      });
    case MultiplicityMethod::benjamini_hochberg:
      return step_up(p_values, [](std::size_t rank, std::size_t count) {
        return static_cast<double>(count) / static_cast<double>(rank);
      });
    case MultiplicityMethod::fixed_sequence:
      return gates(p_values);
  }
  return {};
}

}  // namespace secondsite::stats
