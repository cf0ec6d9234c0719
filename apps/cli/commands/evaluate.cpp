#include "secondsite/evaluation/evaluate.h"

#include <filesystem>
#include <ostream>

#include "cohort_options.h"
#include "mark_options.h"
#include "mask_options.h"
#include "number_check.h"
#include "overwrite.h"
#include "run_output.h"
#include "secondsite/core/config.h"
#include "secondsite/core/file.h"
#include "secondsite/core/text.h"
#include "secondsite/evaluation/marks.h"
#include "secondsite/evaluation/mask_pairs.h"
#include "secondsite/evaluation/view.h"
#include "secondsite/image/read_volume.h"

namespace secondsite::cli::commands {
namespace {

struct EvaluateOptions {
  CohortOptions cohort;
  MaskOptions masks;
  MarkOptions marks;
  std::string plan;
  std::string out = "secondsite-run";
  double margin = 0.05;
  bool no_ledger = false;
  bool out_stated = false;
};

core::Result<evaluation::Request> request_of(const Session& session,
                                             const EvaluateOptions& options) {
  evaluation::Request request;
  if (options.masks.given()) {
    auto masks = mask_request(options.masks);
    if (!masks) return std::move(masks).error();
    request.masks = std::move(*masks);
  }
  auto marks = stated_marks(options.marks);
  if (!marks) return std::move(marks).error();
  request.marks = std::move(*marks);
  if (request.masks && request.marks)
    return core::Error("config.bad-value", "--masks and --marks are two evaluations", {},
                       "run the one, then the other");
  if (options.cohort.tables.empty() && !request.masks && !request.marks)
    return core::Error("config.bad-value", "nothing to evaluate was named: TABLE is required", {},
                       "name a TABLE of scores, or --masks and --reference, or --marks and "
                       "--lesions");
  auto tables = stated_tables(options.cohort);
  if (!tables) return std::move(tables).error();
  request.tables = std::move(*tables);
  request.default_margin = options.margin;
  if (options.plan.empty()) {
    auto protocol = stated_protocol(options.cohort, session.context.seed);
    if (!protocol) return std::move(protocol).error();
    request.protocol = std::move(*protocol);
  } else {
    if (options.cohort.states_protocol())
      return core::Error(
          "config.bad-value", "--plan already says what is asked and what the columns are",
          {.file = options.plan},
          "leave the other options out, or write a new protocol with `secondsite plan protocol`");
    auto text = core::read_file(options.plan);
    if (!text) return std::move(text).error().while_doing("opening the protocol");
    auto json = core::parse_yaml(*text, options.plan);
    if (!json) return std::move(json).error();
    auto protocol = evaluation::protocol_from(*json, options.plan);
    if (!protocol) return std::move(protocol).error();
    request.protocol = std::move(*protocol);
    request.from_protocol_file = true;
    if (session.seed_stated && session.context.seed != request.protocol.seed)
      return core::Error("config.bad-value",
                         "--seed " + std::to_string(session.context.seed) +
                             " was given, and the protocol declares the seed " +
                             std::to_string(request.protocol.seed),
                         {.file = options.plan},
                         "leave --seed out, or write a protocol with the other seed");
  }
  request.row_level_by_name = request.protocol.unit != "patient";
  return request;
}

// What is asked of masks and cannot be done with them; empty where all of it can.
std::string beyond_masks(const EvaluateOptions& options, const evaluation::MaskRequest& masks) {
  std::error_code failed;
  const auto is_folder = [&](const std::string& path) {
    return std::filesystem::is_directory(path, failed);
  };
  // A table of run lengths, or the outlines of one series, stand beside a folder.
  const bool one_pair = evaluation::is_one_pair(masks);
  if (!one_pair && is_folder(masks.predictions) != is_folder(masks.references))
    for (const auto& [file, folder] : {std::pair(masks.predictions, masks.references),
                                       std::pair(masks.references, masks.predictions)})
      if (image::is_image_name(file) && std::filesystem::is_regular_file(file, failed) &&
          is_folder(folder))
        return "--masks and --reference are a folder and a file: name two folders, or two files";
  const bool is_cohort = !options.cohort.tables.empty() || !one_pair;
  if (is_cohort && !options.masks.as.empty())
    return "--as needs one pair: name two files and no TABLE";
  if (is_cohort) return {};
  const std::pair<bool, const char*> beyond[] = {
      {!options.cohort.claims.empty(), "--claim"},
      {!masks.others.empty(), "--also"},
      {options.out_stated, "--out"},
      {!masks.case_column.empty(), "--case"},
      {!options.plan.empty(), "--plan"},
      {options.cohort.states_protocol(), "what is asked of a cohort"}};
  for (const auto& [is_stated, name] : beyond)
    if (is_stated)
      return "one pair of files is measured and shown, and " + std::string(name) +
             " has no use there: name two folders, or a TABLE too";
  return {};
}

Exit rehearse_masks(Session& session, const evaluation::MaskRequest& masks,
                    const std::string& folder) {
  core::Findings odd;
  const auto opened = evaluation::MaskPairs::open(masks, session.context, odd);
  if (!opened) return session.fail(opened.error());
  const auto& predictions = opened->models().front().entries;
  const auto& references = opened->references().entries;
  std::size_t pairs = 0;
  for (const evaluation::MaskEntry& entry : references)
    pairs += opened->prediction_of(opened->models().front(), entry) != nullptr ? 1 : 0;
  if (session.json) {
    session.out << core::pretty({{"reads", {masks.predictions, masks.references}},
                                 {"writes", folder},
                                 {"predictions", predictions.size()},
                                 {"references", references.size()},
                                 {"pairs", pairs}});
    return Exit::ok;
  }
  session.out << "Would compare " << core::counted(pairs, "pair") << " of masks ("
              << predictions.size() << " predictions, " << references.size()
              << " references) and write a run\nto " << folder
              << "/.\nNothing was measured or written, and the ledger was left alone.\n";
  return Exit::ok;
}

Exit rehearse_evaluate(Session& session, const evaluation::Request& request,
                       const EvaluateOptions& options) {
  if (request.masks) return rehearse_masks(session, *request.masks, options.out);
  auto view = request.marks
                  ? evaluation::open_marks(request, request.from_protocol_file, session.context)
                  : evaluation::open_view(request, request.from_protocol_file, session.context);
  if (!view) return session.fail(view.error());
  core::Json reads = core::Json::array();
  for (const evaluation::TableRequest& table : request.tables) reads.push_back(table.path);
  if (request.marks)
    for (const std::string& path : request.marks->paths()) reads.push_back(path);
  if (session.json) {
    session.out << core::pretty({{"reads", reads},
                                 {"writes", options.out},
                                 {"rows", view->table.rows()},
                                 {"roles", cohort::to_json(view->roles)}});
    return Exit::ok;
  }
  session.out << "Would read " << core::grouped(view->table.rows()) << " rows and write a run to "
              << options.out << "/.\nColumns as understood:\n";
  for (const std::string& reason : view->roles.reasons) session.out << "  " << reason << "\n";
  session.out << "Nothing was estimated or written, and the ledger was left alone.\n";
  return Exit::ok;
}

// Every file that is read, and every file that a run would write.
core::Status keep_what_is_read(const evaluation::Request& request, const EvaluateOptions& options) {
  std::vector<std::string> reads = {options.plan, options.cohort.roles_file};
  for (const evaluation::TableRequest& table : request.tables) reads.push_back(table.path);
  if (request.marks)
    for (const std::string& path : request.marks->paths()) reads.push_back(path);
  std::vector<std::string> writes = run_files(options.out);
  writes.push_back(options.marks.matches);
  return keep_inputs(writes, reads);
}

Exit run_evaluate(Session& session, const EvaluateOptions& options) {
  auto request = request_of(session, options);
  if (!request) {
    const Exit status = session.fail(request.error());
    const bool is_file = request.error().code().rfind("file.", 0) == 0;
    return options.plan.empty() && !is_file && status == Exit::unusable_input ? Exit::usage
                                                                              : status;
  }
  if (request->masks) {
    const std::string trouble = beyond_masks(options, *request->masks);
    if (!trouble.empty()) {
      session.fail(core::Error("config.bad-value", trouble));
      return Exit::usage;
    }
  }
  if (request->masks && request->tables.empty() && evaluation::is_one_pair(*request->masks))
    return show_pair(session, *request->masks, options.masks.as);
  if (auto kept = keep_what_is_read(*request, options); !kept) {
    session.fail(kept.error());
    return Exit::usage;
  }
  if (session.dry_run) return rehearse_evaluate(session, *request, options);
  // Before hours of work, and before the ledger is told: can the run be written at all?
  if (auto made = core::make_folder(options.out); !made)
    return session.fail(std::move(made).error().while_doing("making the folder of the run"));
  const evaluation::Occasion occasion{
      SECONDSITE_VERSION, session.now,
      options.no_ledger ? "" : session.state_folder + "/ledger.jsonl"};
  auto result = evaluation::evaluate(*request, occasion, session.context);
  if (!result) return session.fail(result.error());
  if (!options.marks.matches.empty()) {
    auto matches = evaluation::match_table(*request, session.context);
    if (!matches) return session.fail(matches.error());
    if (auto written = core::write_file(options.marks.matches, *matches); !written)
      return session.fail(written.error());
  }
  return write_and_tell(session, *result, options.out);
}

}  // namespace

Command evaluate() {
  return {
      .id = "evaluate",
      .summary = "Does the model survive the second hospital? Scores and labels in, a report out",
      .group = "Prove",
      .examples = {{"secondsite evaluate preds.csv truth.csv --on study \\\n      --claim \"auroc "
                    ">= 0.80 where hospital = B\"",
                    "Columns are guessed, and the guess is printed"},
                   {"secondsite evaluate scores.csv --plan protocol.yaml --out run",
                    "Answer a protocol that was written before"},
                   {"secondsite evaluate --masks predicted/ --reference truth/ cases.csv \\\n"
                    "      --case scan --patient patient",
                    "Masks, paired by file name (marks: --marks, --lesions, --scans)"}},
      .declare = [](CLI::App& app) -> std::function<Exit(Session&)> {
        auto options = std::make_shared<EvaluateOptions>();
        app.add_option("TABLE", options->cohort.tables,
                       "CSV, TSV, Parquet, SQLite or Excel (file.xlsx#sheet); with --masks or "
                       "--marks: of the cases");
        app.add_option("--plan", options->plan, "Protocol (YAML) to answer; see `secondsite plan`");
        app.add_option("--out", options->out, "Folder for report.html, result.json ...")
            ->capture_default_str();
        app.add_option("--margin", options->margin,
                       "Margin of the default claim: the second site's AUROC is not lower by this")
            ->capture_default_str()
            ->check(number_from(0.0001, 0.5));
        app.add_flag("--no-ledger", options->no_ledger,
                     "Do not record that these scores were opened");
        add_mask_options(app, options->masks);
        add_mark_options(app, options->marks);
        add_column_options(app, options->cohort);
        add_protocol_options(app, options->cohort);
        return [options, &app](Session& session) {
          options->out_stated = app.count("--out") > 0;
          return run_evaluate(session, *options);
        };
      }};
}

}  // namespace secondsite::cli::commands
