#include <algorithm>
#include <map>
#include <set>

#include "secondsite/cohort/selection.h"
#include "secondsite/core/text.h"
#include "secondsite/readers/study/formats.h"

namespace secondsite::readers::study {

std::string plain_name(std::string_view name) {
  std::string out;
  for (const char c : core::lower(name))
    if (c != '_' && c != ' ' && c != '-' && c != '.') out += c;
  return out;
}

namespace {

using core::Error;
using core::Location;
using core::Severity;

std::string guess(const cohort::Table& table, const std::string& stated,
                  std::initializer_list<std::string_view> usual) {
  if (!stated.empty()) return stated;
  for (const std::string_view wanted : usual)
    for (const std::string& name : table.names())
      if (plain_name(name) == wanted) return name;
  return {};
}

// 1, 0, or nothing where the text says neither.
std::optional<bool> truth_of(const std::string& text, const std::vector<std::string>& positive) {
  const std::string low = core::lower(core::trim(text));
  if (low.empty()) return std::nullopt;
  if (!positive.empty())
    return std::any_of(positive.begin(), positive.end(),
                       [&](const std::string& value) { return core::lower(value) == low; });
  if (const auto number = core::parse_number(low)) {
    if (*number == 0 || *number == 1) return *number == 1;
    return std::nullopt;
  }
  for (const char* word : {"true", "yes", "positive", "diseased", "abnormal", "cancer"})
    if (low == word) return true;
  for (const char* word : {"false", "no", "negative", "healthy", "normal"})
    if (low == word) return false;
  return std::nullopt;
}

core::Result<const cohort::Column*> needed(const cohort::Table& table, const std::string& name,
                                           const char* role) {
  if (!name.empty()) return table.column(name);
  return Error("study.column-unknown", std::string("no column is known to be the ") + role,
               {.file = table.origin()},
               "name it: --" + std::string(role) + " COLUMN; the columns are " +
                   core::join(table.names(), ", "));
}

// Empty text without a column: one modality, or the readers are columns.
struct Texts {
  const cohort::Column* column = nullptr;
  std::string operator()(std::size_t row) const {
    return column == nullptr ? std::string() : std::string(core::trim(column->raw(row)));
  }
};

core::Result<double> rating_of(const std::string& text, const Location& where) {
  if (text.empty() || core::lower(text) == "na") return not_read;
  const auto value = core::parse_number(text);
  if (!value || std::isinf(*value))
    return Error("study.rating-not-a-number", "the rating \"" + text + "\" is not a number", where);
  return *value;
}

struct MarkRow {
  std::size_t modality, reader, case_index;
  bool on_lesion;
  std::size_t lesion;  // within the case
  double rating;
};

struct Marks {
  Reads reads;  // slots by lesion, all unmarked
  std::vector<MarkRow> rows;
};

struct LesionTruth {
  std::vector<std::string> cases;
  std::map<std::string, bool> positive;
  std::map<std::string, Lesions> lesions;
};

core::Result<LesionTruth> lesions_of(const cohort::Table& table, core::Findings& findings) {
  LesionTruth out;
  const auto case_column = needed(table, guess(table, {}, {"case", "caseid"}), "case");
  const auto truth_column = needed(table, guess(table, {}, {"truth", "positive"}), "truth");
  const auto lesion_column = needed(table, guess(table, {}, {"lesion", "lesionid"}), "lesion");
  const auto weight_column = needed(table, guess(table, {}, {"weight"}), "weight");
  for (const auto* each : {&case_column, &truth_column, &lesion_column, &weight_column})
    if (!*each) return each->error();
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const Location where{.file = table.origin(), .row = row + 1};
    const std::string name((*case_column)->raw(row));
    const auto positive = truth_of((*truth_column)->raw(row), {});
    if (!positive)
      return Error("study.truth-unclear", "the truth of case " + name + " is neither 0 nor 1",
                   where);
    const auto [known, is_new] = out.positive.emplace(name, *positive);
    if (is_new) out.cases.push_back(name);
    if (known->second != *positive)
      return Error("study.truth-differs",
                   "case " + name + " is diseased in one line and not in another", where);
    if (!*positive) {
      if (!is_new) note_lesion_twice(name, where, findings);
      continue;
    }
    const auto weight = core::parse_number((*weight_column)->raw(row));
    if (!weight || !(*weight > 0))
      return Error("study.rating-not-a-number", "a lesion of case " + name + " has no weight",
                   where);
    const std::string lesion((*lesion_column)->raw(row));
    if (auto added = add_lesion(out.lesions[name], name, lesion, *weight, where, findings); !added)
      return std::move(added).error();
  }
  out.cases = sorted_names(std::move(out.cases));
  return out;
}

core::Result<bool> is_on_lesion(const std::string& kind, const Location& where) {
  const std::string low = core::lower(core::trim(kind));
  for (const char* word : {"ll", "tp"})
    if (low == word) return true;
  for (const char* word : {"nl", "fp"})
    if (low == word) return false;
  return Error("study.mark-kind-unknown",
               "the mark is a \"" + kind + "\", neither on a lesion (LL) nor elsewhere (NL)",
               where);
}

core::Result<Marks> marks_of(const cohort::Table& marks, const cohort::Table& truth_table,
                             core::Findings& findings) {
  auto truth = lesions_of(truth_table, findings);
  if (!truth) return std::move(truth).error();
  const auto modality = needed(marks, guess(marks, {}, {"modality", "treatment"}), "modality");
  const auto reader = needed(marks, guess(marks, {}, {"reader", "readerid"}), "reader");
  const auto case_column = needed(marks, guess(marks, {}, {"case", "caseid"}), "case");
  const auto kind = needed(marks, guess(marks, {}, {"mark", "kind", "type"}), "mark");
  const auto lesion = needed(marks, guess(marks, {}, {"lesion", "lesionid"}), "lesion");
  const auto rating = needed(marks, guess(marks, {}, {"rating", "score"}), "rating");
  for (const auto* each : {&modality, &reader, &case_column, &kind, &lesion, &rating})
    if (!*each) return each->error();
  std::vector<std::string> modalities;
  std::vector<std::string> readers;
  for (std::size_t row = 0; row < marks.rows(); ++row) {
    modalities.push_back((*modality)->raw(row));
    readers.push_back((*reader)->raw(row));
  }
  if (marks.rows() == 0 || truth->cases.empty())
    return Error("study.no-reads", "there is no mark or no case: nothing was read",
                 {.file = marks.rows() == 0 ? marks.origin() : truth_table.origin()},
                 "check that the tables were written to their end");
  Marks out;
  out.reads.modalities = sorted_names(std::move(modalities));
  out.reads.readers = sorted_names(std::move(readers));
  out.reads.cases = truth->cases;
  for (const std::string& name : truth->cases) {
    out.reads.positive.push_back(truth->positive[name] ? 1 : 0);
    out.reads.slot_begin.push_back(static_cast<std::uint32_t>(out.reads.weight.size()));
    double all = 0;
    for (const auto& [id, weight] : truth->lesions[name]) all += weight;
    for (const auto& [id, weight] : truth->lesions[name]) out.reads.weight.push_back(weight / all);
    if (!truth->positive[name]) out.reads.weight.push_back(1);
  }
  out.reads.slot_begin.push_back(static_cast<std::uint32_t>(out.reads.weight.size()));
  out.reads.rating.assign(out.reads.cells() * out.reads.slots(), unmarked);
  const auto place = [](const std::vector<std::string>& names, const std::string& name) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
  };
  for (std::size_t row = 0; row < marks.rows(); ++row) {
    const Location where{.file = marks.origin(), .row = row + 1};
    MarkRow mark{};
    const std::string name = (*case_column)->raw(row);
    mark.modality = place(out.reads.modalities, (*modality)->raw(row));
    mark.reader = place(out.reads.readers, (*reader)->raw(row));
    mark.case_index = place(out.reads.cases, name);
    if (mark.case_index == out.reads.cases.size())
      return Error("study.truth-missing", "case " + name + " was marked and has no truth", where);
    const auto on_lesion = is_on_lesion((*kind)->raw(row), where);
    if (!on_lesion) return on_lesion.error();
    mark.on_lesion = *on_lesion;
    const auto value = rating_of((*rating)->raw(row), where);
    if (!value) return value.error();
    if (std::isnan(*value)) {
      findings.add(Severity::note, "study.blank-rating", "", "a mark has no rating", where);
      continue;
    }
    mark.rating = *value;
    if (mark.on_lesion) {
      const auto& known = truth->lesions[name];
      const std::string id = (*lesion)->raw(row);
      mark.lesion = static_cast<std::size_t>(
          std::find_if(known.begin(), known.end(),
                       [&](const auto& each) { return each.first == id; }) -
          known.begin());
      if (mark.lesion == known.size())
        return Error("study.lesion-unknown",
                     "a mark is on lesion " + id + " of case " + name +
                         ", which the truth table does not have",
                     where);
    }
    out.rows.push_back(mark);
  }
  return out;
}

}  // namespace

