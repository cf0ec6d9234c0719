#include "secondsite/cohort/uk_biobank_names.h"

#include <algorithm>
#include <map>
#include <set>

#include "secondsite/cohort/cell_text.h"
#include "secondsite/cohort/covariate_reading.h"
#include "secondsite/cohort/dataset.h"
#include "secondsite/cohort/dataset_rows.h"
#include "secondsite/cohort/dataset_sheet.h"
#include "secondsite/cohort/site_finding.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::datasets {
namespace {

using core::Covariate;
using core::CovariateVerdict;
constexpr unsigned first_imaging_visit = 2;

bool is_participant_name(std::string_view name) {
  return name == "eid" || name == "f.eid" || name == "participant.eid";
}

// Where a field stands for an instance; fields that are asked once stand under instance 0.
struct Columns {
  std::size_t participant = 0;
  std::map<std::pair<unsigned, unsigned>, std::size_t> of;  // field, instance -> first array

  std::optional<std::size_t> find(unsigned field, unsigned instance) const {
    for (const unsigned at : {instance, 0U})
      if (const auto found = of.find({field, at}); found != of.end()) return found->second;
    return std::nullopt;
  }
};

std::optional<Columns> columns_of(const std::vector<std::string>& names) {
  Columns out;
  bool has_participant = false;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string name = core::lower(names[i]);
    if (is_participant_name(name)) {
      out.participant = i;
      has_participant = true;
    } else if (const auto field = uk_biobank_column(name); field && field->array == 0) {
      out.of.emplace(std::pair(field->field, field->instance), i);
    }
  }
  if (!has_participant || out.of.empty()) return std::nullopt;
  return out;
}

std::optional<std::string> uk_biobank_table(const Folder& folder) {
  for (const std::string& file : folder.files) {
    const std::string lower = core::lower(file);
    if (lower.find(".csv") == std::string::npos && lower.find(".tsv") == std::string::npos &&
        lower.find(".txt") == std::string::npos)
      continue;
    std::string header = first_line(folder.full(file));
    std::replace(header.begin(), header.end(), '\t', ',');
    header.erase(std::remove(header.begin(), header.end(), '"'), header.end());
    if (columns_of(core::split(header, ','))) return folder.full(file);
  }
  return std::nullopt;
}

// Lists of withdrawn participants ("w12345_20230425.csv") are bare numbers.
core::Result<std::set<std::string>> withdrawn(const Folder& folder, const core::Context& context) {
  std::set<std::string> out;
  for (const std::string& file : folder.files) {
    const std::string name = core::lower(file_name(file));
    const bool listed = name.size() > 2 && name[0] == 'w' && name[1] >= '0' && name[1] <= '9';
    if (name.find("withdraw") == std::string::npos && !listed) continue;
    const auto lines = text_lines(folder.full(file), context);
    if (!lines) return lines.error();
    out.insert(lines->begin(), lines->end());
  }
  return out;
}

// -1 do not know, -3 prefer not to answer: stated, and no value.
bool is_special(std::string_view text) {
  return text == "-1" || text == "-3" || text == "-10";
}
Covariate sex_of(std::string_view code) {
  const std::string_view text = code == "0" ? "F" : code == "1" ? "M" : code;
  Covariate out = read_sex(text, "field 31");
  out.raw = code;
  return out;
}
Covariate age_of(std::string_view text) {
  Covariate out = read_age(text, "field 21003");
  if (is_special(text)) out.verdict = CovariateVerdict::sentinel;
  return out;
}

using Bulk = std::map<std::pair<std::string, unsigned>, std::vector<std::string>>;

Bulk bulk_of(const Folder& folder) {
  Bulk out;
  for (const std::string& file : folder.files)
    if (const auto bulk = uk_biobank_bulk(file_name(file)))
      out[{bulk->participant, bulk->field.instance}].push_back(file);
  return out;
}

class Writer {
 public:
  Writer(const Table& table, const Columns& columns, DatasetRows& rows)
      : table_(table), columns_(columns), rows_(rows) {}

