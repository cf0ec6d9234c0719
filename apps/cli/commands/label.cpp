#include <fstream>
#include <iostream>
#include <ostream>

#include "command.h"
#include "label_run.h"
#include "secondsite/core/text.h"

namespace secondsite::cli::commands {

Command label() {
  return {
      .id = "label",
      .summary = "Turn reports into labels, with the words, the trigger and the rule behind each",
      .group = "Prove",
      .examples = {{"secondsite label reports.csv --text report --id study --out labels",
                    "A column of reports: labels.csv, mentions.csv, reports.html"},
                   {"secondsite label reports/ --labeler nih14 --gold gold.csv --out labels",
                    "A folder of .txt or Open-i .xml, held against a gold table"},
                   {"secondsite label - --json < reports.jsonl",
                    "JSON lines in, one JSON document out"}},
      .declare = [](CLI::App& app) -> std::function<Exit(Session&)> {
        auto options = std::make_shared<LabelOptions>();
        app.add_option("REPORTS", options->reports,
                       "CSV, TSV, JSON lines, a .txt or .xml file, a folder of them, or - for JSON "
                       "lines on stdin")
            ->required();
        app.add_option("--labeler", options->labeler,
                       "Where labels come from; `secondsite list labelers`")
            ->capture_default_str();
        app.add_option("--program", options->program,
                       "With --labeler program: the command that gets the reports as JSON lines");
        app.add_option("--rules", options->rules,
                       "A rules file (YAML) instead of the built-in one");
        app.add_option("--text", options->columns.text,
                       "Column of the text; several are joined, each under its name as a heading");
        app.add_option("--id", options->columns.id, "Column of the report's id");
        app.add_option("--keep", options->columns.keep,
                       "Column to carry along into labels.csv, such as the patient");
        app.add_flag("--headerless", options->columns.headerless,
                     "The CSV is one column of reports without a header");
        app.add_option("--gold", options->gold, "Table of right labels to measure agreement with");
        app.add_option("--gold-id", options->gold_id, "Its column of ids; else its first column");
        app.add_option("--level", options->level, "Level of the intervals")
            ->capture_default_str()
            ->check(CLI::Range(0.5, 0.999));
        app.add_option("--show", options->show, "How many reports reports.html shows")
            ->capture_default_str();
        app.add_option("--out", options->out,
                       "Folder for labels.csv, mentions.csv, reports.html ...")
            ->capture_default_str();
        return [options](Session& session) { return label_reports_of(session, *options); };
      }};
}

}  // namespace secondsite::cli::commands
