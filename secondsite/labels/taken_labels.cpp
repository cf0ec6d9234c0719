#include "secondsite/labels/taken_labels.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "secondsite/core/file.h"
#include "secondsite/core/text.h"
#include "secondsite/labels/label_writer.h"
#include "secondsite/labels/sr_report.h"
#include "secondsite/labels/wanted_id.h"

namespace secondsite::labels {
namespace {

struct Taking {
  const Labeler& labeler;
  core::Findings& findings;
  TakenLabels& out;
  const std::string& key;  // of --id
  WantedId wanted;
};

std::string id_of(const core::Json& record, const std::string& other, const core::Location& where,
                  Taking& taking) {
  if (auto found = taking.wanted.of(record, where)) return *std::move(found);
  for (const char* key : {"id", "identifier", "sop_instance_uid"})
    if (auto found = text_at(record, key)) return *found;
  return other;
}

void add_unread(TakenLabels& to, const RecordLabels& record, const core::Location& where) {
  constexpr std::size_t most_words = 5;
  for (const UnreadState& each : record.unread) {
    UnreadLabel& label = to.unread[each.label];
    if (label.count++ == 0) label.first = where;
    label.sure |= each.sure;
    if (label.words.size() < most_words &&
        std::find(label.words.begin(), label.words.end(), each.words) == label.words.end())
      label.words.push_back(each.words);
  }
}

void add_states(TakenLabels& to, const std::string& id, const NamedStates& states,
                const core::Location& where, core::Findings& findings) {
  const auto [row, fresh] = to.table.states.try_emplace(id);
  if (fresh) to.ids.push_back(id);
  for (const auto& [name, state] : states) {
    auto at = std::find(to.table.labels.begin(), to.table.labels.end(), name);
    if (at == to.table.labels.end()) at = to.table.labels.insert(at, name);
    const auto column = static_cast<std::size_t>(at - to.table.labels.begin());
    if (row->second.size() <= column) row->second.resize(column + 1, State::not_mentioned);
    State& held = row->second[column];
    if (held != state && held != State::not_mentioned && state != State::not_mentioned) {
      core::Location here = where;
      here.tag = id;
      findings.add(core::Severity::warning, "label.contradiction", name,
                   "one id has two different states; the stronger one was taken", std::move(here));
    }
    held = std::max(held, state);
  }
}

void take_part(const core::Json& record, const std::string& other_id, const core::Location& where,
               Taking& taking) {
  const auto read = taking.labeler.read(record);
  if (read) add_unread(taking.out, *read, where);
  if (!read || read->states.empty()) {
    taking.findings.add(core::Severity::excluded, "label.not-a-report", "",
                        "a record holds no labels that could be read", where);
    return;
  }
  add_states(taking.out, id_of(record, other_id, where, taking), read->states, where,
             taking.findings);
}

void take_record(const core::Json& record, const std::string& other_id, const core::Location& where,
                 Taking& taking) {
  if (!taking.labeler.split) return take_part(record, other_id, where, taking);
  for (const core::Json& part : taking.labeler.split(record, taking.key))
    take_part(part, other_id, where, taking);
}

core::Status from_lines(std::ifstream& in, const std::string& path, Taking& taking) {
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (core::trim(line).empty()) continue;
    const core::Location where{.file = path, .row = number};
    if (const auto record = core::parse_json(line, path))
      take_record(*record, std::to_string(number), where, taking);
    else
      taking.findings.add(core::Severity::excluded, "label.not-a-report", "", "a line is not JSON",
                          where);
  }
  return core::Done{};
}

// One JSON document: a record, or a list of records.
core::Status from_document(const std::string& path, Taking& taking) {
  auto text = core::read_file(path);
  if (!text) return std::move(text).error();
  auto json = core::parse_json(*text, path);
  if (!json) return std::move(json).error();
  const std::string stem = std::filesystem::path(path).stem().string();
  if (!json->is_array()) {
    take_record(*json, stem, {.file = path}, taking);
    return core::Done{};
  }
  for (std::size_t i = 0; i < json->size(); ++i)
    take_record((*json)[i], stem + "-" + std::to_string(i + 1), {.file = path, .row = i + 1},
                taking);
  return core::Done{};
}

// Does the first line hold a whole record?
bool is_lines(std::ifstream& in, const std::string& path) {
  std::string line;
  std::getline(in, line);
  in.clear();
  in.seekg(0);
  return core::parse_json(line, path).has_value();
}

core::Status from_json_file(const std::string& path, Taking& taking) {
  std::ifstream in(path, std::ios::binary);
  if (in.peek() == '{' && is_lines(in, path)) return from_lines(in, path, taking);
  return from_document(path, taking);
}

core::Status from_folder(const std::string& path, Taking& taking) {
  std::vector<std::string> files;
  std::error_code fault;
  for (std::filesystem::recursive_directory_iterator it(path, fault), end; !fault && it != end;
       it.increment(fault)) {
    const std::string name = core::lower(it->path().string());
    if (it->is_regular_file(fault) &&
        (name.ends_with(".json") || name.ends_with(".jsonl") || name.ends_with(".ndjson")))
      files.push_back(it->path().string());
  }
  std::sort(files.begin(), files.end());
  if (files.empty())
    return core::Error("label.no-reports", "the folder holds no .json, .jsonl or .ndjson file",
                       {.file = path});
  for (const std::string& file : files)
    if (auto read = from_json_file(file, taking); !read)
      taking.findings.add(core::Severity::excluded, "label.not-a-report", "",
                          "a file holds no JSON that can be read", {.file = file});
  return core::Done{};
}

core::Status from_dicom(const std::string& path, Taking& taking) {
  const std::vector<std::string> files = dicom_files(path);
  for (const std::string& file : files) {
    const auto report = dicom::read_structured_report(file);
    if (!report) {
      // One file that was named is an error; of a folder it is one of many.
      if (files.size() == 1) return core::Error(report.error());
      taking.findings.add(core::Severity::note, report.error().code(), "",
                          "the file was passed over", {.file = file});
      continue;
    }
    if (report->cut)
      taking.findings.add(core::Severity::warning, "dicom.not-a-report", "",
                          "its content is deeper or longer than is read; the rest is missing",
                          {.file = file});
    take_record(record_of(*report), std::filesystem::path(file).stem().string(), {.file = file},
                taking);
  }
  if (files.empty())
    return core::Error("label.no-reports", "the folder holds no DICOM file", {.file = path});
  return core::Done{};
}

core::Status from_table(const std::string& path, const std::string& id,
                        const core::Context& context, core::Findings& findings, TakenLabels& out) {
  // The columns that hold states are those that a gold table would have.
  auto rows = read_state_rows(path, id, context, findings);
  if (!rows) return std::move(rows).error();
  out.table.labels = std::move(rows->labels);
  out.ids = std::move(rows->ids);
  out.rows = std::move(rows->states);
  for (std::size_t row = 0; row < out.ids.size(); ++row)
    if (!out.table.states.emplace(out.ids[row], out.rows[row]).second)
      findings.add(core::Severity::warning, "label.repeated-id", "",
                   "an id stands in more than one row; each keeps its row in labels.csv, and the "
                   "first is held against a gold table",
                   {.file = path, .row = row + 1, .tag = out.ids[row]});
  return core::Done{};
}

}  // namespace

