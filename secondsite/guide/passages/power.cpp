#include <cmath>

#include "secondsite/core/text.h"
#include "secondsite/guide/figure.h"
#include "secondsite/guide/printed.h"
#include "secondsite/guide/stratification.h"
#include "secondsite/stats/power_proportions.h"

namespace secondsite::guide::passages {
namespace {

stats::TwoProportionsDesign drop_to_75() {
  stats::TwoProportionsDesign design;
  design.p1 = 0.85;
  design.p2 = 0.75;
  design.alpha = 0.05;
  return design;
}

core::Result<double> cases_per_group(double alpha) {
  stats::TwoProportionsDesign design = drop_to_75();
  design.alpha = alpha;
  design.power = 0.80;
  auto solved = stats::solve(design);
  if (!solved) return std::move(solved).error();
  return *solved->n1;
}

core::Result<double> power_of(stats::TwoProportionsDesign design) {
  auto solved = stats::solve(design);
  if (!solved) return std::move(solved).error();
  return *solved->power;
}

core::Result<double> power_with(double per_group, double alpha) {
  stats::TwoProportionsDesign design = drop_to_75();
  design.alpha = alpha;
  design.n1 = per_group;
  return power_of(design);
}

// The subgroup against everybody else: p1 is that of the rest.
core::Result<double> power_against(double subgroup, double rest) {
  stats::TwoProportionsDesign design = drop_to_75();
  design.n1 = rest;
  design.n2 = subgroup;
  design.formula = stats::TwoProportionsFormula::arcsine;
  return power_of(design);
}

core::Result<double> power_against_fixed(double subgroup) {
  stats::OneProportionDesign design;
  design.n = subgroup;
  design.truth = 0.75;
  design.goal = 0.85;
  design.effect = stats::Effect::below;
  design.alpha = 0.05;
  auto solved = stats::solve(design);
  if (!solved) return std::move(solved).error();
  return *solved->power;
}

core::Json figure_3b() {
  core::Json rows = core::Json::array();
  for (const double alpha : {0.05, 0.005})
    for (double n = 10; n <= 600; n += 10) {
      const auto power = power_with(n, alpha);
      if (power)
        rows.push_back(
            {{"n", n},
             {"power", *power},
             {"test", alpha == 0.05 ? "alpha = 0.05" : "alpha = 0.005 (ten subgroups)"}});
    }
  const core::Json x = channel("n", "quantitative", "positives per group");
  const core::Json y = channel("power", "quantitative", "power", {{"scale", {{"domain", {0, 1}}}}});
  return figure("Power to detect a drop from 0.85 to 0.75", std::move(rows),
                {{{"mark", {{"type", "line"}}},
                  {"encoding",
                   {{"x", x},
                    {"y", y},
                    {"color", channel("test", "nominal", "")},
                    {"strokeDash", channel("test", "nominal", "")}}}},
                 {{"data", {{"values", {{{"power", 0.8}}}}}},
                  {"mark", {{"type", "rule"}, {"strokeDash", {4, 4}}, {"color", "#777777"}}},
                  {"encoding", {{"y", y}}}},
                 {{"data", {{"values", {{{"n", 66}}}}}},
                  {"mark", {{"type", "rule"}, {"strokeDash", {4, 4}}, {"color", "#b5312c"}}},
                  {"encoding", {{"x", x}}}}});
}

core::Result<PassageResult> recompute_power(const PassageInput&) {
  const auto needed = cases_per_group(0.05);
  const auto corrected = cases_per_group(0.05 / 10);
  const auto power = power_with(66, 0.05);
  const auto rest = power_against(66, 7000);
  const auto fixed = power_against_fixed(66);
  for (const auto* each : {&needed, &corrected, &power, &rest, &fixed})
    if (!*each) return each->error();
  const std::string formula =
      "(z sqrt(2 p q) + z_b sqrt(p1 q1 + p2 q2))^2/(p1 - p2)^2, as R's power.prop.test";
  PassageResult result;
  result.numbers = {
      compare({"positives per group for 80 % power", "about 250", "250", Claim::about},
              static_cast<double>(stats::whole_cases(*needed)), "per group", formula),
      compare({"the same for ten subgroups (Bonferroni)", "~425", "425"},
              static_cast<double>(stats::whole_cases(*corrected)), "per group",
              formula + " at alpha = 0.005",
              "The formula gives " + core::fixed(*corrected, 2) +
                  "; cases come whole, so it is rounded up."),
      compare(
          {"power of 66 positives", "roughly 30 %", "30", Claim::about}, 100 * *power, "%",
          "two groups of 66, two-sided 0.05",
          "This is 66 against another 66. The text's question is the subgroup against the rest: "
          "see the next two rows."),
      statement(
          "power of 66 against the other 7,000 positives", "", *rest > *power, 100 * *rest, "%",
          "arcsine formula, as R's pwr.2p2n.test",
          "Nearly twice the text's figure: the comparison that a team would make has about even "
          "odds."),
      statement("power of 66 against a fixed 0.85", "", *fixed > *rest, 100 * *fixed, "%",
                "one-sample test of a proportion, normal approximation",
                "If 0.85 is a goal and not an estimate."),
      statement("chance to miss the drop", "a two-in-three chance",
                std::abs((1 - *power) - 2.0 / 3) < 0.05, 100 * (1 - *power), "%", "1 - power",
                "Seven in ten for 66 against 66; below one half against the rest."),
      statement("Bonferroni over ten subgroups", "alpha = 0.005", true, 0.05 / 10, "", "0.05/10",
                "Holm's correction keeps the same family error and never needs more cases."),
  };
  result.figure = figure_3b();
  result.figure_caption =
      "Figure 3b. Power to detect a drop from 0.85 to 0.75 against the positives per group; the "
      "dashed "
      "lines are 80 % power and the subgroup's 66 positives.";
  return result;
}

}  // namespace

Passage power() {
  return {
      .id = "power", .title = "The power trap (Figure 3b)", .order = 90, .run = recompute_power};
}

}  // namespace secondsite::guide::passages
