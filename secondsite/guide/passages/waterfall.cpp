#include <cmath>

#include "secondsite/guide/figure.h"
#include "secondsite/guide/printed.h"
#include "secondsite/guide/stratification.h"

namespace secondsite::guide::passages {
namespace {

core::Json figure_2(const std::vector<Cut>& cuts) {
  core::Json rows = core::Json::array();
  for (const Cut& cut : cuts)
    rows.push_back({{"step", cut.name},
                    {"left", cut.left},
                    {"floor", 10},
                    {"text", readable(std::round(cut.left))}});
  const core::Json x = channel("left", "quantitative", "images left (log scale)",
                               {{"scale", {{"type", "log"}, {"domain", {10, 1000000}}}}});
  const core::Json y =
      channel("step", "nominal", "", {{"sort", nullptr}, {"axis", {{"labelLimit", 220}}}});
  return figure("The stratification waterfall", std::move(rows),
                {{{"mark", {{"type", "bar"}, {"color", "#2a6fbb"}}},
                  {"encoding", {{"x", x}, {"x2", {{"field", "floor"}}}, {"y", y}}}},
                 {{"mark", {{"type", "text"}, {"align", "left"}, {"dx", 4}}},
                  {"encoding", {{"x", x}, {"y", y}, {"text", {{"field", "text"}}}}}}});
}

core::Result<PassageResult> recompute_waterfall(const PassageInput&) {
  const std::vector<Cut> cuts = guide_waterfall();
  PassageResult result;
  result.numbers = {
      compare({"positives among frontal views", "~7,000", "7000", Claim::about}, cuts[2].left,
              "positives", "377,110 x 0.65 x 0.03",
              readable(std::round(cuts[2].left)) + " by the stated factors: the text rounds down."),
      compare({"positives of the deepest subgroup", "about 66", "66"}, cuts.back().left,
              "positives", "x 0.47 x 0.16 x 0.30 x 0.40",
              "Expected, not certain: with Poisson scatter such a subgroup has between " +
                  std::to_string(poisson_quantile(cuts.back().left, 0.025)) + " and " +
                  std::to_string(poisson_quantile(cuts.back().left, 0.975)) +
                  " positives in 19 of 20 cohorts. The factors are multiplied as if independent; "
                  "sex, age, "
                  "vendor and subtype need not be."),
      statement("images that one such positive costs", "from 377,110 to 66", cuts.back().left < 67,
                cuts.front().left / cuts.back().left, "images", "377,110 over the result"),
  };
  result.figure = figure_2(cuts);
  result.figure_caption =
      "Figure 2. The stratification waterfall: each filter multiplies the count of positives down.";
  return result;
}

}  // namespace

Passage waterfall() {
  return {.id = "waterfall",
          .title = "The stratification waterfall (Figure 2)",
          .order = 70,
          .run = recompute_waterfall};
}

}  // namespace secondsite::guide::passages
