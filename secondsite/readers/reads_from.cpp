#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "secondsite/cohort/column_words.h"
#include "secondsite/core/random.h"
#include "secondsite/core/text.h"
#include "secondsite/readers/reads.h"

namespace secondsite::readers {
namespace {

using cohort::Column;
using cohort::Table;
using core::Error;
using core::Location;
using core::Result;

bool is_missing(std::string_view text) {
  const std::string folded = core::lower(core::trim(text));
  return folded.empty() || folded == "na" || folded == "n/a" || folded == "nan" ||
         folded == "null" || folded == ".";
}

std::optional<double> binary_word(std::string_view text) {
  static const std::set<std::string, std::less<>> yes{"yes",     "y", "true", "t",
                                                      "present", "+", "pos",  "positive"};
  static const std::set<std::string, std::less<>> no{"no",     "n", "false", "f",
                                                     "absent", "-", "neg",   "negative"};
  const std::string folded = core::lower(core::trim(text));
  if (yes.contains(folded)) return 1;
  if (no.contains(folded)) return 0;
  return std::nullopt;
}

// The texts of one finding, cases × readers, before it is known what kind they are.
struct Cells {
  std::string name;
  std::vector<std::string> text;
};

class Builder {
 public:
  explicit Builder(core::Findings& findings) : findings_(findings) {}

  Reads reads;
  std::vector<Cells> cells;

  std::size_t case_number(const std::string& name) {
    const auto [entry, is_new] = case_of_.try_emplace(name, reads.cases.size());
    if (is_new) {
      reads.cases.push_back(name);
      patient_of_case_.emplace_back();
      for (Cells& finding : cells) finding.text.resize(finding.text.size() + reads.readers.size());
    }
    return entry->second;
  }

  void set_patient(std::size_t one_case, const std::string& name, const Location& where) {
    std::string& known = patient_of_case_[one_case];
    if (!known.empty() && known != name)
      findings_.add(core::Severity::warning, "readers.two-patients", reads.cases[one_case],
                    "stands under two patients; the first counts", where);
    else
      known = name;
  }

  // The first reading of a case by a reader counts.
  void put(Cells& finding, std::size_t one_case, std::size_t reader, std::string text,
           const Location& where) {
    std::string& cell = finding.text[one_case * reads.readers.size() + reader];
    if (cell.empty()) {
      cell = std::move(text);
      return;
    }
    findings_.add(core::Severity::warning, "readers.repeated-read", reads.readers[reader],
                  cell == text ? "read a case twice; the first reading counts"
                               : "read a case twice and said different things; the first counts",
                  where);
  }

  Reads finish(bool has_patients) {
    for (Cells& finding : cells) reads.findings.push_back(understood(std::move(finding)));
    count_missing();
    set_patients(has_patients);
    return std::move(reads);
  }

 private:
  RatedFinding understood(Cells finding) {
    RatedFinding out{.name = std::move(finding.name), .value = {}, .level = {}};
    std::uint64_t present = 0;
    std::uint64_t numbers = 0;
    std::uint64_t words = 0;
    for (const std::string& text : finding.text) {
      if (is_missing(text)) continue;
      ++present;
      numbers += core::parse_number(text) ? 1 : 0;
      words += binary_word(text) ? 1 : 0;
    }
    out.value.assign(finding.text.size(), std::nan(""));
    if (present > 0 && words == present) {
      for (std::size_t i = 0; i < out.value.size(); ++i)
        if (!is_missing(finding.text[i])) out.value[i] = *binary_word(finding.text[i]);
    } else if (numbers * 10 >= present * 9) {
      read_numbers(finding, out);
    } else {
      read_levels(finding, out);
    }
    out.is_binary = out.level.empty() && present > 0 &&
                    std::all_of(out.value.begin(), out.value.end(),
                                [](double v) { return std::isnan(v) || v == 0 || v == 1; });
    return out;
  }

