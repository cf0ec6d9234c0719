#include "secondsite/cohort/index/index_tables.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <map>

#include "secondsite/cohort/build.h"
#include "secondsite/core/file.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::index {
namespace {

using core::Covariate;
using dicom::CovariateId;

std::string number_text(double value) {
  return std::isnan(value) ? std::string() : core::exact(value);
}

std::vector<std::size_t> image_rows(const Index& index) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < index.records.size(); ++i)
    if (index.records[i].is_image()) out.push_back(i);
  return out;
}

// A column in which many rows share few texts.
Column shared_column(std::string name, const std::vector<std::string>& texts,
                     const std::vector<std::uint32_t>& text_of_row) {
  std::vector<std::uint32_t> used(texts.size(), 0);
  for (const std::uint32_t text : text_of_row)
    if (text != Categories::blank) used[text] = 1;
  std::map<std::string_view, std::uint32_t> places;
  for (std::size_t t = 0; t < texts.size(); ++t)
    if (used[t] != 0 && !texts[t].empty()) places.emplace(texts[t], 0);
  Categories categories;
  for (auto& [text, place] : places) {
    place = static_cast<std::uint32_t>(categories.levels.size());
    categories.levels.emplace_back(text);
  }
  categories.code.reserve(text_of_row.size());
  for (const std::uint32_t text : text_of_row)
    categories.code.push_back(text == Categories::blank || texts[text].empty()
                                  ? Categories::blank
                                  : places.at(texts[text]));
  return category_column(std::move(name), std::move(categories));
}

// Covariates that every cohort has, in its order.
constexpr CovariateId schema_covariates[] = {CovariateId::view,  CovariateId::vendor,
                                             CovariateId::model, CovariateId::age,
                                             CovariateId::sex,   CovariateId::date};

class CohortColumns {
 public:
  explicit CohortColumns(const Index& index) : index_(index), rows_(image_rows(index)) {}

  std::size_t rows() const { return rows_.size(); }

  void text(std::string name, const std::function<std::string(const Record&)>& cell) {
    std::vector<std::string> cells;
    cells.reserve(rows_.size());
    for (const std::size_t row : rows_) cells.push_back(cell(index_.records[row]));
    columns_.push_back(text_column(std::move(name), std::move(cells)));
  }
  void number(const std::string& name, const std::function<double(const Record&)>& cell) {
    numeric_.push_back(name);
    text(name, [&](const Record& record) { return number_text(cell(record)); });
  }
  void volume(std::string name) {
    std::vector<std::string> cells;
    for (const std::size_t row : rows_) cells.push_back(index_.volumes[index_.volume_of[row]].id);
    columns_.push_back(text_column(std::move(name), std::move(cells)));
  }
  // `column`: its name where that is not the covariate's own.
  void covariate(CovariateId id, bool evidence, std::string_view column = {}) {
    const auto c = static_cast<std::size_t>(id);
    const std::string name(column.empty() ? dicom::name(id) : column);
    const auto ends = [&](std::string_view ending) { return name.ends_with(ending); };
    if (ends("_mm") || ends("_ms") || ends("_t") || name == "age" || ends("_mgy") || ends("_deg") ||
        name == "kvp" || name == "mas" || name == "pitch")
      numeric_.push_back(name);
    std::vector<std::uint32_t> values;
    values.reserve(rows_.size());
    for (const std::size_t row : rows_) {
      const Record& record = index_.records[row];
      const bool applies = (record.applies >> c & 1U) != 0;
      values.push_back(applies ? record.covariate[c] : Categories::blank);
    }
    const auto add = [&](const std::string& title, auto&& part) {
      std::vector<std::string> texts(index_.pool.size(c));
      for (std::size_t v = 0; v < texts.size(); ++v)
        texts[v] = part(index_.pool.at(c, static_cast<std::uint32_t>(v)));
      columns_.push_back(shared_column(title, texts, values));
    };
    // A conflict has a value, which the strata must not take for certain: it stands in the
    // evidence.
    add(name, [](const Covariate& v) { return v.is_usable() ? v.canonical : std::string(); });
    if (!evidence) return;
    add(name + " (raw)", [](const Covariate& v) { return v.raw; });
    add(name + " (from)", [](const Covariate& v) { return v.provenance; });
    add(name + " (verdict)", [](const Covariate& v) { return std::string(core::name(v.verdict)); });
  }

