#include "command.h"
#include "parts.h"
#include "plan_parts.h"

namespace secondsite::cli::commands {

Command plan() {
  return {
      .id = "plan",
      .summary = "Power before results: sample sizes, the waterfall, and the protocol",
      .group = "Prove",
      .examples = {{"secondsite plan protocol cohort.csv --strata sex --strata view \\\n      "
                    "--claim \"auroc >= 0.80 where site = B\" --out protocol.yaml",
                    "Declare before the scores are opened; says what can be certified"},
                   {"secondsite plan power --p1 0.85 --p2 0.75",
                    "Positives a group to see a drop of sensitivity"},
                   {"secondsite plan waterfall --start 377110 --factor frontal=.65 \\\n      "
                    "--factor positive=.03 --factor women=.47",
                    "How few positives are left, and what they buy"}},
      .declare = [](CLI::App& app) -> std::function<Exit(Session&)> {
        Parts parts(app);
        parts.add("protocol",
                  "Write the protocol with its hash and time; forecast what can be certified",
                  declare_plan_protocol,
                  {{"secondsite plan protocol --claim \"auroc >= 0.80 where site = B\"",
                    "Declare one claim"},
                   {"secondsite plan protocol cohort.csv --strata sex --claim \"auroc >= 0.8\"",
                    "Against a table: says what its cases can certify"},
                   {"secondsite plan protocol --from draft.yaml --out protocol.yaml",
                    "From a draft written by hand"}});
        parts.add("power", "Sample size, power or detectable gap: any one unknown is solved for",
                  declare_plan_power,
                  {{"secondsite plan power --p1 0.85 --p2 0.75", "Positives a group to see a drop"},
                   {"secondsite plan power --p1 0.85 --p2 0.75 --n 66 --n2 7000",
                    "Power of a small subgroup against the rest"},
                   {"secondsite plan power --design auc --auc 0.85 --goal 0.80 --ratio 9",
                    "Positives to show an AUROC above a goal"}});
        parts.add("waterfall", "Multiply the cases down and see what is left",
                  declare_plan_waterfall,
                  {{"secondsite plan waterfall --start 377110 --factor pa=.65 --factor ill=.03",
                    "From a list of factors"},
                   {"secondsite plan waterfall cohort.csv --strata sex --strata view",
                    "From a real table; its scores stay closed"},
                   {"secondsite plan waterfall --start 5000 --factor ill=.1 --comparisons 10",
                    "With alpha shared by ten subgroups"}});
        parts.add("sites", "Will these sites have enough positives, and how many more would?",
                  declare_plan_sites,
                  {{"secondsite plan sites --cases 20000 --prevalence .03 --needed 250 \\\n      "
                    "--cases-per-site 10000",
                    "Will these sites have enough positives?"},
                   {"secondsite plan sites --cases 20000 --prevalence .03 --share .08 \\\n      "
                    "--needed 250 --cases-per-site 10000",
                    "For a stratum of 8 % of the cases"},
                   {"secondsite plan sites --cases 0 --prevalence .03 --needed 250 \\\n      "
                    "--cases-per-site 10000 --prevalence-cases 400",
                    "With a prevalence that is itself uncertain"}});
        return parts.chosen(
            "secondsite: plan what? protocol, power, waterfall or sites\n"
            "  try:   secondsite plan --help\n");
      }};
}

}  // namespace secondsite::cli::commands