void note_lesion_twice(const std::string& name, const Location& where, core::Findings& findings) {
  findings.add(Severity::warning, "study.lesion-twice", "",
               "a line of the truth of case " + name + " stands twice; it counts once", where);
}

core::Status add_lesion(Lesions& lesions, const std::string& case_name, const std::string& lesion,
                        double weight, const Location& where, core::Findings& findings) {
  const auto known = std::find_if(lesions.begin(), lesions.end(),
                                  [&](const auto& each) { return each.first == lesion; });
  if (known == lesions.end()) {
    lesions.emplace_back(lesion, weight);
    return core::Done{};
  }
  if (known->second != weight)
    return Error("study.truth-differs",
                 "lesion " + lesion + " of case " + case_name + " has the weight " +
                     core::exact(known->second) + " in one line and " + core::exact(weight) +
                     " in another",
                 where);
  note_lesion_twice(case_name, where, findings);
  return core::Done{};
}

TableColumns guessed_columns(const cohort::Table& table, const TableColumns& stated) {
  TableColumns out = stated;
  out.reader = guess(table, stated.reader, {"reader", "readerid", "radiologist", "rater"});
  out.case_name = guess(table, stated.case_name, {"case", "caseid", "patient", "patientid"});
  out.modality =
      guess(table, stated.modality, {"modality", "modalityid", "treatment", "arm", "method"});
  out.truth = guess(table, stated.truth, {"truth", "label", "reference", "diseased", "positive"});
  if (out.ratings.empty()) {
    const std::string rating = guess(table, {}, {"rating", "score", "confidence"});
    if (!rating.empty()) out.ratings = {rating};
  }
  if (out.ratings.size() > 1 && stated.reader.empty() && !out.ratings_are_modalities)
    out.reader.clear();
  if (out.ratings.size() > 1 && stated.modality.empty() && out.ratings_are_modalities)
    out.modality.clear();
  return out;
}