  void read_numbers(const Cells& finding, RatedFinding& out) {
    for (std::size_t i = 0; i < out.value.size(); ++i) {
      if (is_missing(finding.text[i])) continue;
      const auto number = core::parse_number(finding.text[i]);
      if (number && std::isfinite(*number)) {
        out.value[i] = *number;
        continue;
      }
      findings_.add(core::Severity::warning, "readers.bad-cell", finding.name,
                    "\"" + finding.text[i] + "\" stands among numbers and counts as not read",
                    {.file = "", .row = std::nullopt, .column = finding.name, .tag = ""});
    }
  }

  static void read_levels(const Cells& finding, RatedFinding& out) {
    std::map<std::string, double> code;
    for (const std::string& text : finding.text)
      if (!is_missing(text)) code[std::string(core::trim(text))] = 0;
    for (auto& [level, number] : code) {
      number = static_cast<double>(out.level.size());
      out.level.push_back(level);
    }
    for (std::size_t i = 0; i < out.value.size(); ++i)
      if (!is_missing(finding.text[i]))
        out.value[i] = code.at(std::string(core::trim(finding.text[i])));
  }

  void count_missing() {
    const std::size_t count = reads.readers.size();
    for (std::size_t r = 0; r < count; ++r)
      for (std::size_t c = 0; c < reads.cases.size(); ++c) {
        bool any = false;
        for (const RatedFinding& finding : reads.findings)
          any = any || !std::isnan(finding.at(c, r, count));
        if (!any)
          findings_.add(core::Severity::note, "readers.missing-case", reads.readers[r],
                        "did not read a case that others read");
      }
  }

  void set_patients(bool has_patients) {
    if (!has_patients) {
      for (const std::string& name : reads.cases) reads.patient_key.push_back(core::key_of(name));
      return;
    }
    std::map<std::string, std::uint32_t> number;
    for (std::size_t c = 0; c < reads.cases.size(); ++c) {
      std::string name = patient_of_case_[c];
      if (name.empty()) {
        name = "case " + reads.cases[c];
        findings_.add(core::Severity::warning, "readers.no-patient", "",
                      "a case without a patient counts as a patient of its own");
      }
      const auto [entry, is_new] =
          number.try_emplace(name, static_cast<std::uint32_t>(number.size()));
      if (is_new) reads.patient_key.push_back(core::key_of(name));
      reads.patient.push_back(entry->second);
    }
  }

