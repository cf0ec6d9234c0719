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
        add("study", "Reader studies: readers x cases x modalities, by every estimator",
            declare_readers_study,
            {{"secondsite readers study VanDyke.csv", "A row a read; columns are guessed"},
             {"secondsite readers study pivotal.imrmc --estimator u-bdg \\\n      "
              "--claim non-inferiority --margin 0.05 --test aided --reference unaided",
              "Declare the estimator and the claim"},
             {"secondsite readers study marks.csv --lesions truth.csv",
              "Localisation: the wAFROC area"}});
        add("size", "Readers and cases that a reader study needs", declare_readers_size,
            {{"secondsite readers size pilot.csv --effect 0.04",
              "Components of a pilot: cases for several numbers of readers"},
             {"secondsite readers size pilot.csv --effect 0.04 --readers 8", "Cases for 8 readers"},
             {"secondsite readers size --error .0008 --cov1 .00035 --cov2 .00034 \\\n      "
              "--cov3 .00024 --var-modality-reader .0002 --pilot-cases 114 \\\n      "
              "--effect 0.05 --readers 6 --cases 200",
              "Power from components of the literature"}});
        add("automation", "Errors of commission and omission; what a wrong model does to readers",
            declare_readers_automation,
            {{"secondsite readers automation reads.csv --model-output ai",
              "Reads without and with the model, and its output"},
             {"secondsite readers automation reads.csv --model-output ai --time seconds",
              "With reading times"},
             {"secondsite readers automation reads.csv --model-output ai --threshold 3 \\\n      "
              "--without unaided --with aided",
              "Ratings from 3 are positive calls"}});
        app.require_subcommand(0, 1);
        return [parts](Session& session) {
          for (const Part& part : *parts)
            if (part.app->parsed()) return part.act(session);
          session.note << "secondsite: readers what? agreement, study, size or automation\n"
                          "  try:   secondsite readers --help\n";
          return Exit::usage;
        };
      }};
}

}  // namespace secondsite::cli::commands
