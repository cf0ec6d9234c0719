#include "label_run.h"

#include <fstream>
#include <iostream>
#include <ostream>

#include "help.h"
#include "overwrite.h"
#include "secondsite/core/file.h"
#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/labels/external_program.h"
#include "secondsite/labels/gold.h"
#include "secondsite/labels/label_writer.h"
#include "secondsite/labels/labeler.h"
#include "secondsite/labels/taken_labels.h"
#include "secondsite/report/format.h"
#include "secondsite/report/marked_reports.h"

namespace secondsite::cli {
namespace {

using labels::LabelSet;
using labels::Rules;
using labels::StateTable;

struct Prepared {
  const labels::Labeler* labeler = nullptr;
  Rules rules;
  const LabelSet* set = nullptr;
  std::unique_ptr<labels::ReportSource> source;
};

core::Result<Prepared> prepare(const LabelOptions& options) {
  Prepared out;
  auto labeler = core::find_entry(labels::labelers::all(), options.labeler, "labeler");
  if (!labeler) return std::move(labeler).error();
  out.labeler = *labeler;
  const bool asks = out.labeler->takes == labels::Takes::program;
  if (asks == options.program.empty())
    return core::Error("config.bad-value",
                       asks ? "the labeler \"program\" needs the program's command"
                            : "--program belongs to --labeler program",
                       {}, "say both: --labeler program --program \"python3 model.py\"");
  if (!out.labeler->has_rules() && !asks) return out;
  if (asks) {
    // Nothing but the reports is needed.
  } else if (options.rules.empty()) {
    auto rules = labels::built_in_rules(out.labeler->rules_file);
    if (!rules) return std::move(rules).error();
    out.rules = std::move(*rules);
  } else {
    auto text = core::read_file(options.rules);
    if (!text) return std::move(text).error().while_doing("opening the rules");
    auto rules = labels::parse_rules(*text, options.rules);
    if (!rules) return std::move(rules).error();
    out.rules = std::move(*rules);
  }
  if (options.reports == "-") {
    out.source = labels::json_lines(std::cin, "stdin", options.columns);
    return out;
  }
  auto source = labels::open_reports(options.reports, options.columns);
  if (!source) return std::move(source).error();
  out.source = std::move(*source);
  return out;
}

// The files of a run, opened before the work begins.
struct Files {
  std::ofstream labels;
  std::ofstream mentions;
};

std::vector<std::string> written_files(const LabelOptions& options) {
  std::vector<std::string> out;
  for (const char* name : {"labels.csv", "mentions.csv", "reports.html", "labels.json"})
    out.push_back(options.out + "/" + name);
  return out;
}

core::Status open(std::ofstream& file, const std::string& path) {
  file.open(path, std::ios::binary | std::ios::trunc);
  if (!file) return core::Error("file.unwritable", "the file could not be written", {.file = path});
  return core::Done{};
}

core::Json counts_json(const labels::LabelTally& tally, const LabelSet& set) {
  core::Json out = core::Json::array();
  for (std::size_t l = 0; l < set.labels.size(); ++l)
    out.push_back({{"label", set.labels[l].id},
                   {"present", tally.states[l][3]},
                   {"uncertain", tally.states[l][2]},
                   {"absent", tally.states[l][1]},
                   {"not_mentioned", tally.states[l][0]}});
  return out;
}

core::Json findings_json(const core::Findings& findings) {
  core::Json out = core::Json::array();
  for (const core::Finding& each : findings.sorted()) {
    core::Json rows = core::Json::array();
    for (const core::Location& where : each.examples)
      if (where.row) rows.push_back(*where.row);
    out.push_back({{"code", each.code},
                   {"severity", core::name(each.severity)},
                   {"message", each.message},
                   {"count", each.count},
                   {"rows", rows}});
  }
  return out;
}

// ": 2 x a report is not text [label.binary]", or nothing.
std::string reasons(const core::Findings& findings) {
  std::string out;
  for (const core::Finding& each : findings.sorted())
    out += (out.empty() ? ": " : "; ") + core::grouped(each.count) + " x " + each.message + " [" +
           each.code + "]";
  return out;
}

void tell_counts(std::ostream& out, const core::Json& counts) {
  const auto column = [&](const core::Json& value) {
    std::string text =
        value.is_string() ? value.get<std::string>() : core::grouped(value.get<std::uint64_t>());
    out << std::string(text.size() < 12 ? 12 - text.size() : 1, ' ') << text;
  };
  const auto row = [&](std::string label, const core::Json& a, const core::Json& b,
                       const core::Json& c) {
    if (label.size() > 40) label = label.substr(0, 37) + "...";
    out << "  " << label << std::string(41 - label.size(), ' ');
    for (const core::Json* value : {&a, &b, &c}) column(*value);
    out << "\n";
  };
  row("", "present", "uncertain", "absent");
  for (const core::Json& each : counts)
    if (each["present"] != 0 || each["uncertain"] != 0 || each["absent"] != 0)
      row(each["label"], each["present"], each["uncertain"], each["absent"]);
}

void tell_agreement(std::ostream& out, const std::vector<labels::LabelAgreement>& all) {
  labels::Asked asked = labels::Asked::uncertain;
  bool first = true;
  for (const labels::LabelAgreement& each : all) {
    if (first || each.asked != asked) out << "\n  Said to be " << labels::name(each.asked) << "\n";
    first = false;
    asked = each.asked;
    std::string label = each.label.substr(0, 28);
    out << "  " << label << std::string(30 - label.size(), ' ');
    for (std::size_t e = 0; e < 2 && e < each.estimates.size(); ++e) {
      const std::string value = each.estimates[e].is_estimable()
                                    ? core::fixed(each.estimates[e].value, 3)
                                    : std::string("  -  ");
      out << (e == 0 ? "P " : "  R ") << value;
    }
    if (each.estimates.size() > 2) {
      const stats::Estimate& f1 = each.estimates[2];
      out << "  F1 ";
      if (f1.is_estimable())
        out << core::fixed(f1.value, 3) << " (" << core::fixed(f1.interval.lower, 3) << ", "
            << core::fixed(f1.interval.upper, 3) << ")";
      else
        out << "  -";
    }
    out << "\n";
  }
}

// Ordered by what was asked, then as the label set has them.
std::vector<labels::LabelAgreement> by_question(std::vector<labels::LabelAgreement> all) {
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.asked < b.asked; });
  return all;
}

