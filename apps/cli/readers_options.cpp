#include <filesystem>
#include <ostream>

#include "readers_parts.h"
#include "secondsite/cohort/roles.h"
#include "secondsite/core/text.h"
#include "secondsite/readers/swapped_columns.h"

namespace secondsite::cli {

using core::Error;
using core::Result;

void add_reads_options(CLI::App& app, ReadsOptions& options, bool or_masks) {
  app.add_option("TABLE", options.tables,
                 std::string("One table (long: a row a read; wide: a column a reader), or one a "
                             "reader, FILE or NAME=FILE") +
                     (or_masks ? "; with --masks: of the cases and their patients" : ""))
      ->required(!or_masks);
  const char* group = "Columns (guessed where not stated; the guess is printed)";
  app.add_option("--case", options.request.one_case, "Column that names the case")->group(group);
  app.add_option("--patient", options.request.patient,
                 "Patient column: intervals are clustered by patient")
      ->group(group);
  app.add_option("--reader", options.request.reader, "Long table: column of the reader")
      ->group(group);
  app.add_option("--rating", options.request.ratings,
                 "Long: column of ratings; wide: column of a reader; repeatable")
      ->group(group);
  app.add_option("--event", options.request.event,
                 "Long table of findings: a row says that its reader saw what stands here")
      ->group(group);
  app.add_option("--nothing", options.request.no_finding,
                 "Value of --event that means that nothing was seen")
      ->group(group);
  app.add_option("--name", options.request.finding, "What a wide table rates, by name")
      ->group(group);
  app.add_option("--only-reader", options.only, "Only these readers; repeatable")->group(group);
  app.add_option("--finding", options.findings, "Only these findings; repeatable")->group(group);
  app.add_option("--out", options.out, "Folder for the page, the JSON and the CSV files");
}

namespace {

struct Named {
  std::string reader;
  std::string path;
};

// "bc1=radiologists/bc1.csv", or the file's own name without its ending.
Named named(const std::string& argument) {
  const std::size_t sign = argument.find('=');
  std::error_code fault;
  if (sign != std::string::npos && sign > 0 && !std::filesystem::exists(argument, fault))
    return {argument.substr(0, sign), argument.substr(sign + 1)};
  return {std::filesystem::path(argument).stem().string(), argument};
}

// Where no patient column is stated and every table has a column of paths that name the patient.
void take_patients_from_paths(std::vector<readers::ReaderTable>& tables,
                              readers::ReadsRequest& request, const core::Context& context,
                              std::vector<std::string>& reasons) {
  if (!request.patient.empty()) return;
  std::string found;
  std::vector<readers::ReaderTable> with;
  for (const readers::ReaderTable& one : tables) {
    with.push_back({one.reader, cohort::with_patient_from_path(one.table, context)});
    if (with.back().table.columns().size() == one.table.columns().size()) return;
    const std::string& name = with.back().table.columns().back().name;
    if (!found.empty() && found != name) return;
    found = name;
  }
  tables = std::move(with);
  request.patient = found;
  reasons.push_back("the patient is read from paths: \"" + found + "\"");
}

}  // namespace

Result<ReadsAsked> read_reads(const ReadsOptions& options, const core::Context& context) {
  ReadsAsked out;
  if (options.tables.empty())
    return Error("config.bad-value", "no reads were named: TABLE or --masks is required", {},
                 "name a table of reads, or the readers' masks with --masks");
  std::vector<readers::ReaderTable> tables;
  for (const std::string& argument : options.tables) {
    const Named one = named(argument);
    auto table = cohort::read_table(one.path, context, out.findings);
    if (!table) return std::move(table).error().while_doing("reading the reads");
    for (const readers::ReaderTable& other : tables)
      if (other.reader == one.reader)
        return Error("config.bad-value", "two tables belong to a reader \"" + one.reader + "\"", {},
                     "name them: NAME=FILE");
    tables.push_back({one.reader, *std::move(table)});
  }
  if (tables.size() > 1) readers::compare_orders(tables, out.findings);
  readers::ReadsRequest request = options.request;
  take_patients_from_paths(tables, request, context, out.reasons);
  auto read = readers::reads_from(tables, request, context, out.findings);
  if (!read) return std::move(read).error();
  out.reads = std::move(read->reads);
  for (std::string& reason : read->reasons) out.reasons.push_back(std::move(reason));
  if (tables.size() > 1) readers::find_swaps(out.reads, out.findings);
  if (!options.findings.empty()) {
    std::vector<readers::RatedFinding> kept;
    for (const std::string& name : options.findings) {
      auto finding = out.reads.find(name);
      if (!finding) return std::move(finding).error();
      kept.push_back(**finding);
    }
    out.reads.findings = std::move(kept);
  }
  if (!options.only.empty()) {
    auto kept = out.reads.only(options.only);
    if (!kept) return std::move(kept).error();
    out.reads = *std::move(kept);
  }
  return out;
}

Exit rehearse_reads(Session& session, const ReadsOptions& options, const std::string& file_id) {
  auto asked = read_reads(options, session.context);
  if (!asked) return session.fail(asked.error());
  const std::string writes =
      options.out.empty() ? "" : options.out + "/" + file_id + ".html and its tables";
  if (session.json) {
    std::vector<std::string> findings;
    for (const readers::RatedFinding& finding : asked->reads.findings)
      findings.push_back(finding.name);
    session.out << core::pretty({{"readers", asked->reads.readers},
                                 {"cases", asked->reads.cases.size()},
                                 {"findings", findings},
                                 {"writes", writes}});
    return Exit::ok;
  }
  session.out << "Would compare " << core::counted(asked->reads.readers.size(), "reader") << " on "
              << core::counted(asked->reads.cases.size(), "case") << ", "
              << core::counted(asked->reads.findings.size(), "finding") << ".\n";
  for (const std::string& reason : asked->reasons) session.out << "  " << reason << "\n";
  session.out << (writes.empty() ? "Nothing would be written.\n" : "Would write " + writes + ".\n");
  return Exit::ok;
}

Exit tell_dossier(Session& session, const report::Dossier& dossier, const std::string& folder) {
  if (!folder.empty())
    if (auto wrote = report::write_dossier(dossier, folder, SECONDSITE_VERSION, session.now);
        !wrote)
      return session.fail(wrote.error());
  if (session.json)
    session.out << core::pretty(report::dossier_json(dossier));
  else
    session.out << report::dossier_text(dossier, 80);
  if (!folder.empty()) session.note << "Written: " << folder << "/" << dossier.id << ".html\n";
  return Exit::ok;
}

}  // namespace secondsite::cli
