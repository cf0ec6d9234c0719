#include <algorithm>
#include <map>
#include <set>

#include "secondsite/cohort/build.h"
#include "secondsite/core/text.h"
#include "secondsite/readers/study/formats.h"

namespace secondsite::readers::study {
namespace {

using core::Error;

// The sheet that goes by one of these names; empty where there is none.
std::string sheet_of(const cohort::Workbook& book, std::initializer_list<std::string_view> usual) {
  for (const std::string_view wanted : usual)
    for (const std::string& name : book.sheets())
      if (plain_name(core::trim(name)) == wanted) return name;
  return {};
}

// The three sheets of a JAFROC workbook.
struct Sheets {
  std::string truth;
  std::string on_lesions;
  std::string elsewhere;
};
Sheets sheets_of(const cohort::Workbook& book) {
  return {sheet_of(book, {"truth"}), sheet_of(book, {"tp", "ll"}), sheet_of(book, {"fp", "nl"})};
}

core::Result<const cohort::Column*> column(const cohort::Table& table,
                                           std::initializer_list<std::string_view> usual) {
  for (const std::string_view wanted : usual)
    for (const cohort::Column& each : table.columns())
      if (plain_name(each.name) == wanted) return &each;
  return Error("study.column-unknown",
               "no column of the sheet is called " + std::string(*usual.begin()),
               {.file = table.origin()}, "the columns are " + core::join(table.names(), ", "));
}

std::string cell(const cohort::Column& of, std::size_t row) {
  return std::string(core::trim(of.raw(row)));
}

struct Mark {
  std::string modality;
  std::string reader;
  std::string case_name;
  std::string lesion;  // empty: a false mark
  double rating = 0;
  core::Location where;
};

core::Status add_marks(const cohort::Table& table, bool on_lesions, std::vector<Mark>& out,
                       core::Findings& findings) {
  const auto reader = column(table, {"readerid", "reader"});
  const auto modality = column(table, {"modalityid", "modality", "treatmentid", "treatment"});
  const auto one_case = column(table, {"caseid", "case"});
  const auto rating = on_lesions ? column(table, {"tprating", "llrating", "rating"})
                                 : column(table, {"fprating", "nlrating", "rating"});
  for (const auto* each : {&reader, &modality, &one_case, &rating})
    if (!*each) return each->error();
  const cohort::Column* lesion = nullptr;
  if (on_lesions) {
    const auto found = column(table, {"lesionid", "lesion"});
    if (!found) return found.error();
    lesion = *found;
  }
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const core::Location where{.file = table.origin(), .row = row + 1};
    const std::string text = cell(**rating, row);
    if (text.empty()) {
      findings.add(core::Severity::note, "study.blank-rating", "", "a mark has no rating", where);
      continue;
    }
    const auto number = core::parse_number(text);
    if (!number || !std::isfinite(*number))
      return Error("study.rating-not-a-number", "the rating \"" + text + "\" is not a number",
                   where);
    out.push_back({cell(**modality, row), cell(**reader, row), cell(**one_case, row),
                   lesion == nullptr ? "" : cell(*lesion, row), *number, where});
  }
  return core::Done{};
}

struct Truth {
  std::vector<std::vector<std::string>> rows;  // case, truth, lesion, weight
  std::map<std::string, bool> positive;
  std::size_t most_lesions = 0;  // of a case
  std::string paradigm;          // as stated; empty: not stated
};

core::Result<Truth> truth_of_sheet(const cohort::Table& table, core::Findings& findings) {
  const auto one_case = column(table, {"caseid", "case"});
  const auto lesion = column(table, {"lesionid", "lesion"});
  for (const auto* each : {&one_case, &lesion})
    if (!*each) return each->error();
  const auto weight = column(table, {"weight", "weights"});
  const auto paradigm = column(table, {"paradigm"});
  Truth out;
  std::map<std::string, Lesions> lesions;
  std::vector<std::string> order;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const core::Location where{.file = table.origin(), .row = row + 1};
    const std::string name = cell(**one_case, row);
    if (name.empty()) return Error("study.truth-unclear", "a line of the truth has no case", where);
    const std::string id = cell(**lesion, row);
    const bool healthy = id.empty() || id == "0";
    const auto [known, is_new] = out.positive.emplace(name, !healthy);
    if (is_new) order.push_back(name);
    if (known->second == healthy)
      return Error("study.truth-differs",
                   "case " + name + " has a lesion in one line and none in another", where);
    if (healthy && !is_new) note_lesion_twice(name, where, findings);
    if (!healthy) {
      const std::string weighs = weight ? cell(**weight, row) : "";
      const auto number = weighs.empty() ? std::optional(0.0) : core::parse_number(weighs);
      if (!number || !std::isfinite(*number))
        return Error("study.rating-not-a-number", "the weight \"" + weighs + "\" is not a number",
                     where);
      if (*number < 0)
        return Error("study.rating-not-a-number",
                     "lesion " + id + " of case " + name + " has the weight " + weighs, where,
                     "weights are above 0, or 0 throughout a case whose lesions count alike");
      if (auto added = add_lesion(lesions[name], name, id, *number, where, findings); !added)
        return std::move(added).error();
    }
    if (paradigm && out.paradigm.empty()) {
      const std::string said = core::lower(cell(**paradigm, row));
      for (const char* kind : {"lroc", "froc", "roc"})
        if (out.paradigm.empty() && said == kind) out.paradigm = kind;
    }
  }
  for (const std::string& name : order) {
    if (!out.positive[name]) {
      out.rows.push_back({name, "0", "0", "0"});
      continue;
    }
    // Weights of 0 throughout mean that lesions count alike.
    const auto& own = lesions[name];
    const bool stated =
        std::any_of(own.begin(), own.end(), [](const auto& each) { return each.second > 0; });
    for (const auto& [id, weighs] : own)
      out.rows.push_back({name, "1", id, core::exact(stated ? weighs : 1)});
    out.most_lesions = std::max(out.most_lesions, own.size());
  }
  return out;
}