void add_record(TakenLabels& to, const std::string& id, const RecordLabels& record,
                const core::Location& where, core::Findings& findings) {
  add_unread(to, record, where);
  add_states(to, id, record.states, where, findings);
}

core::Result<TakenLabels> take_labels(const std::string& path, const Labeler& labeler,
                                      const std::string& id, const core::Context& context,
                                      core::Findings& findings) {
  std::error_code fault;
  if (!std::filesystem::exists(path, fault))
    return core::Error("file.not-found", "there is no such file or folder", {.file = path});
  TakenLabels out;
  Taking taking{
      .labeler = labeler, .findings = findings, .out = out, .key = id, .wanted = WantedId(id)};
  core::Status done = core::Done{};
  if (labeler.takes == Takes::dicom) {
    done = from_dicom(path, taking);
  } else if (std::filesystem::is_directory(path, fault)) {
    done = from_folder(path, taking);
  } else {
    std::ifstream in(path, std::ios::binary);
    if (!in) return core::Error("file.not-found", "the file could not be opened", {.file = path});
    const int first = in.peek();
    done = first == '{' || first == '[' ? from_json_file(path, taking)
                                        : from_table(path, id, context, findings, out);
  }
  if (!done) return std::move(done).error();
  if (auto checked = taking.wanted.check(findings); !checked) return std::move(checked).error();
  complete(out, findings);
  return out;
}

void complete(TakenLabels& labels, core::Findings& findings) {
  // A key without a state anywhere is no label (a name, a text), unless it stood among labels.
  for (const auto& [label, unread] : labels.unread)
    if (unread.sure || std::find(labels.table.labels.begin(), labels.table.labels.end(), label) !=
                           labels.table.labels.end())
      findings.add(core::Severity::warning, "label.unread-state", label,
                   "what stands for \"" + label + "\" is no state (\"" +
                       core::join(unread.words, "\", \"") + "\"); it gives no label",
                   unread.first, unread.count);
  for (auto& [id, states] : labels.table.states)
    states.resize(labels.table.labels.size(), State::not_mentioned);
  if (!labels.rows.empty()) return;  // a table's rows are whole
  for (const std::string& id : labels.ids) labels.rows.push_back(labels.table.states.at(id));
}

std::string csv_of(const TakenLabels& taken) {
  std::string out = "id";
  for (const std::string& label : taken.table.labels) out += ',' + csv_cell(label);
  out += '\n';
  for (std::size_t row = 0; row < taken.ids.size(); ++row) {
    out += csv_cell(taken.ids[row]);
    for (const State state : taken.rows[row]) out += ',' + std::string(number(state));
    out += '\n';
  }
  return out;
}

core::Json counts_of(const TakenLabels& taken) {
  core::Json out = core::Json::array();
  for (std::size_t l = 0; l < taken.table.labels.size(); ++l) {
    std::uint64_t counts[4] = {};
    for (const std::vector<State>& states : taken.rows)
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