  NamedTable take(std::string name) {
    return {std::move(name), Table(index_.root, rows_.size(), std::move(columns_)),
            std::move(numeric_)};
  }

 private:
  const Index& index_;
  std::vector<std::size_t> rows_;
  std::vector<Column> columns_;
  std::vector<std::string> numeric_;
};

NamedTable table_of(std::string name, const std::string& origin, std::vector<std::string> names,
                    const std::vector<std::vector<std::string>>& cells,
                    std::vector<std::string> numeric) {
  auto table = table_from_texts(origin, std::move(names), cells);
  return {std::move(name), table ? *std::move(table) : Table(), std::move(numeric)};
}

}  // namespace

NamedTable cohort_table(const Index& index, bool evidence) {
  CohortColumns columns(index);
  // The schema of cohort/dataset.h first; what no header tells stays blank.
  const auto blank = [](const Record&) { return std::string(); };
  columns.text("dataset", blank);
  columns.covariate(CovariateId::institution, false, "site");
  columns.text("patient", [](const Record& r) { return r.patient; });
  columns.text("study", [](const Record& r) { return r.study; });
  columns.text("series", [](const Record& r) { return r.series; });
  columns.text("image", [](const Record& r) { return r.instance; });
  columns.text("file", [](const Record& r) { return r.path; });
  columns.text("modality", [](const Record& r) { return r.kind; });
  for (const CovariateId id : schema_covariates) columns.covariate(id, evidence);
  columns.text("partition", blank);
  columns.text("label_source", blank);
  columns.text("reader", blank);
  columns.volume("volume");
  for (std::size_t c = 0; c < dicom::covariate_count; ++c) {
    const auto id = static_cast<CovariateId>(c);
    if (std::find(std::begin(schema_covariates), std::end(schema_covariates), id) ==
        std::end(schema_covariates))
      columns.covariate(id, evidence);
  }
  columns.number("rows", [](const Record& r) { return r.rows; });
  columns.number("columns", [](const Record& r) { return r.columns; });
  columns.number("frames", [](const Record& r) { return r.frames; });
  columns.number("bits_stored", [](const Record& r) { return r.bits_stored; });
  columns.number("row_spacing_mm", [](const Record& r) { return r.row_spacing_mm; });
  columns.number("column_spacing_mm", [](const Record& r) { return r.column_spacing_mm; });
  columns.text("spacing_from", [](const Record& r) {
    return std::isnan(r.row_spacing_mm) ? "" : r.spacing_at_detector ? "detector" : "patient";
  });
  columns.text("photometric", [](const Record& r) { return r.photometric; });
  columns.text("transfer_syntax", [](const Record& r) { return r.transfer_syntax; });
  columns.text("image_type", [](const Record& r) { return r.image_type; });
  return columns.take("cohort");
}

