#include <ostream>

#include "command.h"
#include "help.h"
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
        struct Part {
          CLI::App* app;
          Act act;
        };
        auto parts = std::make_shared<std::vector<Part>>();
        const auto add = [&](const char* name, const char* says, Act (*declare)(CLI::App&)) {
          CLI::App* part = app.add_subcommand(name, says);
          part->formatter(std::make_shared<Formatter>());
          part->fallthrough();
          parts->push_back({part, declare(*part)});
        };
        add("protocol", "Write the protocol with its hash and time; forecast what can be certified",
            declare_plan_protocol);
        add("power", "Sample size, power or detectable gap: any one unknown is solved for",
            declare_plan_power);
        add("waterfall", "Multiply the cases down and see what is left", declare_plan_waterfall);
        add("sites", "Will these sites have enough positives, and how many more would?",
            declare_plan_sites);
        app.require_subcommand(1);
        return [parts](Session& session) {
          for (const Part& part : *parts)
            if (part.app->parsed()) return part.act(session);
          return Exit::usage;
        };
      }};
}

}  // namespace secondsite::cli::commands