// One rating a read at most, and none beside a lesion: not marks, but ratings of cases.
bool is_one_rating_each(const std::vector<Mark>& marks, const Truth& truth) {
  if (truth.most_lesions > 1) return false;
  std::set<std::tuple<std::string, std::string, std::string>> seen;
  for (const Mark& mark : marks) {
    const auto known = truth.positive.find(mark.case_name);
    if (known == truth.positive.end() || known->second == mark.lesion.empty()) return false;
    if (!seen.emplace(mark.modality, mark.reader, mark.case_name).second) return false;
  }
  std::set<std::pair<std::string, std::string>> cells;
  for (const Mark& mark : marks) cells.emplace(mark.modality, mark.reader);
  // Marks leave healthy cases without any; ratings have all of them but what was not read.
  return seen.size() * 10 >= cells.size() * truth.positive.size() * 9;
}

}  // namespace

bool is_jafroc(const cohort::Workbook& book) {
  const Sheets sheets = sheets_of(book);
  return !sheets.truth.empty() + !sheets.on_lesions.empty() + !sheets.elsewhere.empty() >= 2;
}

core::Result<Reads> reads_from_jafroc(const cohort::Workbook& book, bool highest,
                                      core::Findings& findings) {
  const Sheets sheets = sheets_of(book);
  for (const auto& [sheet, name] :
       {std::pair(&sheets.truth, "Truth"), std::pair(&sheets.on_lesions, "TP"),
        std::pair(&sheets.elsewhere, "FP")})
    if (sheet->empty())
      return core::Error(
          "study.sheet-missing",
          std::string("a JAFROC workbook has a sheet ") + name + ", and this has none",
          {.file = book.path()}, "its sheets are " + core::join(book.sheets(), ", "));
  auto truth_table = book.table(sheets.truth, findings);
  if (!truth_table) return std::move(truth_table).error();
  auto truth = truth_of_sheet(*truth_table, findings);
  if (!truth) return std::move(truth).error();
  std::vector<Mark> marks;
  for (const bool on_lesions : {true, false}) {
    auto table = book.table(on_lesions ? sheets.on_lesions : sheets.elsewhere, findings);
    // A sheet without marks may be empty.
    if (!table && table.error().code() == "table.empty") continue;
    if (!table) return std::move(table).error();
    if (auto added = add_marks(*table, on_lesions, marks, findings); !added)
      return std::move(added).error();
  }
  for (const Mark& mark : marks)
    if (truth->positive.count(mark.case_name) == 0)
      return Error("study.truth-missing",
                   "case " + mark.case_name + " is marked and not in the truth", mark.where);
  const bool guessed = truth->paradigm.empty();
  const bool of_cases = guessed ? is_one_rating_each(marks, *truth) : truth->paradigm == "roc";
  if (guessed)
    findings.add(core::Severity::note, "study.jafroc-kind", "",
                 of_cases ? "every read is one rating: taken as ratings of cases"
                          : "the sheets are taken as marks with ratings",
                 {.file = book.path()});
  if (of_cases) {
    std::vector<RawRead> reads;
    for (const Mark& mark : marks)
      reads.push_back({mark.modality, mark.reader, mark.case_name, mark.rating, mark.where});
    std::vector<RawTruth> cases;
    for (const auto& [name, positive] : truth->positive)
      cases.push_back({name, positive, {.file = truth_table->origin()}});
    return assemble(reads, cases, findings);
  }
  std::vector<std::vector<std::string>> rows;
  for (const Mark& mark : marks)
    rows.push_back({mark.modality, mark.reader, mark.case_name, mark.lesion.empty() ? "NL" : "LL",
                    mark.lesion.empty() ? "0" : mark.lesion, core::exact(mark.rating)});
  const auto mark_table = cohort::table_from_texts(
      book.path(), {"modality", "reader", "case", "mark", "lesion", "rating"}, rows);
  if (!mark_table) return core::Error(mark_table.error());
  const auto lesion_table =
      cohort::table_from_texts(book.path(), {"case", "truth", "lesion", "weight"}, truth->rows);
  if (!lesion_table) return core::Error(lesion_table.error());
  return highest ? highest_ratings(*mark_table, *lesion_table, findings)
                 : reads_from_marks(*mark_table, *lesion_table, findings);
}

}  // namespace secondsite::readers::study
