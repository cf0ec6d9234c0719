#include <cmath>

#include "secondsite/core/registry.h"
#include "secondsite/guide/figure.h"
#include "secondsite/guide/printed.h"
#include "secondsite/guide/stratification.h"
#include "secondsite/stats/distributions.h"
#include "secondsite/stats/interval_method.h"

namespace secondsite::guide::passages {
namespace {

constexpr double stated_sensitivity = 0.85;

double half_width(double n, double z) {
  return z * std::sqrt(stated_sensitivity * (1 - stated_sensitivity) / n);
}

core::Json figure_3a(double z) {
  core::Json rows = core::Json::array();
  for (double n = 20; n <= 8000; n *= 1.12)
    rows.push_back({{"n", n}, {"half", half_width(n, z)}, {"kind", "curve"}});
  for (const Cut& cut : guide_waterfall())
    if (cut.left < 8000)
      rows.push_back({{"n", cut.left}, {"half", half_width(cut.left, z)}, {"kind", cut.name}});
  const core::Json x = channel("n", "quantitative", "positives in the subgroup (log scale)",
                               {{"scale", {{"type", "log"}}}});
  const core::Json y = channel("half", "quantitative", "half-width of the 95 % interval");
  return figure(
      "Precision of a sensitivity of 0.85", std::move(rows),
      {{{"transform", {{{"filter", "datum.kind == 'curve'"}}}},
        {"mark", {{"type", "line"}, {"color", "#2a6fbb"}}},
        {"encoding", {{"x", x}, {"y", y}}}},
       {{"transform", {{{"filter", "datum.kind != 'curve'"}}}},
        {"mark", {{"type", "point"}, {"filled", true}, {"size", 80}, {"color", "#b5312c"}}},
        {"encoding", {{"x", x}, {"y", y}, {"tooltip", channel("kind", "nominal", "after")}}}},
       {{"transform", {{{"filter", "datum.kind != 'curve'"}}}},
        {"mark", {{"type", "text"}, {"align", "left"}, {"dx", 7}, {"dy", -6}}},
        {"encoding", {{"x", x}, {"y", y}, {"text", {{"field", "kind"}}}}}}});
}

core::Result<PassageResult> recompute_precision(const PassageInput&) {
  constexpr double n = 66;
  const double half = half_width(n, 1.96);
  const std::string formula = "1.96 sqrt(p(1 - p)/n) at p = 0.85, n = 66";
  const auto wilson = core::find_entry(stats::intervals::all(), "wilson", "interval");
  if (!wilson) return wilson.error();
  const stats::Interval score = (*wilson)->interval(56, 66, 0.95);
  PassageResult result;
  result.numbers = {
      compare({"half-width of the 95 % interval", "+-0.086", "0.086"}, half, "", formula,
              "With z = 1.959964 instead of 1.96 it is the same to five decimals."),
      compare({"the same in the caption of Figure 3", "+-0.09", "0.09"}, half, "", formula),
      compare({"lower end", "0.76", "0.76"}, stated_sensitivity - half, "", formula),
      compare({"upper end", "0.94", "0.94"}, stated_sensitivity + half, "", formula),
      statement("0.90 and 0.78 both lie inside", "cannot distinguish 0.90 from 0.78",
                0.90 < stated_sensitivity + half && 0.78 > stated_sensitivity - half, half, "",
                formula),
      statement("Wilson's interval for 56 of 66, lower", "use the Wilson interval",
                score.lower < stated_sensitivity - half, score.lower, "",
                "score interval; 56/66 = 0.848 is the nearest count to 0.85",
                "It lies lower than the text's, not merely wider: the text's lower end is too "
                "hopeful by " +
                    readable(100 * (stated_sensitivity - half - score.lower)) + " points."),
      statement("Wilson's interval for 56 of 66, upper", "use the Wilson interval",
                score.upper < stated_sensitivity + half, score.upper, "", "score interval"),
      statement("half-width at four times the positives", "shrinks only as 1/sqrt(n)",
                std::abs(half_width(4 * n, 1.96) / half - 0.5) < 1e-12, half_width(4 * n, 1.96), "",
                "the formula at n = 264"),
  };
  result.figure = figure_3a(stats::normal_quantile(0.975));
  result.figure_caption =
      "Figure 3a. The half-width of the 95 % interval shrinks only as one over the root of n; the "
      "waterfall's steps are marked.";
  return result;
}

}  // namespace

Passage precision() {
  return {.id = "precision",
          .title = "What 66 positives buy (Figure 3a)",
          .order = 80,
          .run = recompute_precision};
}

}  // namespace secondsite::guide::passages