NamedTable series_table(const Index& index) {
  std::vector<std::vector<std::string>> cells;
  for (const Volume& volume : index.volumes) {
    const Record& first = index.records[volume.images.front()];
    const dicom::Stack& stack = volume.stack;
    const auto value = [&](CovariateId id) {
      const auto c = static_cast<std::size_t>(id);
      return (first.applies >> c & 1U) != 0 ? index.pool.at(c, first.covariate[c]).canonical
                                            : std::string();
    };
    const bool spaced = stack.positions > 1;
    cells.push_back({volume.id,
                     first.series,
                     first.study,
                     first.patient,
                     first.kind,
                     value(CovariateId::vendor),
                     value(CovariateId::model),
                     value(CovariateId::kernel),
                     value(CovariateId::thickness_mm),
                     std::to_string(volume.images.size()),
                     std::to_string(stack.slices),
                     std::to_string(stack.positions),
                     std::string(dicom::name(stack.verdict)),
                     stack.one_volume() ? "yes" : "no",
                     spaced ? core::fixed(stack.spacing_mm, 4) : "",
                     spaced ? core::fixed(stack.step_mm, 4) : "",
                     spaced ? core::fixed(stack.tilt_deg, 2) : "",
                     number_text(first.stated_tilt_deg),
                     std::to_string(stack.missing),
                     stack.steps,
                     first.mosaic_tiles > 0 ? std::to_string(first.mosaic_tiles) : "",
                     first.path});
  }
  return table_of(
      "series", index.root,
      {"volume",         "series",     "study",        "patient",   "modality", "vendor",
       "model",          "kernel",     "thickness_mm", "images",    "slices",   "positions",
       "geometry",       "one_volume", "spacing_mm",   "step_mm",   "tilt_deg", "stated_tilt_deg",
       "missing_slices", "steps_mm",   "mosaic_tiles", "first_file"},
      cells,
      {"thickness_mm", "images", "slices", "positions", "spacing_mm", "step_mm", "tilt_deg",
       "stated_tilt_deg", "missing_slices", "mosaic_tiles"});
}

NamedTable covariates_table(const Index& index) {
  std::vector<std::vector<std::string>> cells;
  for (std::size_t c = 0; c < dicom::covariate_count; ++c) {
    std::vector<std::uint64_t> counts(index.pool.size(c), 0);
    for (const Record& record : index.records)
      if (record.is_image() && (record.applies >> c & 1U) != 0) ++counts[record.covariate[c]];
    std::vector<std::vector<std::string>> rows;
    for (std::size_t v = 0; v < counts.size(); ++v) {
      if (counts[v] == 0) continue;
      const Covariate& value = index.pool.at(c, static_cast<std::uint32_t>(v));
      rows.push_back({std::string(dicom::name(static_cast<CovariateId>(c))), value.canonical,
                      value.raw, value.provenance, std::string(core::name(value.verdict)),
                      std::to_string(counts[v])});
    }
    std::sort(rows.begin(), rows.end());
    cells.insert(cells.end(), rows.begin(), rows.end());
  }
  return table_of("covariates", index.root,
                  {"covariate", "canonical", "raw", "from", "verdict", "images"}, cells,
                  {"images"});
}

NamedTable files_table(const Index& index) {
  std::vector<std::vector<std::string>> cells;
  cells.reserve(index.records.size());
  for (const Record& record : index.records)
    cells.push_back({record.path, record.is_image() ? "image" : "left out", record.code, record.why,
                     record.kind, std::to_string(record.size)});
  return table_of("files", index.root, {"file", "state", "code", "why", "modality", "bytes"}, cells,
                  {"bytes"});
}

core::Json findings_json(const core::Findings& all) {
  using core::Json;
  Json findings = Json::array();
  for (const core::Finding& finding : all.sorted()) {
    Json examples = Json::array();
    for (const core::Location& where : finding.examples) examples.push_back(where.text());
    findings.push_back({{"code", finding.code},
                        {"subject", finding.subject},
                        {"message", finding.message},
                        {"severity", core::name(finding.severity)},
                        {"count", finding.count},
                        {"examples", std::move(examples)}});
  }
  return findings;
}

