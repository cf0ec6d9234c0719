#include <map>
#include <ostream>
#include <set>

#include "number_check.h"
#include "readers_parts.h"
#include "secondsite/cohort/labels_scores.h"
#include "secondsite/core/file.h"
#include "secondsite/core/random.h"
#include "secondsite/core/text.h"
#include "secondsite/readers/lesion_strata.h"
#include "secondsite/report/readers_pages.h"

namespace secondsite::cli {
namespace {

struct LesionOptions {
  std::string folder;
  readers::StrataRequest strata;
  readers::LinkRule rule;
  std::string out;
};

// The rule with one choice made otherwise, each.
std::vector<std::pair<std::string, readers::LinkRule>> other_rules(const readers::LinkRule& rule) {
  std::vector<std::pair<std::string, readers::LinkRule>> out;
  const auto add = [&](bool readers::LinkRule::*choice, const char* with, const char* without) {
    readers::LinkRule other = rule;
    other.*choice = !(rule.*choice);
    out.emplace_back(other.*choice ? with : without, other);
  };
  add(&readers::LinkRule::by_image, "slices told apart by image", "slices told apart by place");
  add(&readers::LinkRule::rated_only, "rated outlines only", "unrated outlines too");
  add(&readers::LinkRule::with_outline, "outlines included", "outlines excluded");
  add(&readers::LinkRule::neighbour_slices, "neighbouring slices too", "the same slice only");
  add(&readers::LinkRule::one_to_one, "mark to mark, mutually best", "every overlap");
  return out;
}

Exit run_lesions(Session& session, const LesionOptions& options) {
  core::Findings findings;
  const auto messages = cohort::lidc::read_folder(options.folder, session.context, findings);
  if (!messages) return session.fail(messages.error());
  if (messages->empty())
    return session.fail(
        core::Error("readers.no-lesions", "the folder holds no annotation",
                    {.file = options.folder, .row = std::nullopt, .column = "", .tag = ""}));
  if (session.dry_run) {
    if (session.json)
      session.out << core::pretty({{"files", messages->size()}, {"writes", options.out}});
    else
      session.out << "Would link the marks of " << core::counted(messages->size(), "file")
                  << ".\nNothing was written.\n";
    return Exit::ok;
  }
  const auto series = readers::link_all(*messages, options.rule, session.context, findings);
  std::vector<report::LesionStratum> strata{{"all series", "", readers::summarise(series)}};
  std::vector<readers::SeriesStrata> cuts;
  if (!options.strata.tables.empty()) {
    auto stated = readers::strata_of(series, options.strata, session.context, findings);
    if (!stated) return session.fail(std::move(stated).error().while_doing("reading the strata"));
    cuts = *std::move(stated);
  }
  cuts.push_back(readers::strata_by_spacing(series));
  for (const readers::SeriesStrata& cut : cuts)
    for (const std::string& wanted : cut.order)
      strata.push_back({cut.name, wanted, readers::summarise(series, cut.level, wanted)});
  std::vector<report::LesionStratum> rules;
  core::Findings unheard;  // the same odd data once more
  for (const auto& [name, rule] : other_rules(options.rule))
    rules.push_back(
        {name, "",
         readers::summarise(readers::link_all(*messages, rule, session.context, unheard))});
  return tell_dossier(
      session, report::lesions_dossier(options.rule, series, strata, rules, findings), options.out);
}

struct ErrorOptions {
  std::string table;
  std::string score;
  std::string label;
  std::string patient;
  std::string rates;
  std::optional<double> threshold;
  unsigned replicates = 2000;
  std::string out;
};

struct Columns {
  std::vector<double> score;
  std::vector<std::uint8_t> positive;
  std::vector<std::uint32_t> patient;
  std::vector<std::uint64_t> key;
};

core::Result<Columns> columns_of(const ErrorOptions& options, const core::Context& context,
                                 core::Findings& findings) {
  auto table = cohort::read_table(options.table, context, findings);
  if (!table) return std::move(table).error();
  cohort::FindingColumns finding;
  finding.name = options.label;
  finding.score = options.score;
  finding.label = options.label;
  auto labels = cohort::read_labels(*table, finding, context.threads, findings);
  if (!labels) return std::move(labels).error();
  auto scores = cohort::read_scores(*table, finding, context.threads, findings);
  if (!scores) return std::move(scores).error();
  const cohort::Column* patient = nullptr;
  if (!options.patient.empty()) {
    auto stated = table->column(options.patient);
    if (!stated) return std::move(stated).error();
    patient = *stated;
  }
  Columns out;
  std::map<std::string, std::uint32_t> number;
  for (std::size_t r = 0; r < table->rows(); ++r) {
    const int label = cohort::resolve(labels->state[r], cohort::UncertainPolicy::exclude);
    if (label < 0 || scores->state[r] != cohort::ScoreState::finite) continue;
    out.score.push_back(scores->value[r]);
    out.positive.push_back(static_cast<std::uint8_t>(label));
    if (patient == nullptr) {
      out.key.push_back(r);
      continue;
    }
    const std::string name = patient->raw(r);
    const auto [entry, is_new] =
        number.try_emplace(name, static_cast<std::uint32_t>(number.size()));
    if (is_new) out.key.push_back(core::key_of(name));
    out.patient.push_back(entry->second);
  }
  return out;
}

Exit run_errors(Session& session, const ErrorOptions& options) {
  core::Findings findings;
  auto text = core::read_file(options.rates);
  if (!text) return session.fail(std::move(text).error().while_doing("reading the error rates"));
  auto parsed = core::parse_json(*text, options.rates);
  if (!parsed) return session.fail(parsed.error());
  auto rates = labels::rates_from_json(*parsed, options.rates);
  if (!rates) return session.fail(rates.error());
  auto columns = columns_of(options, session.context, findings);
  if (!columns) return session.fail(columns.error());
  if (session.dry_run) {
    if (session.json)
      session.out << core::pretty({{"cases", columns->score.size()}, {"writes", options.out}});
    else
      session.out << "Would correct the estimates of "
                  << core::counted(columns->score.size(), "case") << ".\nNothing was written.\n";
    return Exit::ok;
  }
  labels::LabelErrorRequest request;
  request.rates = *std::move(rates);
  metrics::MetricOptions asked;
  asked.threshold = options.threshold;
  asked.replicates = options.replicates;
  asked.unit = options.patient.empty() ? "case" : "patient";
  asked.context = session.context;
  auto result = labels::correct_for_label_error(
      {columns->score, columns->positive, columns->patient, columns->key}, request, asked);
  if (!result) return session.fail(result.error());
  return tell_dossier(session, report::label_error_dossier(request, *result, findings),
                      options.out);
}

}  // namespace

Act declare_readers_lesions(CLI::App& app) {
  auto options = std::make_shared<LesionOptions>();
  app.add_option("FOLDER", options->folder, "Folder of LIDC-IDRI annotation XML")->required();
  app.add_option("--strata", options->strata.tables,
                 "Table about the series; several are joined with --on");
  app.add_option("--on", options->strata.on,
                 "Key that joins the next table of --strata: KEY or LEFT=RIGHT");
  app.add_option("--series-column", options->strata.series_column,
                 "The first table's column of the series UID")
      ->capture_default_str();
  app.add_option("--by", options->strata.by,
                 "Column to stratify by (default Manufacturer); repeatable");
  app.add_flag("--by-image", options->rule.by_image,
               "Slices are the same where their SOP Instance UID is, not their place");
  app.add_flag("--neighbour-slices", options->rule.neighbour_slices,
               "Marks on neighbouring slices are linked too");
  app.add_flag("--rated-only", options->rule.rated_only, "Outlines without ratings do not count");
  app.add_flag("--one-to-one", options->rule.one_to_one,
               "Link a mark to the one mark of another reader that it shares most with");
  app.add_flag("--with-outline", options->rule.with_outline,
               "The pixels of the outline belong to the mark");
  app.add_option("--out", options->out, "Folder for the page, the JSON and the CSV files");
  return [options](Session& session) {
    if (options->strata.by.empty()) options->strata.by = {"Manufacturer"};
    return run_lesions(session, *options);
  };
}

Act declare_readers_label_error(CLI::App& app) {
  auto options = std::make_shared<ErrorOptions>();
  app.add_option("TABLE", options->table, "Table of scores and labels")->required();
  app.add_option("--score", options->score, "Score column")->required();
  app.add_option("--label", options->label, "Column of the noisy label")->required();
  app.add_option("--patient", options->patient, "Patient column: the unit of analysis");
  app.add_option("--rates", options->rates,
                 "JSON: sensitivity and specificity of the label, or its audit")
      ->required();
  app.add_option("--threshold", options->threshold, "Scores at or above it are calls")
      ->check(finite_number());
  app.add_option("--replicates", options->replicates, "Of the bootstrap")
      ->check(CLI::Range(1U, 1000000U))
      ->capture_default_str();
  app.add_option("--out", options->out, "Folder for the page, the JSON and the CSV files");
  return [options](Session& session) { return run_errors(session, *options); };
}

}  // namespace secondsite::cli