  core::Findings& findings_;
  std::map<std::string, std::size_t> case_of_;
  std::vector<std::string> patient_of_case_;
};

// The column that names cases: stated, or the one that looks most like it; nullptr: none does.
Result<const Column*> case_column(const Table& table, const ReadsRequest& request,
                                  std::vector<std::string>& reasons) {
  if (!request.one_case.empty()) return table.column(request.one_case);
  const Column* best = nullptr;
  int best_fit = 0;
  for (const Column& column : table.columns()) {
    if (column.name == request.patient) continue;
    int fit = 2 * std::max(cohort::fitness(cohort::Role::image, column.name),
                           cohort::fitness(cohort::Role::study, column.name));
    const std::string folded = cohort::folded_name(column.name);
    for (const char* word : {"case", "case_id", "unit", "item", "image_id", "study", "lesion"})
      if (folded == word) fit = 1000;
    if (fit > best_fit) {
      best_fit = fit;
      best = &column;
    }
  }
  if (best != nullptr) reasons.push_back("\"" + best->name + "\" names the case, by its name");
  return best;
}

std::string case_name(const Column* column, std::size_t row) {
  return column == nullptr ? "row " + std::to_string(row + 1)
                           : std::string(core::trim(column->raw(row)));
}

Result<const Column*> patient_column(const Table& table, const ReadsRequest& request) {
  if (request.patient.empty()) return static_cast<const Column*>(nullptr);
  return table.column(request.patient);
}

using Named = std::set<std::string>;

bool is_key(const std::string& name) {
  for (const auto role : {cohort::Role::patient, cohort::Role::study, cohort::Role::image,
                          cohort::Role::site, cohort::Role::time})
    if (cohort::fitness(role, name) > 0) return true;
  return false;
}

// Is the column known by its name to be something else than a rating?
bool is_aside(const std::string& name, bool is_wide) {
  const std::string folded = cohort::folded_name(name);
  return is_key(name) || cohort::is_age_name(name) || folded == "sex" || folded == "gender" ||
         (is_wide && cohort::is_covariate_name(name));
}

// The column that is the patient by its name, in every table; empty: none. Columns that were asked
// for as something else are not.
std::string guessed_patient(const std::vector<ReaderTable>& tables, const ReadsRequest& request) {
  std::string best;
  int best_fit = 0;
  for (const Column& column : tables[0].table.columns()) {
    const int fit = cohort::fitness(cohort::Role::patient, column.name);
    const bool is_taken = column.name == request.one_case || column.name == request.reader ||
                          column.name == request.event ||
                          std::find(request.ratings.begin(), request.ratings.end(), column.name) !=
                              request.ratings.end();
    if (fit <= best_fit || is_taken) continue;
    if (!std::all_of(tables.begin(), tables.end(), [&](const ReaderTable& one) {
          return one.table.find(column.name) != nullptr;
        }))
      continue;
    best_fit = fit;
    best = column.name;
  }
  return best;
}

bool stands_once(const Column& column, std::size_t rows) {
  Named seen;
  for (std::size_t row = 0; row < rows; ++row)
    if (!seen.insert(column.raw(row)).second) return false;
  return true;
}

Error too_few_readers(std::size_t count, const std::string& file) {
  return Error("readers.one-reader",
               count == 0 ? "no reader was found" : "there is only one reader",
               {.file = file, .row = std::nullopt, .column = "", .tag = ""},
               "agreement needs two: name the reader column (--reader), one column a reader "
               "(--rating), or give one table a reader");
}

// Columns that are rated: those stated, else all that have no other role.
Result<std::vector<const Column*>> rated_columns(const Table& table, const ReadsRequest& request,
                                                 const Named& taken, bool is_wide,
                                                 std::vector<std::string>& reasons) {
  std::vector<const Column*> out;
  for (const std::string& name : request.ratings) {
    auto column = table.column(name);
    if (!column) return std::move(column).error();
    out.push_back(*column);
  }
  if (!request.ratings.empty()) return out;
  std::vector<std::string> aside;
  for (const Column& column : table.columns()) {
    if (taken.contains(column.name)) continue;
    if (is_aside(column.name, is_wide))
      aside.push_back("\"" + column.name + "\"");
    else
      out.push_back(&column);
  }
  if (!aside.empty())
    reasons.push_back("left aside, by name: " + core::join(aside, ", ") +
                      " (--rating takes a column all the same)");
  return out;
}

Result<Reads> read_long(const Table& table, const Column& reader, const ReadsRequest& request,
                        core::Findings& findings, std::vector<std::string>& reasons) {
  auto one_case = case_column(table, request, reasons);
  if (!one_case) return std::move(one_case).error();
  if (*one_case == nullptr)
    return Error("readers.no-case-column", "no column names the case",
                 {.file = table.origin(), .row = std::nullopt, .column = "", .tag = ""},
                 "say which with --case");
  auto patient = patient_column(table, request);
  if (!patient) return std::move(patient).error();
  std::vector<const Column*> rated;
  if (!request.event.empty()) {
    auto event = table.column(request.event);
    if (!event) return std::move(event).error();
    rated.push_back(*event);
  } else {
    auto columns = rated_columns(table, request, {reader.name, (*one_case)->name, request.patient},
                                 false, reasons);
    if (!columns) return std::move(columns).error();
    rated = *columns;
  }
  Builder builder(findings);
  const auto readers = reader.cells->categories(1);
  builder.reads.readers = readers.levels;
  if (readers.levels.size() < 2) return too_few_readers(readers.levels.size(), table.origin());
  std::map<std::string, std::size_t> event_of;
  if (request.event.empty()) {
    for (const Column* column : rated) builder.cells.push_back({column->name, {}});
  } else {
    for (const std::string& level : rated[0]->cells->categories(1).levels)
      if (std::find(request.no_finding.begin(), request.no_finding.end(), level) ==
          request.no_finding.end()) {
        event_of[level] = builder.cells.size();
        builder.cells.push_back({level, {}});
      }
  }
  const std::size_t count = readers.levels.size();
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const Location where{.file = table.origin(), .row = row + 1, .column = "", .tag = ""};
    const std::string name = case_name(*one_case, row);
    if (name.empty() || readers.code[row] == cohort::Categories::blank) {
      findings.add(core::Severity::excluded, "readers.row-without-key", "",
                   "a row names no case or no reader", where);
      continue;
    }
    const std::size_t c = builder.case_number(name);
    const std::size_t r = readers.code[row];
    if (*patient != nullptr) builder.set_patient(c, (*patient)->raw(row), where);
    if (request.event.empty()) {
      for (std::size_t f = 0; f < rated.size(); ++f) {
        std::string text = rated[f]->raw(row);
        if (!is_missing(text)) builder.put(builder.cells[f], c, r, std::move(text), where);
      }
      continue;
    }
    for (Cells& finding : builder.cells)
      if (finding.text[c * count + r].empty()) finding.text[c * count + r] = "0";
    const auto at = event_of.find(rated[0]->raw(row));
    if (at != event_of.end()) builder.cells[at->second].text[c * count + r] = "1";
  }
  return builder.finish(*patient != nullptr);
}

Result<Reads> read_wide(const Table& table, const ReadsRequest& request, core::Findings& findings,
                        std::vector<std::string>& reasons) {
  auto one_case = case_column(table, request, reasons);
  if (!one_case) return std::move(one_case).error();
  auto patient = patient_column(table, request);
  if (!patient) return std::move(patient).error();
  Named taken{request.patient};
  if (*one_case != nullptr) taken.insert((*one_case)->name);
  auto columns = rated_columns(table, request, taken, true, reasons);
  if (!columns) return std::move(columns).error();
  if (columns->size() < 2) return too_few_readers(columns->size(), table.origin());
  Builder builder(findings);
  for (const Column* column : *columns) builder.reads.readers.push_back(column->name);
  reasons.push_back("each of these columns is a reader: " +
                    core::join(builder.reads.readers, ", "));
  builder.cells.push_back({request.finding.empty() ? "rating" : request.finding, {}});
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const Location where{.file = table.origin(), .row = row + 1, .column = "", .tag = ""};
    const std::size_t c = builder.case_number(case_name(*one_case, row));
    if (*patient != nullptr) builder.set_patient(c, (*patient)->raw(row), where);
    for (std::size_t r = 0; r < columns->size(); ++r) {
      std::string text = (*columns)[r]->raw(row);
      if (!is_missing(text)) builder.put(builder.cells[0], c, r, std::move(text), where);
    }
  }
  return builder.finish(*patient != nullptr);
}

