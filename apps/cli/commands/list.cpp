#include <ostream>

#include "command.h"
#include "help.h"
#include "secondsite/cohort/check.h"
#include "secondsite/cohort/dataset.h"
#include "secondsite/cohort/source.h"
#include "secondsite/core/code.h"
#include "secondsite/core/registry.h"
#include "secondsite/dicom/codec.h"
#include "secondsite/evaluation/mask_source.h"
#include "secondsite/evaluation/stratifier.h"
#include "secondsite/guide/passage.h"
#include "secondsite/labels/consensus.h"
#include "secondsite/labels/labeler.h"
#include "secondsite/metrics/losses/loss.h"
#include "secondsite/metrics/metric.h"
#include "secondsite/metrics/samplers/sampler.h"
#include "secondsite/report/exporter.h"
#include "secondsite/report/section.h"
#include "secondsite/shift/audit.h"
#include "secondsite/stats/agreement_coefficient.h"
#include "secondsite/stats/hypothesis_test.h"
#include "secondsite/stats/interval_method.h"

namespace secondsite::cli::commands {
namespace {

// One registry, flattened to what a list shows.
struct Shelf {
  std::string id;
  std::string says;
  struct Row {
    std::string id;
    std::string title;
    std::string detail;
    std::string reference;
  };
  std::vector<Row> rows;
};

template <typename Entry, typename Detail, typename Reference>
Shelf shelf(std::string id, std::string says, std::span<const Entry> table, Detail detail,
            Reference reference) {
  Shelf out{std::move(id), std::move(says), {}};
  for (const Entry& entry : table)
    out.rows.push_back({std::string(entry.id), std::string(entry.title), std::string(detail(entry)),
                        std::string(reference(entry))});
  return out;
}

std::vector<Shelf> shelves() {
  const auto none = [](const auto&) { return std::string_view(); };
  const auto reference = [](const auto& entry) { return entry.reference; };
  const auto question = [](const metrics::Metric& metric) { return metric.question; };
  std::vector<Shelf> out;
  out.push_back(
      shelf("metrics", "what can be claimed and estimated", metrics::all(), question, reference));
  out.push_back(shelf("masks", "the same of masks", metrics::masks::all(), question, reference));
  out.push_back(
      shelf("marks", "the same of marks in scans", metrics::marks::all(), question, reference));
  out.push_back(shelf(
      "losses", "values and gradients for training", metrics::losses::all(),
      [](const metrics::Loss& loss) { return loss.definition; }, reference));
  out.push_back(shelf(
      "samplers", "patches for training", metrics::samplers::all(),
      [](const metrics::Sampler& sampler) { return sampler.definition; }, reference));
  out.push_back(shelf(
      "mask-sources", "what masks are read from", evaluation::mask_sources::all(),
      [](const evaluation::MaskSource& source) { return source.definition; }, none));
  out.push_back(shelf(
      "intervals", "intervals for a proportion", stats::intervals::all(),
      [](const stats::IntervalMethod& method) { return method.remark; }, reference));
  out.push_back(shelf(
      "tests", "tests on summary numbers", stats::tests::all(),
      [](const stats::HypothesisTest& test) { return test.null_hypothesis; }, reference));
  out.push_back(shelf(
      "agreement", "coefficients of agreement between readers", stats::agreement::all(),
      [](const stats::AgreementCoefficient& coefficient) { return coefficient.question; },
      reference));
  Shelf sources = shelf("sources", "what is read as a cohort: files, and datasets as published",
                        cohort::sources::all(), none, reference);
  const Shelf datasets = shelf(
      "datasets", "", cohort::datasets::all(),
      [](const cohort::Dataset& dataset) {
        return std::string(dataset.modality) + "; " + std::string(dataset.scale) + ". " +
               std::string(dataset.notes) + ".";
      },
      reference);
  sources.rows.insert(sources.rows.end(), datasets.rows.begin(), datasets.rows.end());
  out.push_back(std::move(sources));
  std::vector<Shelf::Row> codecs;
  for (const dicom::Codec& codec : dicom::codecs::all())
    codecs.push_back(
        {std::string(codec.id), std::string(codec.title),
         "by " + std::string(codec.library) + ": " +
             core::join(std::vector<std::string>(codec.syntaxes.begin(), codec.syntaxes.end()),
                        ", "),
         std::string(codec.reference)});
  out.push_back({"codecs", "compressed DICOM pixel data that are decoded", std::move(codecs)});
  out.push_back(shelf(
      "consensus", "how several readers become one label", labels::consensus_rules::all(),
      [](const labels::ConsensusRule& rule) { return rule.question; }, reference));
  out.push_back(
      shelf("checks", "oddities looked for in every table", cohort::checks::all(), none, none));
  out.push_back(shelf(
      "labelers", "where labels come from", labels::labelers::all(),
      [](const labels::Labeler& labeler) {
        return labeler.language == "es"   ? "Spanish"
               : labeler.language == "en" ? "English"
                                          : "any language";
      },
      reference));
  out.push_back(shelf("stratifiers", "how a column becomes strata", evaluation::stratifiers::all(),
                      none, none));
  out.push_back(shelf(
      "audits", "what the model may have learned instead", shift::audits::all(),
      [](const shift::Audit& audit) { return audit.question; }, reference));
  out.push_back(shelf("sections", "of the report", report::sections::all(), none, none));
  out.push_back(shelf(
      "exporters", "files that a run is written as", report::exporters::all(),
      [](const report::Exporter& exporter) { return exporter.file_name; }, none));
  out.push_back(
      shelf("passages", "of the field guide, recomputed", guide::passages::all(), none, none));
  Shelf verbs{"verbs", "of this program", {}};
  for (const Command& command : commands::all())
    verbs.rows.push_back(
        {std::string(command.id), std::string(command.summary), std::string(command.group), {}});
  out.push_back(std::move(verbs));
  return out;
}

core::Json list_as_json(const Shelf& shelf) {
  core::Json rows = core::Json::array();
  for (const Shelf::Row& row : shelf.rows) {
    core::Json entry{{"id", row.id}, {"title", row.title}};
    if (!row.detail.empty()) entry["detail"] = row.detail;
    if (!row.reference.empty()) entry["reference"] = row.reference;
    rows.push_back(std::move(entry));
  }
  return rows;
}

void print_list(std::ostream& out, const Shelf& shelf, bool whole) {
  out << shelf.id << ": " << shelf.says << "\n";
  for (const Shelf::Row& row : shelf.rows) {
    const std::string pad(row.id.size() < 26 ? 26 - row.id.size() : 1, ' ');
    out << "  " << row.id << pad << wrapped(row.title, 51, 28) << "\n";
    if (whole && !row.detail.empty())
      out << std::string(28, ' ') << wrapped(row.detail, 51, 28) << "\n";
    if (whole && !row.reference.empty())
      out << std::string(28, ' ') << wrapped(row.reference, 51, 28) << "\n";
  }
}

Exit run_list(Session& session, const std::string& wanted) {
  const std::vector<Shelf> all = shelves();
  if (!wanted.empty()) {
    const auto found = core::find_entry<Shelf>(all, wanted, "registry");
    if (!found) {
      session.fail(found.error());
      return Exit::usage;
    }
    if (session.json)
      session.out << core::pretty(list_as_json(**found));
    else
      print_list(session.out, **found, true);
    return Exit::ok;
  }
  core::Json whole = core::Json::object();
  for (const Shelf& each : all) {
    if (session.json)
      whole[each.id] = list_as_json(each);
    else
      print_list(session.out, each, false);
  }
  if (session.json) session.out << core::pretty(whole);
  return Exit::ok;
}

}  // namespace

Command list() {
  return {.id = "list",
          .summary = "Show every registered metric, test, source, audit, section and verb",
          .group = "Beside",
          .examples = {{"secondsite list", "Everything, a line each"},
                       {"secondsite list metrics", "One registry, with questions and sources"},
                       {"secondsite list --json", "The same for a program"}},
          .declare = [](CLI::App& app) -> std::function<Exit(Session&)> {
            auto wanted = std::make_shared<std::string>();
            app.add_option("REGISTRY", *wanted, "One registry, in full");
            return [wanted](Session& session) { return run_list(session, *wanted); };
          }};
}

}  // namespace secondsite::cli::commands