  std::string cell(std::size_t row, unsigned field, unsigned instance) const {
    const auto column = columns_.find(field, instance);
    if (!column) return {};
    const std::string text = table_.columns()[*column].raw(row);
    return is_blank(text) ? std::string() : std::string(trimmed(text));
  }
  bool was_imaged(std::size_t row, unsigned instance) const {
    for (const unsigned field : {53U, 54U, 21003U}) {
      const auto column = columns_.of.find({field, instance});
      if (column != columns_.of.end() && !is_blank(table_.columns()[column->second].raw(row)))
        return true;
    }
    return false;
  }
  void write(std::size_t row, const std::string& participant, unsigned instance,
             const std::vector<std::string>& files) {
    rows_.set("patient", participant);
    rows_.set("study", participant + "_" + std::to_string(instance));
    rows_.set("file", core::join(files, "|"));
    rows_.set("modality", "MR");
    rows_.set("visit", std::to_string(instance));
    if (row < table_.rows()) {
      rows_.set("site", site_of_uk_biobank(cell(row, 54, instance)));
      rows_.set("age", age_of(cell(row, 21003, instance)));
      rows_.set("sex", sex_of(cell(row, 31, 0)));
      rows_.set("date", cell(row, 53, instance));
      rows_.set("birth_year", cell(row, 34, 0));
      rows_.set("ethnicity", cell(row, 21000, 0));
    }
    rows_.finish_row();
  }

 private:
  const Table& table_;
  const Columns& columns_;
  DatasetRows& rows_;
};

core::Result<Table> read_uk_biobank(const Folder& folder, const core::Context& context,
                                    core::Findings& findings) {
  Bulk bulk = bulk_of(folder);
  const auto gone = withdrawn(folder, context);
  if (!gone) return gone.error();
  Table table;
  Columns columns;
  if (const auto path = uk_biobank_table(folder)) {
    auto read = read_table(*path, context, findings);
    if (!read) return std::move(read).error();
    table = std::move(*read);
    columns = *columns_of(table.names());
  }
  DatasetRows rows("uk_biobank");
  Writer writer(table, columns, rows);
  const auto left_out = [&](const std::string& participant, const core::Location& where) {
    const bool leaves = gone->count(participant) != 0 || participant.starts_with("-");
    if (leaves)
      findings.add(core::Severity::excluded, "dataset.withdrawn", "",
                   "a participant has withdrawn; everything about them was left out", where);
    return leaves;
  };
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string participant =
        std::string(trimmed(table.columns()[columns.participant].raw(row)));
    if (left_out(participant, {.file = table.origin(), .row = row + 1})) {
      for (const unsigned visit : {2U, 3U}) bulk.erase({participant, visit});
      continue;
    }
    bool written = false;
    for (unsigned visit = first_imaging_visit; visit <= first_imaging_visit + 1; ++visit) {
      const auto files = bulk.find({participant, visit});
      if (files == bulk.end() && !writer.was_imaged(row, visit)) continue;
      writer.write(row, participant, visit,
                   files == bulk.end() ? std::vector<std::string>() : files->second);
      if (files != bulk.end()) bulk.erase(files);
      written = true;
    }
    if (!written)
      findings.add(core::Severity::note, "dataset.not-imaged", "",
                   "a participant has no imaging visit", {.file = table.origin(), .row = row + 1});
  }
  for (const auto& [key, files] : bulk) {  // imaged, and in no table
    if (left_out(key.first, {.file = folder.full(files.front())})) continue;
    writer.write(table.rows(), key.first, key.second, files);
  }
  return std::move(rows).table(folder.path);
}

}  // namespace

Dataset uk_biobank() {
  return {.id = "uk_biobank",
          .title = "UK Biobank imaging",
          .modality = "Whole-body MRI/DXA",
          .scale = "100,000 participants",
          .notes = "Population cohort, healthy-skewed; access-controlled",
          .reference = "Littlejohns et al. 2020, doi:10.1038/s41467-020-15948-9",
          .recognises =
              [](const Folder& folder) {
                return uk_biobank_table(folder).has_value() ||
                       std::any_of(folder.files.begin(), folder.files.end(),
                                   [](const std::string& file) {
                                     return uk_biobank_bulk(file_name(file)).has_value();
                                   });
              },
          .read = read_uk_biobank};
}

}  // namespace secondsite::cohort::datasets