struct Outcome {
  std::uint64_t reports = 0;
  std::string stamp;
  std::string understood;
  core::Json counts;
  std::vector<labels::LabelAgreement> agreement;
  bool held_against_gold = false;
};

core::Result<Outcome> read_reports(Session& session, const LabelOptions& options,
                                   Prepared& prepared, const StateTable& gold,
                                   core::Findings& findings) {
  const LabelSet& set = *prepared.set;
  Files files;
  if (auto opened = open(files.labels, options.out + "/labels.csv"); !opened)
    return std::move(opened).error();
  if (auto opened = open(files.mentions, options.out + "/mentions.csv"); !opened)
    return std::move(opened).error();
  labels::write_label_header(files.labels, set, prepared.source->kept_names());
  labels::write_mention_header(files.mentions);
  StateTable own;
  for (const labels::Label& label : set.labels) own.labels.push_back(label.id);
  report::MarkedReports page(prepared.rules, set);
  std::size_t shown = 0;
  auto tally = labels::label_reports(
      *prepared.source, prepared.rules, set, session.context, findings,
      [&](const labels::Report& each, const labels::Labelled& done) -> core::Status {
        labels::write_labels(files.labels, each, done);
        labels::write_mentions(files.mentions, each, done, prepared.rules, set);
        if (shown < options.show) {
          page.add(each, done);
          ++shown;
        }
        if (gold.has(each.id)) own.states.emplace(each.id, done.labels.state);
        return core::Done{};
      });
  if (!tally) return std::move(tally).error();
  files.labels.close();
  files.mentions.close();
  if (!files.labels || !files.mentions)
    return core::Error("file.unwritable", "the files could not be written to their end",
                       {.file = options.out});
  if (auto written = core::write_file(options.out + "/reports.html", page.take(tally->reports));
      !written)
    return std::move(written).error();
  Outcome out{.reports = tally->reports,
              .stamp = prepared.rules.stamp(),
              .understood = prepared.source->understood(),
              .counts = counts_json(*tally, set)};
  if (!options.gold.empty())
    out.agreement = by_question(labels::agreement(own, gold, options.level, findings));
  return out;
}

core::Result<Outcome> take_labels(Session& session, const LabelOptions& options,
                                  const Prepared& prepared, const StateTable& gold,
                                  core::Findings& findings) {
  auto taken = prepared.labeler->takes == labels::Takes::program
                   ? labels::ask_program(*prepared.source, options.program, *prepared.labeler,
                                         session.context, findings)
                   : labels::take_labels(options.reports, *prepared.labeler, options.columns.id,
                                         session.context, findings);
  if (!taken) return std::move(taken).error();
  if (auto written = core::write_file(options.out + "/labels.csv", labels::csv_of(*taken));
      !written)
    return std::move(written).error();
  Outcome out{.reports = taken->ids.size(),
              .stamp = std::string(prepared.labeler->id),
              .understood = "labels made elsewhere: " + std::string(prepared.labeler->title),
              .counts = labels::counts_of(*taken)};
  if (!options.gold.empty())
    out.agreement = by_question(labels::agreement(taken->table, gold, options.level, findings));
  return out;
}

