#include "secondsite/labels/taken_labels.h"

#include <algorithm>
#include <fstream>

#include "secondsite/core/text.h"
#include "secondsite/labels/label_writer.h"

namespace secondsite::labels {
namespace {

std::string id_of(const core::Json& record, const std::string& wanted, std::size_t number) {
  for (const std::string& key : {wanted, std::string("id"), std::string("identifier")})
    if (!key.empty() && record.is_object() && record.contains(key) &&
        (record[key].is_string() || record[key].is_number()))
      return record[key].is_string() ? record[key].get<std::string>() : record[key].dump();
  return std::to_string(number);
}

void take(TakenLabels& out, const std::string& id, const NamedStates& states) {
  const auto [row, fresh] = out.table.states.try_emplace(id);
  if (fresh) out.ids.push_back(id);
  for (const auto& [name, state] : states) {
    auto at = std::find(out.table.labels.begin(), out.table.labels.end(), name);
    if (at == out.table.labels.end()) at = out.table.labels.insert(at, name);
    const auto column = static_cast<std::size_t>(at - out.table.labels.begin());
    if (row->second.size() <= column) row->second.resize(column + 1, State::not_mentioned);
    row->second[column] = std::max(row->second[column], state);
  }
}

core::Status from_lines(std::ifstream& in, const std::string& path, const Labeler& labeler,
                        const std::string& id, core::Findings& findings, TakenLabels& out) {
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (core::trim(line).empty()) continue;
    const auto record = core::parse_json(line, path);
    const auto states = record ? labeler.read(*record) : core::Result<NamedStates>(record.error());
    if (!states || states->empty()) {
      findings.add(core::Severity::excluded, "label.not-a-report", "",
                   "a line holds no labels that could be read", {.file = path, .row = number});
      continue;
    }
    take(out, id_of(*record, id, number), *states);
  }
  return core::Done{};
}

core::Status from_table(const std::string& path, const Labeler& labeler, const std::string& id,
                        const core::Context& context, core::Findings& findings, TakenLabels& out) {
  // The columns that hold states are those that a gold table would have.
  auto gold = read_gold(path, id, context, findings);
  if (!gold) return std::move(gold).error();
  (void)labeler;
  out.table = std::move(*gold);
  auto table = cohort::read_table(path, context, findings);
  if (!table) return std::move(table).error();
  const cohort::Column* ids = id.empty() ? &table->columns().front() : table->find(id);
  for (std::size_t row = 0; ids != nullptr && row < table->rows(); ++row) {
    std::string each = ids->raw(row);
    out.ids.push_back(std::move(each));
  }
  return core::Done{};
}

}  // namespace

core::Result<TakenLabels> take_labels(const std::string& path, const Labeler& labeler,
                                      const std::string& id, const core::Context& context,
                                      core::Findings& findings) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return core::Error("file.not-found", "the file could not be opened", {.file = path});
  TakenLabels out;
  const bool lines = in.peek() == '{';
  auto done = lines ? from_lines(in, path, labeler, id, findings, out)
                    : from_table(path, labeler, id, context, findings, out);
  if (!done) return std::move(done).error();
  for (auto& [each, states] : out.table.states)
    states.resize(out.table.labels.size(), State::not_mentioned);
  return out;
}

std::string csv_of(const TakenLabels& taken) {
  std::string out = "id";
  for (const std::string& label : taken.table.labels) out += ',' + csv_cell(label);
  out += '\n';
  for (const std::string& id : taken.ids) {
    out += csv_cell(id);
    for (const State state : taken.table.states.at(id)) out += ',' + std::string(number(state));
    out += '\n';
  }
  return out;
}

core::Json counts_of(const TakenLabels& taken) {
  core::Json out = core::Json::array();
  for (std::size_t l = 0; l < taken.table.labels.size(); ++l) {
    std::uint64_t counts[4] = {};
    for (const auto& [id, states] : taken.table.states)
      ++counts[static_cast<std::size_t>(states[l])];
    out.push_back({{"label", taken.table.labels[l]},
                   {"present", counts[3]},
                   {"uncertain", counts[2]},
                   {"absent", counts[1]},
                   {"not_mentioned", counts[0]}});
  }
  return out;
}

}  // namespace secondsite::labels