Result<Reads> read_table_each(const std::vector<ReaderTable>& tables, const ReadsRequest& request,
                              core::Findings& findings, std::vector<std::string>& reasons) {
  Builder builder(findings);
  std::vector<std::string> names = request.ratings;
  ReadsRequest asked = request;
  for (const ReaderTable& one : tables) {
    auto one_case = case_column(one.table, asked, reasons);
    if (!one_case) return std::move(one_case).error().while_doing("reading " + one.reader);
    if (*one_case == nullptr)
      return Error("readers.no-case-column", "no column names the case",
                   {.file = one.table.origin(), .row = std::nullopt, .column = "", .tag = ""},
                   "say which with --case");
    asked.one_case = (*one_case)->name;
    builder.reads.readers.push_back(one.reader);
    if (request.ratings.empty())
      for (const Column& column : one.table.columns())
        if (column.name != asked.one_case && !is_aside(column.name, false) &&
            column.name != request.patient &&
            std::find(names.begin(), names.end(), column.name) == names.end())
          names.push_back(column.name);
  }
  for (const std::string& name : names) builder.cells.push_back({name, {}});
  for (std::size_t r = 0; r < tables.size(); ++r) {
    const Table& table = tables[r].table;
    auto one_case = table.column(asked.one_case);
    if (!one_case) return std::move(one_case).error().while_doing("reading " + tables[r].reader);
    auto patient = patient_column(table, request);
    if (!patient) return std::move(patient).error().while_doing("reading " + tables[r].reader);
    std::vector<const Column*> columns;
    for (const std::string& name : names) {
      columns.push_back(table.find(name));
      if (columns.back() == nullptr)
        findings.add(core::Severity::warning, "readers.missing-column", tables[r].reader,
                     "has no column " + name,
                     {.file = table.origin(), .row = std::nullopt, .column = name, .tag = ""});
    }
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const Location where{.file = table.origin(), .row = row + 1, .column = "", .tag = ""};
      const std::size_t c = builder.case_number(case_name(*one_case, row));
      if (*patient != nullptr) builder.set_patient(c, (*patient)->raw(row), where);
      for (std::size_t f = 0; f < columns.size(); ++f) {
        if (columns[f] == nullptr) continue;
        std::string text = columns[f]->raw(row);
        if (!is_missing(text)) builder.put(builder.cells[f], c, r, std::move(text), where);
      }
    }
  }
  return builder.finish(!request.patient.empty());
}

}  // namespace