core::Json labels_as_json(const LabelOptions& options, const Outcome& outcome,
                          const core::Findings& findings) {
  core::Json agreement = core::Json::array();
  for (const labels::LabelAgreement& each : outcome.agreement)
    agreement.push_back(labels::to_json(each));
  core::Json out{{"reports", outcome.reports},
                 {"labeler", options.labeler},
                 {"rules", outcome.stamp},
                 {"input", options.reports},
                 {"understood", outcome.understood},
                 {"labels", outcome.counts},
                 {"odd_data", findings_json(findings)}};
  if (!options.gold.empty()) out["agreement"] = agreement;
  return out;
}

void tell_labels(Session& session, const LabelOptions& options, const Outcome& outcome,
                 const core::Findings& findings) {
  std::ostream& out = session.out;
  out << core::grouped(outcome.reports) << " reports, labelled by " << options.labeler;
  out << "\n  rules: " << outcome.stamp << "\n  " << wrapped(outcome.understood, 76, 2) << "\n\n";
  tell_counts(out, outcome.counts);
  if (!outcome.agreement.empty()) {
    out << "\n  Against " << options.gold << ": precision, recall, F1 ("
        << core::fixed(100 * options.level, 0) << " % interval)\n";
    tell_agreement(out, outcome.agreement);
  }
  if (!findings.empty()) out << "\n  Odd data\n";
  for (const core::Finding& each : findings.sorted())
    out << "  "
        << wrapped(core::grouped(each.count) + " x " + each.message + " [" + each.code + "]", 76, 4)
        << "\n";
  out << "\n  Written: " << options.out << "/\n";
}

}  // namespace

Exit label_reports_of(Session& session, const LabelOptions& options) {
  auto prepared = prepare(options);
  if (!prepared) {
    const Exit status = session.fail(prepared.error());
    return prepared.error().code().rfind("config.", 0) == 0 ? Exit::usage : status;
  }
  if (auto kept =
          keep_inputs(written_files(options), {options.reports, options.gold, options.rules});
      !kept) {
    session.fail(kept.error());
    return Exit::usage;
  }
  core::Findings findings;
  if (prepared->labeler->has_rules()) {
    auto set = prepared->rules.label_set(prepared->labeler->label_set);
    if (!set) return session.fail(set.error());
    prepared->set = *set;
  }
  StateTable gold;
  if (!options.gold.empty()) {
    auto read = labels::read_gold(options.gold, options.gold_id, session.context, findings);
    if (!read) return session.fail(read.error());
    gold = std::move(*read);
  }
  if (session.dry_run) {
    const std::string understood =
        prepared->source ? prepared->source->understood() : std::string(prepared->labeler->title);
    if (session.json)
      session.out << core::pretty(
          {{"reads", options.reports}, {"writes", options.out}, {"understood", understood}});
    else
      session.out << "Would label " << options.reports << " into " << options.out << "/.\n  "
                  << wrapped(understood, 76, 2) << "\nNothing was written.\n";
    return Exit::ok;
  }
  if (auto made = core::make_folder(options.out); !made)
    return session.fail(std::move(made).error().while_doing("making the folder of the labels"));
  auto outcome = prepared->labeler->has_rules()
                     ? read_reports(session, options, *prepared, gold, findings)
                     : take_labels(session, options, *prepared, gold, findings);
  if (!outcome) return session.fail(outcome.error());
  if (session.context.stopped()) return Exit::interrupted;
  if (outcome->reports == 0)
    return session.fail(core::Error("label.no-reports",
                                    "there is no report to label" + reasons(findings),
                                    {.file = options.reports}));
  if (!options.gold.empty() && outcome->agreement.empty())
    return session.fail(core::Error("label.no-shared-labels",
                                    "the gold table has no label or no report of these",
                                    {.file = options.gold}));
  const core::Json json = labels_as_json(options, *outcome, findings);
  if (auto written = core::write_file(options.out + "/labels.json", core::pretty(json)); !written)
    return session.fail(written.error());
  if (session.json)
    session.out << core::pretty(json);
  else
    tell_labels(session, options, *outcome, findings);
  return Exit::ok;
}

}  // namespace secondsite::cli
