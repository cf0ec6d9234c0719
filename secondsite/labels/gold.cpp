#include "secondsite/labels/gold.h"

#include <algorithm>

#include "secondsite/core/registry.h"
#include "secondsite/metrics/metric.h"

namespace secondsite::labels {
namespace {

using core::Severity;

std::string bare(std::string_view name) {
  std::string out;
  for (const char c : core::lower(name))
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  return out;
}

// Names that mean the same label in the label sets of the field.
std::string known_as(std::string_view name) {
  const std::string word = bare(name);
  if (word == "effusion") return "pleuraleffusion";
  if (word == "normal") return "nofinding";
  if (word == "infiltrate" || word == "infiltrates") return "infiltration";
  if (word == "nodules") return "nodule";
  return word;
}

Asked all_questions[] = {Asked::present, Asked::absent, Asked::uncertain};

State wanted(Asked asked) {
  return asked == Asked::present  ? State::present
         : asked == Asked::absent ? State::absent
                                  : State::uncertain;
}

void estimate(LabelAgreement& out, const std::vector<double>& called,
              const std::vector<std::uint8_t>& truth, double level) {
  metrics::MetricOptions options;
  options.level = level;
  options.unit = "report";
  options.threshold = 0.5;
  const metrics::Cases cases{.score = called, .positive = truth};
  for (const char* id : {"ppv", "sensitivity", "f1", "specificity"})
    if (const auto metric = core::find_entry(metrics::all(), id, "metric"))
      out.estimates.push_back((*metric)->estimate(cases, options));
}

}  // namespace

std::string_view name(Asked asked) {
  return asked == Asked::present ? "present" : asked == Asked::absent ? "absent" : "uncertain";
}

core::Result<StateRows> read_state_rows(const std::string& path, const std::string& id,
                                        const core::Context& context, core::Findings& findings) {
  auto table = cohort::read_table(path, context, findings);
  if (!table) return std::move(table).error().while_doing("opening the table of labels");
  const auto columns = table->columns();
  if (columns.empty())
    return core::Error("table.empty", "the table of labels has no column", {.file = path});
  std::size_t id_column = 0;
  if (!id.empty()) {
    auto found = table->column(id);
    if (!found) return std::move(found).error();
    id_column = static_cast<std::size_t>(*found - columns.data());
  }
  StateRows out;
  std::vector<std::size_t> from;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (c == id_column) continue;
    std::size_t states = 0;
    std::size_t odd = 0;
    std::size_t odd_row = 0;
    for (std::size_t r = 0; r < table->rows(); ++r) {
      const std::string cell = columns[c].raw(r);
      const auto state = state_from_text(cell);
      states += state && *state != State::not_mentioned;
      if (!state && odd++ == 0) odd_row = r + 1;
    }
    if (states == 0 || odd > states) continue;
    if (odd > 0)
      findings.add(Severity::warning, "label.gold-cell", columns[c].name,
                   "a cell (\"" + columns[c].raw(odd_row - 1) +
                       "\") is no state; the report does not count for this label",
                   {.file = path, .row = odd_row, .column = columns[c].name}, odd);
    from.push_back(c);
    out.labels.push_back(columns[c].name);
  }
  if (from.empty())
    return core::Error("label.no-gold-labels", "no column of the table holds states",
                       {.file = path}, "cells must be 1, 0, -1 or blank, or words such as present");
  for (std::size_t r = 0; r < table->rows(); ++r) {
    std::vector<State> row;
    for (const std::size_t c : from)
      row.push_back(state_from_text(columns[c].raw(r)).value_or(State::not_mentioned));
    out.ids.push_back(columns[id_column].raw(r));
    out.states.push_back(std::move(row));
  }
  return out;
}

core::Result<StateTable> read_gold(const std::string& path, const std::string& id,
                                   const core::Context& context, core::Findings& findings) {
  auto rows = read_state_rows(path, id, context, findings);
  if (!rows) return std::move(rows).error().while_doing("reading the gold table");
  StateTable out{.labels = std::move(rows->labels), .states = {}};
  for (std::size_t r = 0; r < rows->ids.size(); ++r)
    if (!out.states.emplace(rows->ids[r], std::move(rows->states[r])).second)
      findings.add(Severity::warning, "label.gold-twice", "",
                   "an id stands twice in the gold table; its first row counts",
                   {.file = path, .row = r + 1});
  return out;
}

std::optional<std::size_t> same_label(const std::string& name,
                                      const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (bare(names[i]) == bare(name)) return i;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (known_as(names[i]) == known_as(name)) return i;
  return std::nullopt;
}

std::vector<LabelAgreement> agreement(const StateTable& labeler, const StateTable& gold,
                                      double level, core::Findings& findings) {
  // In a fixed order, whatever the hash tables do.
  std::vector<const std::string*> shared;
  std::uint64_t unmatched = 0;
  for (const auto& [id, states] : gold.states)
    labeler.has(id) ? shared.push_back(&id) : static_cast<void>(++unmatched);
  std::sort(shared.begin(), shared.end(), [](const auto* a, const auto* b) { return *a < *b; });
  if (unmatched > 0)
    findings.add(Severity::excluded, "label.gold-unmatched", "",
                 "a row of the gold table has no report of its id", {}, unmatched);
  std::vector<LabelAgreement> out;
  for (std::size_t l = 0; l < labeler.labels.size(); ++l) {
    const auto g = same_label(labeler.labels[l], gold.labels);
    if (!g) continue;
    bool uncertain = false;
    bool blank = false;
    bool absent = false;
    for (const std::string* id : shared) {
      const State state = gold.states.at(*id)[*g];
      uncertain |= state == State::uncertain;
      blank |= state == State::not_mentioned;
      absent |= state == State::absent;
    }
    for (const Asked asked : all_questions) {
      if (asked == Asked::absent && !(blank && absent)) continue;
      if (asked == Asked::uncertain && !uncertain) continue;
      LabelAgreement each{
          .label = labeler.labels[l], .gold_label = gold.labels[*g], .asked = asked};
      std::vector<double> called;
      std::vector<std::uint8_t> truth;
      for (const std::string* id : shared) {
        const bool is = gold.states.at(*id)[*g] == wanted(asked);
        const bool says = labeler.states.at(*id)[l] == wanted(asked);
        called.push_back(says ? 1 : 0);
        truth.push_back(is ? 1 : 0);
        each.true_positive += is && says;
        each.false_positive += !is && says;
        each.false_negative += is && !says;
        each.true_negative += !is && !says;
      }
      estimate(each, called, truth, level);
      out.push_back(std::move(each));
    }
  }
  return out;
}

core::Json to_json(const LabelAgreement& agreement) {
  core::Json estimates = core::Json::array();
  for (const stats::Estimate& each : agreement.estimates) estimates.push_back(stats::to_json(each));
  return {{"label", agreement.label},
          {"gold_label", agreement.gold_label},
          {"asked", name(agreement.asked)},
          {"true_positive", agreement.true_positive},
          {"false_positive", agreement.false_positive},
          {"false_negative", agreement.false_negative},
          {"true_negative", agreement.true_negative},
          {"estimates", std::move(estimates)}};
}

}  // namespace secondsite::labels