core::Result<Reads> reads_from_table(const cohort::Table& table, const TableColumns& stated,
                                     core::Findings& findings) {
  const TableColumns columns = guessed_columns(table, stated);
  const bool wide = columns.ratings.size() > 1;
  const auto case_column = needed(table, columns.case_name, "case");
  const auto truth_column = needed(table, columns.truth, "truth");
  if (!case_column) return case_column.error();
  if (!truth_column) return truth_column.error();
  Texts reader;
  Texts modality;
  if (!wide || columns.ratings_are_modalities) {
    const auto column = needed(table, columns.reader, "reader");
    if (!column) return column.error();
    reader.column = *column;
  }
  if (!columns.modality.empty() && !(wide && columns.ratings_are_modalities)) {
    const auto column = table.column(columns.modality);
    if (!column) return column.error();
    modality.column = *column;
  }
  std::vector<const cohort::Column*> ratings;
  for (const std::string& name : columns.ratings) {
    const auto column = table.column(name);
    if (!column) return column.error();
    ratings.push_back(*column);
  }
  if (ratings.empty()) return needed(table, {}, "rating").error();
  std::vector<std::uint8_t> kept(table.rows(), 1);
  if (!columns.eligible.empty()) {
    const auto filter = cohort::parse_filter(columns.eligible, "--eligible");
    if (!filter) return filter.error();
    auto rows = cohort::apply(*filter, table, 1);
    if (!rows) return std::move(rows).error();
    kept = *std::move(rows);
  }
  std::vector<RawRead> reads;
  std::vector<RawTruth> truth;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (kept[row] == 0) continue;
    const Location where{.file = table.origin(), .row = row + 1};
    const std::string name((*case_column)->raw(row));
    const auto positive = truth_of((*truth_column)->raw(row), columns.positive);
    if (!positive)
      return Error(
          "study.truth-unclear",
          "the truth \"" + (*truth_column)->raw(row) + "\" of case " + name + " is neither 0 nor 1",
          where, "name the values that mean disease: --positive VALUE");
    truth.push_back({name, *positive, where});
    for (std::size_t k = 0; k < ratings.size(); ++k) {
      const auto rating = rating_of(std::string(core::trim(ratings[k]->raw(row))), where);
      if (!rating) return rating.error();
      const std::string& header = columns.ratings[k];
      RawRead read{modality(row), reader(row), name, *rating, where};
      if (wide) (columns.ratings_are_modalities ? read.modality : read.reader) = header;
      if (read.modality.empty()) read.modality = "reads";
      if (read.reader.empty()) return Error("study.reader-blank", "a read has no reader", where);
      reads.push_back(std::move(read));
    }
  }
  return assemble(reads, truth, findings);
}

