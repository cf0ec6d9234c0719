#include "secondsite/cohort/partition/partition.h"

#include <algorithm>
#include <ostream>

#include "command.h"
#include "help.h"
#include "overwrite.h"
#include "partition_options.h"
#include "partition_summary.h"
#include "secondsite/cohort/build.h"
#include "secondsite/core/file.h"
#include "secondsite/core/monospace.h"
#include "secondsite/core/text.h"

namespace secondsite::cli::commands {
namespace {

using cohort::partition::Partition;
using cohort::partition::Proof;

void tell_parts(std::ostream& out, const Partition& partition) {
  constexpr std::size_t most_shown = 40;
  for (std::size_t i = 0; i < partition.parts.size() && i < most_shown; ++i) {
    out << "  " << core::fitted(partition.parts[i], 30) << "  "
        << core::counted(partition.rows[i], "row");
    if (partition.patients[i] > 0) out << ", " << core::counted(partition.patients[i], "patient");
    out << "\n";
  }
  if (partition.parts.size() > most_shown)
    out << "  and " << partition.parts.size() - most_shown << " more parts\n";
  if (partition.rows_left_out > 0)
    out << "  " << core::padded("in no part", 32) << core::counted(partition.rows_left_out, "row")
        << "\n";
}

void tell_proofs(std::ostream& out, const Partition& partition) {
  out << "Proofs\n";
  for (const Proof& proof : partition.proofs) {
    std::string text = proof.what;
    if (!proof.column.empty()) text += " (column \"" + proof.column + "\"";
    if (!proof.column.empty()) text += ", " + proof.method + ")";
    text += ": " + core::counted(proof.groups, "group or link", "groups or links") + " looked at";
    if (proof.crossings > 0) text += ", " + core::grouped(proof.crossings) + " cross";
    if (proof.blank > 0) text += "; unknown for " + core::counted(proof.blank, "row");
    out << (proof.holds ? "  holds    " : "  CROSSED  ") << wrapped(text, 67, 11) << "\n";
  }
  for (const std::string& what : partition.not_checked)
    out << "  " << wrapped("not checked: " + what, 74, 11) << "\n";
}

void tell_pairs(std::ostream& out, const Partition& partition) {
  for (const auto& pair : partition.pairs) {
    std::string text = "rows " + core::grouped(pair.row_a) + " (" + pair.part_a + ") and " +
                       core::grouped(pair.row_b) + " (" + pair.part_b + "): " + pair.what;
    if (pair.row_a == pair.row_b)
      text = "row " + core::grouped(pair.row_a) + " (" + pair.part_a + ") is in " + pair.part_b;
    out << "  " << wrapped(text, 74, 4) << "\n";
  }
}

core::Json pairs_json(const Partition& partition) {
  core::Json out = core::Json::array();
  for (const auto& pair : partition.pairs)
    out.push_back({{"what", pair.what},
                   {"rows", {pair.row_a, pair.row_b}},
                   {"parts", {pair.part_a, pair.part_b}}});
  return out;
}

Exit check_file(Session& session, const PartitionOptions& options) {
  auto text = core::read_file(options.check);
  if (!text) return session.fail(std::move(text).error().while_doing("opening the partition"));
  const auto file = core::parse_json(*text, options.check);
  if (!file) return session.fail(file.error());
  const auto named = cohort::partition::table_of(*file, options.check);
  if (!named) return session.fail(named.error());
  PartitionOptions with_table = options;
  if (with_table.table.empty()) with_table.table = *named;
  if (session.dry_run) {
    if (session.json)
      session.out << core::pretty(
          {{"reads", {options.check, with_table.table}}, {"writes", nullptr}});
    else
      session.out << "Would read " << with_table.table << " and prove " << options.check
                  << " again; nothing is written.\n";
    return Exit::ok;
  }
  core::Findings findings;
  auto table = partition_table(with_table, session.context, findings);
  if (!table) return session.fail(table.error());
  const auto checked =
      cohort::partition::check(*file, options.check, *table, session.context, findings);
  if (!checked) return session.fail(checked.error());
  if (session.json) {
    session.out << core::pretty({{"holds", checked->holds}, {"differences", checked->differences}});
  } else if (checked->holds) {
    session.out << "Proven again: the partition holds on " << with_table.table << ".\n";
    tell_parts(session.out, checked->partition);
    tell_proofs(session.out, checked->partition);
  } else {
    session.out << "NOT proven.\n";
    for (const std::string& difference : checked->differences)
      session.out << "  " << wrapped(difference, 74, 4) << "\n";
  }
  return checked->holds ? Exit::ok : Exit::refuted;
}

Exit rehearse_partition(Session& session, const PartitionOptions& options,
                        const cohort::Table& table, const cohort::partition::Request& request) {
  std::vector<std::string> writes;
  for (const std::string& path : {options.out, options.table_out})
    if (!path.empty()) writes.push_back(path);
  if (session.json) {
    session.out << core::pretty({{"reads", options.table},
                                 {"writes", writes},
                                 {"rows", table.rows()},
                                 {"column", request.by},
                                 {"patient", request.patient},
                                 {"same", request.same},
                                 {"perceptual", request.perceptual}});
    return Exit::ok;
  }
  session.out << "Would partition " << core::grouped(table.rows()) << " rows by "
              << (request.by.empty() ? std::string("patient, at random")
                                     : "the column \"" + request.by + "\"")
              << " and write " << (writes.empty() ? "nothing" : core::join(writes, " and "))
              << ".\n";
  return Exit::ok;
}

Exit run_partition(Session& session, const PartitionOptions& options) {
  if (!options.check.empty()) return check_file(session, options);
  core::Findings findings;
  auto table = partition_table(options, session.context, findings);
  if (!table) {
    const Exit status = session.fail(table.error());
    return options.table.empty() ? Exit::usage : status;
  }
  if (options.summary) return partition_summary(session, options, *table);
  auto request = partition_request(options, *table, session.context);
  if (!request) {
    session.fail(request.error());
    return Exit::usage;
  }
  if (auto kept = keep_inputs({options.out, options.table_out},
                              {options.table, table->origin(), options.development_hashes});
      !kept) {
    session.fail(kept.error());
    return Exit::usage;
  }
  if (session.dry_run) return rehearse_partition(session, options, *table, *request);
  const auto made = cohort::partition::make(*table, *request, session.context, findings);
  if (!made) return session.fail(made.error());
  core::Json file = cohort::partition::to_json(*made, *request, *table, options.table);
  const bool proven = made->is_proven();
  if (proven && !options.out.empty())
    if (auto written = core::write_file(options.out, core::pretty(file)); !written)
      return session.fail(written.error());
  if (proven && !options.table_out.empty()) {
    const auto parted = cohort::partition::with_parts(*table, *made);
    if (!parted) return session.fail(parted.error());
    if (auto written = cohort::write_csv(*parted, options.table_out); !written)
      return session.fail(written.error());
  }
  if (session.json) {
    file.erase("part_of_row");
    file["offending_pairs"] = pairs_json(*made);
    session.out << core::pretty(file);
    return proven ? Exit::ok : Exit::refuted;
  }
  session.out << (proven ? "Proven: nothing that was looked for crosses the parts.\n"
                         : "REFUSED: rows that belong together lie in different parts.\n");
  tell_parts(session.out, *made);
  tell_proofs(session.out, *made);
  if (!proven) {
    session.out << "The first of the pairs\n";
    tell_pairs(session.out, *made);
    session.out
        << "Nothing was written. Leave such rows out with --crossing exclude, or keep their\n"
           "whole groups in development with --crossing development.\n";
    return Exit::refuted;
  }
  if (!options.out.empty())
    session.out << "Written: " << options.out << ", hash "
                << file["hash"].get<std::string>().substr(0, 16) << "\n";
  for (const core::Finding& finding : findings.sorted())
    session.note << "  "
                 << wrapped(core::counted(finding.count, "time") + ": " + finding.message, 74, 4)
                 << "\n";
  return Exit::ok;
}

}  // namespace

Command partition() {
  return {
      .id = "partition",
      .summary =
          "Divide a cohort by hospital, vendor, time or patient, and prove that nothing leaks",
      .group = "Prove",
      .examples = {{"secondsite partition cohort.csv --by site --test B --out parts.json",
                    "Hospital B is the test part; refused if a patient is in both"},
                   {"secondsite partition DATASET --by patient --parts development=0.8,test=0.2",
                    "At random by patient, the same for any order of rows"},
                   {"secondsite partition --check parts.json", "Prove it again"}},
      .declare = [](CLI::App& app) -> std::function<Exit(Session&)> {
        auto options = std::make_shared<PartitionOptions>();
        add_partition_options(app, *options);
        return [options](Session& session) { return run_partition(session, *options); };
      }};
}

}  // namespace secondsite::cli::commands
