#include <ostream>

#include "command.h"
#include "help.h"
#include "readers_parts.h"

namespace secondsite::cli::commands {

Command readers() {
  return {
      .id = "readers",
      .summary = "How well do readers agree, what is their consensus, where does the model stand",
      .group = "Beside",
      .examples = {{"secondsite readers agreement reads.csv --reader rad --case image",
                    "A row a read: kappa, alpha and AC1 with intervals"},
                   {"secondsite readers agreement bc1.csv bc2.csv bc3.csv",
                    "A table a reader, findings by column name"},
                   {"secondsite readers agreement diameters.csv --rating a --rating b",
                    "Measurements: ICC and the limits of agreement"}},
      .declare = [](CLI::App& app) -> std::function<Exit(Session&)> {
        struct Part {
          CLI::App* app;
          Act act;
        };
        auto parts = std::make_shared<std::vector<Part>>();
        const auto add = [&](const char* name, const char* says, Act (*declare)(CLI::App&),
                             std::vector<Example> examples) {
          CLI::App* part = app.add_subcommand(name, says);
          part->formatter(std::make_shared<Formatter>(std::move(examples)));
          part->fallthrough();
          parts->push_back({part, declare(*part)});
        };
        add("agreement", "Kappas, alpha, AC1, ICC, Bland-Altman: overall and by pair",
            declare_readers_agreement,
            {{"secondsite readers agreement reads.csv --reader rad --case image", "A row a read"},
             {"secondsite readers agreement wide.csv --rating r1 --rating r2 --rating r3",
              "A column a reader"},
             {"secondsite readers agreement bc1.csv bc2.csv --out agreement",
              "A table a reader; the page and its tables are written"}});
        app.require_subcommand(0, 1);
        return [parts](Session& session) {
          for (const Part& part : *parts)
            if (part.app->parsed()) return part.act(session);
          session.note << "secondsite: readers what? agreement\n"
                          "  try:   secondsite readers --help\n";
          return Exit::usage;
        };
      }};
}

}  // namespace secondsite::cli::commands