core::Json to_json(const Index& index) {
  using core::Json;
  Json flow = Json::array();
  for (const FlowStep& step : index.flow()) {
    Json left = Json::array();
    for (const FlowStep::Excluded& excluded : step.excluded)
      left.push_back(
          {{"reason", excluded.reason}, {"code", excluded.code}, {"cases", excluded.cases}});
    flow.push_back({{"step", step.description},
                    {"cases", step.cases},
                    {"patients", step.patients},
                    {"left_out", std::move(left)}});
  }
  std::map<std::string, std::uint64_t> kinds;
  for (const Record& record : index.records)
    if (record.is_image()) ++kinds[record.kind];
  std::map<std::string, std::uint64_t> stacks;
  for (const Volume& volume : index.volumes)
    ++stacks[std::string(dicom::name(volume.stack.verdict))];
  Json covariates = Json::object();
  for (std::size_t c = 0; c < dicom::covariate_count; ++c) {
    std::map<std::string, std::uint64_t> verdicts;
    std::map<std::string, std::uint64_t> values;
    for (const Record& record : index.records) {
      if (!record.is_image() || (record.applies >> c & 1U) == 0) continue;
      const Covariate& value = index.pool.at(c, record.covariate[c]);
      ++verdicts[std::string(core::name(value.verdict))];
      if (value.is_usable()) ++values[value.canonical];
    }
    if (verdicts.empty()) continue;
    Json entry{{"verdicts", verdicts}, {"distinct", values.size()}};
    if (values.size() <= 40) entry["values"] = values;
    covariates[std::string(dicom::name(static_cast<CovariateId>(c)))] = std::move(entry);
  }
  return {{"secondsite_index", 1},
          {"root", index.root},
          {"flow", std::move(flow)},
          {"images_by_modality", kinds},
          {"volumes", index.volumes.size()},
          {"volumes_by_geometry", stacks},
          {"covariates", std::move(covariates)},
          {"findings", findings_json(index.findings)}};
}

namespace {

// Removes what an earlier index of another kind left in the folder: optional tables (`pixels.csv`
// and their like) that are not among `written`, and resampled volumes where none were asked for
// now. Touches a folder with an index.json alone.
void remove_stale_outputs(const std::string& folder, const std::vector<NamedTable>& written) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  if (!fs::exists(folder + "/index.json", ignored)) return;
  const auto is_written = [&](std::string_view name) {
    return std::any_of(written.begin(), written.end(),
                       [&](const NamedTable& table) { return table.name == name; });
  };
  for (const char* name : {"hounsfield", "pacs", "pixels", "resampled"})
    if (!is_written(name)) fs::remove(folder + "/" + name + ".csv", ignored);
  if (is_written("resampled")) return;
  // A volume of ours has its sidecar; whatever else lies there stays.
  std::vector<std::string> stems;
  for (fs::directory_iterator at(folder + "/resampled", ignored), end; !ignored && at != end;
       at.increment(ignored)) {
    const std::string file = at->path().string();
    constexpr std::string_view volume = ".nii.gz";
    if (!file.ends_with(volume)) continue;
    stems.push_back(file.substr(0, file.size() - volume.size()));
  }
  for (const std::string& stem : stems)
    if (fs::remove(stem + ".json", ignored)) fs::remove(stem + ".nii.gz", ignored);
  fs::remove(folder + "/resampled", ignored);  // where nothing is left in it
}

}  // namespace

core::Status write_outputs(const std::string& folder, const Table& plain,
                           const std::vector<NamedTable>& all, const core::Json& json) {
  if (auto made = core::make_folder(folder); !made) return made;
  remove_stale_outputs(folder, all);
  const auto at = [&](const std::string& name) { return folder + "/" + name; };
  if (auto written = write_csv(plain, at("cohort.csv")); !written) return written;
  if (auto written = write_parquet(all[0].table, all[0].numeric, at("cohort.parquet")); !written)
    return written;
  for (std::size_t t = 1; t < all.size(); ++t)
    if (auto written = write_csv(all[t].table, at(all[t].name + ".csv")); !written) return written;
  if (auto written = write_sqlite(all, at("index.sqlite")); !written) return written;
  return core::write_file(at("index.json"), core::pretty(json));
}

core::Status write_index(const Index& index, const std::string& folder,
                         const std::vector<NamedTable>& more, const core::Json& json) {
  std::vector<NamedTable> all{cohort_table(index, true), series_table(index),
                              covariates_table(index), files_table(index)};
  all.insert(all.end(), more.begin(), more.end());
  return write_outputs(folder, cohort_table(index, false).table, all, json);
}

}  // namespace secondsite::cohort::index