Result<ReadsAndReasons> reads_from(const std::vector<ReaderTable>& tables,
                                   const ReadsRequest& stated, const core::Context&,
                                   core::Findings& findings) {
  std::vector<std::string> reasons;
  ReadsRequest request = stated;
  const auto done = [&reasons](Result<Reads> read) -> Result<ReadsAndReasons> {
    if (!read) return std::move(read).error();
    if (read->cases.empty())
      return Error("readers.no-cases", "the tables hold no case", {},
                   "check that they have rows below their header");
    return ReadsAndReasons{*std::move(read), std::move(reasons)};
  };
  if (tables.empty()) return too_few_readers(0, "");
  if (request.patient.empty()) {
    request.patient = guessed_patient(tables, request);
    if (!request.patient.empty())
      reasons.push_back("\"" + request.patient + "\" names the patient, by its name");
  }
  if (tables.size() > 1) return done(read_table_each(tables, request, findings, reasons));
  const Table& table = tables[0].table;
  const Column* reader = nullptr;
  if (!request.reader.empty()) {
    auto named = table.column(request.reader);
    if (!named) return std::move(named).error();
    reader = *named;
  } else if (request.ratings.empty() || !request.event.empty()) {
    int best = 0;
    for (const Column& column : table.columns()) {
      int fit = cohort::fitness(cohort::Role::reader, column.name);
      for (const char* word : {"rad_id", "rater", "rater_id", "observer", "annotator"})
        if (cohort::folded_name(column.name) == word) fit = std::max(fit, 1);
      // "reader1", "reader2" … are readers, not the name of one.
      if (fit > best && std::isdigit(static_cast<unsigned char>(column.name.back())) == 0) {
        best = fit;
        reader = &column;
      }
    }
    if (reader != nullptr) reasons.push_back("\"" + reader->name + "\" names the reader");
  }
  // A wide table with a row a patient and no other key: the patient is the case.
  if (reader == nullptr && request.one_case.empty() && stated.patient.empty() &&
      !request.patient.empty()) {
    std::vector<std::string> unused;
    auto other = case_column(table, request, unused);
    if (other && *other == nullptr && stands_once(*table.find(request.patient), table.rows())) {
      reasons.push_back("\"" + request.patient + "\" names the case too: each stands once");
      request.one_case = request.patient;
      request.patient.clear();
    }
  }
  if (reader == nullptr && !request.event.empty()) return too_few_readers(0, table.origin());
  return done(reader != nullptr ? read_long(table, *reader, request, findings, reasons)
                                : read_wide(table, request, findings, reasons));
}

}  // namespace secondsite::readers