core::Result<Reads> with_model(const Reads& reads, const Reads& model, const std::string& name) {
  if (model.cases != reads.cases || model.readers != reads.readers ||
      model.modalities != reads.modalities || reads.is_localisation())
    return Error("study.bad-request", "the model's output is not of the same reads");
  std::vector<std::string> modalities = reads.modalities;
  if (std::find(modalities.begin(), modalities.end(), name) != modalities.end())
    return Error("study.bad-request", "there is a modality " + name + " already");
  modalities.push_back(name);
  Reads out = Reads::empty(modalities, reads.readers, reads.cases, reads.positive);
  std::copy(reads.rating.begin(), reads.rating.end(), out.rating.begin());
  for (std::size_t c = 0; c < reads.cases.size(); ++c) {
    double output = not_read;
    for (std::size_t cell = 0; cell < model.cells(); ++cell) {
      const double here = model.at(cell, c);
      if (std::isnan(here)) continue;
      if (!std::isnan(output) && output != here)
        return Error("study.model-varies", "the model has two outputs for case " + reads.cases[c] +
                                               ": " + core::exact(output) + " and " +
                                               core::exact(here));
      output = here;
    }
    for (std::size_t p = 0; p < reads.readers.size(); ++p)
      for (std::size_t t = 0; t < reads.modalities.size(); ++t)
        if (reads.has(reads.cell(t, p), c)) out.at(out.cell(modalities.size() - 1, p), c) = output;
  }
  return out;
}

core::Result<Reads> reads_from_marks(const cohort::Table& marks, const cohort::Table& truth,
                                     core::Findings& findings) {
  auto all = marks_of(marks, truth, findings);
  if (!all) return std::move(all).error();
  Reads& reads = all->reads;
  for (const MarkRow& mark : all->rows) {
    const bool diseased = reads.positive[mark.case_index] != 0;
    if (diseased && !mark.on_lesion) continue;
    double& value =
        reads.at(reads.cell(mark.modality, mark.reader),
                 reads.slot_begin[mark.case_index] + (mark.on_lesion ? mark.lesion : 0));
    value = std::max(value, mark.rating);
  }
  return std::move(reads);
}

core::Result<Reads> highest_ratings(const cohort::Table& marks, const cohort::Table& truth,
                                    core::Findings& findings) {
  auto all = marks_of(marks, truth, findings);
  if (!all) return std::move(all).error();
  Reads out = Reads::empty(all->reads.modalities, all->reads.readers, all->reads.cases,
                           all->reads.positive);
  std::fill(out.rating.begin(), out.rating.end(), unmarked);
  for (const MarkRow& mark : all->rows) {
    double& value = out.at(out.cell(mark.modality, mark.reader), mark.case_index);
    value = std::max(value, mark.rating);
  }
  return out;
}

}  // namespace secondsite::readers::study
