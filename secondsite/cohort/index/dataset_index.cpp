#include "secondsite/cohort/index/dataset_index.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <unordered_map>

#include "secondsite/cohort/build.h"
#include "secondsite/cohort/covariate_reading.h"
#include "secondsite/cohort/dataset_rows.h"
#include "secondsite/cohort/index/index_tables.h"
#include "secondsite/cohort/index/pixel_pass.h"
#include "secondsite/cohort/named_files.h"
#include "secondsite/cohort/roles.h"
#include "secondsite/core/file.h"
#include "secondsite/core/parallel.h"
#include "secondsite/core/text.h"
#include "secondsite/dicom/view_verdict.h"
#include "secondsite/image/picture.h"
#include "secondsite/image/read_volume.h"

namespace secondsite::cohort::index {
namespace {

bool begins_as_dicom(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string head(132, '\0');
  file.read(head.data(), 132);
  return file.gcount() == 132 && head.ends_with("DICM");
}

// Names that say nothing of the content: no ending, or one of digits (a UID).
bool tells_nothing(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ||
         std::all_of(name.begin() + static_cast<std::ptrdiff_t>(dot) + 1, name.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

// A column by one of its usual names, or null.
const Column* column_named(const Table& table, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names)
    for (const Column& column : table.columns())
      if (core::lower(column.name) == name) return &column;
  return nullptr;
}

// A general layout keeps its own columns: the schema is put before them, from those that it has.
core::Result<Table> in_schema(const Table& table, std::string_view dataset,
                              const core::Context& context) {
  if (table.find("dataset") != nullptr) return table;
  const Roles roles = guess_roles(table, context);
  const auto named = [&](const std::string& name) {
    return name.empty() ? nullptr : table.find(name);
  };
  const Column* view = column_named(table, {"view", "view position", "viewposition", "projection"});
  const Column* age = column_named(table, {"age", "patient age", "patientage", "patient_age"});
  const Column* sex = column_named(table, {"sex", "gender", "patient sex", "patient gender"});
  const Column* vendor = column_named(table, {"vendor", "manufacturer"});
  const Column* modality = column_named(table, {"modality"});
  const Column* model = column_named(table, {"model", "manufacturer model name", "scanner"});
  const Column* image = named(roles.image);
  const Column* patient = named(roles.patient);
  const Column* study = named(roles.study);
  const Column* site = named(roles.site);
  const Column* date = named(roles.time);
  const Column* reader = named(roles.reader);
  const Column* file = table.find("file");
  DatasetRows rows(dataset);
  // Columns of the schema's own names have gone into it.
  std::vector<std::pair<std::size_t, const Column*>> kept;
  const auto& names = cohort_schema();
  for (const Column& column : table.columns()) {
    if (std::find(names.begin(), names.end(), column.name) != names.end()) continue;
    // Databases do not tell "AGE" from "age".
    const bool clashes =
        std::find(names.begin(), names.end(), core::lower(column.name)) != names.end();
    kept.emplace_back(rows.column(column.name + (clashes ? " (as given)" : "")), &column);
  }
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto from = [](const Column* column) { return "column " + column->name; };
    const auto text = [&](std::string_view name, const Column* column) {
      if (column != nullptr) rows.set(name, column->raw(row));
    };
    text("patient", patient);
    text("study", study);
    text("image", image);
    text("site", site);
    text("date", date);
    text("reader", reader);
    text("file", file);
    text("model", model);
    text("modality", modality);
    if (view != nullptr) rows.set("view", read_view(view->raw(row), from(view)));
    if (age != nullptr) rows.set("age", read_age(age->raw(row), from(age)));
    if (sex != nullptr) rows.set("sex", read_sex(sex->raw(row), from(sex)));
    if (vendor != nullptr) rows.set("vendor", read_vendor(vendor->raw(row), from(vendor)));
    for (const auto& [place, column] : kept) rows.set(place, column->raw(row));
    rows.finish_row();
  }
  return std::move(rows).table(table.origin());
}

std::uint64_t distinct(const Table& table, std::string_view column, unsigned threads) {
  const Column* found = table.find(column);
  return found == nullptr ? 0 : found->cells->categories(threads).levels.size();
}

// Is a number written in every cell that is not blank?
std::vector<std::string> numeric_columns(const Table& table, unsigned threads) {
  static const std::set<std::string_view> texts = {"dataset", "site",  "patient", "study",
                                                   "series",  "image", "file",    "reader"};
  std::vector<std::string> out;
  for (const Column& column : table.columns()) {
    if (texts.contains(column.name) || is_beside_covariate(column.name)) continue;
    const Numbers numbers = column.cells->numbers(threads);
    if (numbers.malformed == 0 && numbers.blanks < table.rows()) out.push_back(column.name);
  }
  return out;
}

std::string cell_of(const Table& table, const char* column, std::size_t row) {
  const Column* found = table.find(column);
  return found == nullptr ? std::string() : found->raw(row);
}

}  // namespace

core::Result<FolderKind> kind_of_folder(const std::string& path, core::Findings& findings) {
  FolderKind out;
  std::error_code fault;
  if (std::filesystem::is_regular_file(path, fault)) {
    const std::size_t slash = path.rfind('/');
    const Folder one{slash == std::string::npos ? "."
                     : slash == 0               ? "/"
                                                : path.substr(0, slash),
                     {path.substr(slash == std::string::npos ? 0 : slash + 1)}};
    out.dataset = recognise_dataset(one);
    out.files = 1;
    return out;
  }
  auto folder = list_folder(path, findings);
  if (!folder) return out;  // whatever hinders it, reading the files says better
  out.files = folder->files.size();
  constexpr int most_opened = 64;
  int opened = 0;
  for (const std::string& file : folder->files) {
    const std::string lower = core::lower(file);
    out.has_headers = out.has_headers || lower.ends_with(".dcm") || lower.ends_with(".dicom") ||
                      lower.ends_with(".h5") || lower.ends_with(".hdf5");
    out.has_volumes =
        out.has_volumes || (image::is_image_name(lower) && !image::is_picture_name(lower));
    if (!out.has_headers && opened < most_opened && tells_nothing(file_name(file))) {
      ++opened;
      out.has_headers = begins_as_dicom(folder->full(file));
    }
  }
  // Where headers are read anyway the tables are a word aside, and worth no look at every report.
  if (out.has_headers) {
    constexpr std::size_t most_tables = 200;
    std::vector<std::string> tables;
    for (std::string& file : folder->files) {
      const std::string lower = core::lower(file);
      const bool table = lower.ends_with(".csv") || lower.ends_with(".csv.gz") ||
                         lower.ends_with(".tsv") || lower.ends_with(".tcia");
      if (table && tables.size() < most_tables) tables.push_back(std::move(file));
    }
    folder->files = std::move(tables);
  }
  out.dataset = recognise_dataset(*folder);
  for (const Dataset& other : datasets::all())
    if (&other != out.dataset && !other.general && other.recognises(*folder))
      out.others.push_back(&other);
  return out;
}

core::Result<DatasetIndex> read_dataset_index(const std::string& path, std::string_view id,
                                              const core::Context& context) {
  DatasetIndex out;
  out.root = path;
  auto opened = open_dataset(path, context, out.findings, id);
  if (!opened) return std::move(opened).error();
  out.dataset = opened->dataset;
  auto table = in_schema(opened->table, out.dataset->id, context);
  if (!table) return std::move(table).error();
  out.table = *std::move(table);
  out.patients = distinct(out.table, "patient", context.threads);
  out.studies = distinct(out.table, "study", context.threads);
  out.images = distinct(out.table, "image", context.threads);
  out.sites = distinct(out.table, "site", context.threads);
  out.published = compare_with_published(out.table, out.dataset->id, context.threads, out.findings);
  return out;
}

DatasetPixels look_at_dataset(const DatasetIndex& index, const core::Context& context) {
  DatasetPixels out;
  core::Findings ignored;  // counted when the folder was opened
  const auto folder = list_folder(index.root, ignored);
  if (!folder) {
    out.absent = index.table.rows();
    return out;
  }
  const NamedFiles files(folder->files);
  std::set<std::string, std::less<>> taken;
  for (std::size_t row = 0; row < index.table.rows(); ++row) {
    std::string_view file = files.find(cell_of(index.table, "file", row));
    const std::string image = cell_of(index.table, "image", row);
    if (file.empty()) file = files.find(image);
    if (file.empty()) {
      ++out.absent;
      continue;
    }
    if (!taken.emplace(file).second) continue;
    out.rows.push_back(row);
    out.files.emplace_back(file);
    out.sites.push_back(cell_of(index.table, "site", row));
  }
  const bool chest = index.dataset->modality.find("Chest X-ray") != std::string_view::npos;
  out.looked.resize(out.files.size());
  std::atomic<std::size_t> done{0};
  std::atomic<std::size_t> next{0};
  const std::size_t lanes = std::min<std::size_t>(std::max(1U, context.threads), out.files.size());
  core::parallel_for(lanes, context.threads, [&](std::size_t) {
    PixelReader reader(index.root);
    for (std::size_t k = next++; k < out.files.size() && !context.stopped(); k = next++) {
      const std::string kind = cell_of(index.table, "modality", out.rows[k]);
      const auto seen = see_file(reader, out.files[k], kind);
      About about;
      about.is_chest = chest;
      about.may_be_chest = chest || kind == "CR" || kind == "DX" || kind == "radiograph" ||
                           (kind.empty() && image::is_picture_name(out.files[k]));
      about.is_projection = about.may_be_chest || kind == "MG";
      if (seen)
        out.looked[k] = look_at(*seen, about);
      else
        out.looked[k].why = seen.error().what();
      context.report("looking at pixels", ++done, out.files.size());
    }
  });
  out.stopped = context.stopped();
  return out;
}

void apply_pixels(const DatasetPixels& pixels, DatasetIndex& index) {
  std::unordered_map<std::string, std::size_t> look_of;  // by image
  for (std::size_t k = 0; k < pixels.files.size(); ++k) {
    const Looked& looked = pixels.looked[k];
    count_look(looked, {.file = pixels.files[k]}, index.findings);
    if (looked.decoded && !looked.plane.empty())
      look_of.emplace(cell_of(index.table, "image", pixels.rows[k]), k);
  }
  if (pixels.absent > 0 && index.findings.count("dataset.image-absent") == 0)
    index.findings.add(core::Severity::note, "dataset.image-absent", {},
                       "the file of a row is not below the folder, so its pixels were not seen",
                       {.file = index.root}, pixels.absent);
  const Column* raw = index.table.find("view (raw)");
  const Column* from = index.table.find("view (from)");
  const Column* verdict = index.table.find("view (verdict)");
  const Column* view = index.table.find("view");
  if (raw == nullptr || from == nullptr || verdict == nullptr || view == nullptr) return;
  std::array<std::vector<std::string>, 4> cells;
  for (std::size_t row = 0; row < index.table.rows(); ++row) {
    core::Covariate stated{raw->raw(row), view->raw(row), from->raw(row),
                           core::CovariateVerdict::ok};
    const std::string said = verdict->raw(row);
    const auto look = look_of.find(cell_of(index.table, "image", row));
    const bool judged = look != look_of.end() && said != "conflict";
    core::Covariate out =
        judged ? dicom::view_verdict(stated, pixels.looked[look->second].plane) : stated;
    const bool clash = judged && out.verdict == core::CovariateVerdict::conflict;
    if (clash)
      index.findings.add(core::Severity::warning, "index.view-conflict", {},
                         "the table and the pixels disagree on the view",
                         {.file = pixels.files[look->second], .row = row + 1});
    cells[0].push_back(clash ? std::string() : out.canonical);
    cells[1].push_back(out.raw);
    cells[2].push_back(out.provenance);
    cells[3].push_back(clash ? "conflict" : said);
  }
  std::vector<Column> columns(index.table.columns().begin(), index.table.columns().end());
  const char* names[] = {"view", "view (raw)", "view (from)", "view (verdict)"};
  for (std::size_t i = 0; i < 4; ++i)
    for (Column& column : columns)
      if (column.name == names[i]) column = text_column(names[i], std::move(cells[i]));
  index.table = Table(index.table.origin(), index.table.rows(), std::move(columns));
}

NamedTable pixel_table(const DatasetIndex& index, const DatasetPixels& pixels) {
  std::vector<std::string> names{"image", "file"};
  for (std::string& name : look_columns()) names.push_back(std::move(name));
  std::vector<std::vector<std::string>> cells;
  for (std::size_t k = 0; k < pixels.files.size(); ++k) {
    cells.push_back({cell_of(index.table, "image", pixels.rows[k]), pixels.files[k]});
    for (std::string& cell : look_cells(pixels.looked[k])) cells.back().push_back(std::move(cell));
  }
  auto table = table_from_texts(index.root, std::move(names), cells);
  return {"pixels", table ? *std::move(table) : Table(), look_numbers()};
}

NamedTable cohort_table(const DatasetIndex& index, bool evidence) {
  std::vector<Column> columns;
  for (const Column& column : index.table.columns())
    if (evidence || !is_beside_covariate(column.name)) columns.push_back(column);
  return {"cohort", Table(index.table.origin(), index.table.rows(), std::move(columns)), {}};
}

NamedTable covariates_table(const DatasetIndex& index, unsigned threads) {
  std::vector<std::vector<std::string>> cells;
  for (const Column& column : index.table.columns()) {
    const Column* raw = index.table.find(column.name + " (raw)");
    const Column* from = index.table.find(column.name + " (from)");
    const Column* verdict = index.table.find(column.name + " (verdict)");
    if (raw == nullptr || from == nullptr || verdict == nullptr) continue;
    const std::array<Categories, 4> parts{
        column.cells->categories(threads), raw->cells->categories(threads),
        from->cells->categories(threads), verdict->cells->categories(threads)};
    std::map<std::array<std::uint32_t, 4>, std::uint64_t> counts;
    for (std::size_t row = 0; row < index.table.rows(); ++row)
      ++counts[{parts[0].code[row], parts[1].code[row], parts[2].code[row], parts[3].code[row]}];
    std::vector<std::vector<std::string>> rows;
    for (const auto& [codes, count] : counts) {
      rows.push_back({column.name});
      for (std::size_t i = 0; i < 4; ++i)
        rows.back().push_back(codes[i] == Categories::blank ? std::string()
                                                            : parts[i].levels[codes[i]]);
      rows.back().push_back(std::to_string(count));
    }
    std::sort(rows.begin(), rows.end());
    cells.insert(cells.end(), rows.begin(), rows.end());
  }
  auto table = table_from_texts(
      index.root, {"covariate", "canonical", "raw", "from", "verdict", "images"}, cells);
  return {"covariates", table ? *std::move(table) : Table(), {"images"}};
}

core::Json to_json(const DatasetIndex& index, unsigned threads) {
  using core::Json;
  Json covariates = Json::object();
  for (const Column& column : index.table.columns()) {
    const Column* verdict = index.table.find(column.name + " (verdict)");
    if (verdict == nullptr) continue;
    const Categories said = verdict->cells->categories(threads);
    const Categories values = column.cells->categories(threads);
    std::map<std::string, std::uint64_t> verdicts;
    std::map<std::string, std::uint64_t> counts;
    for (std::size_t row = 0; row < index.table.rows(); ++row) {
      if (said.code[row] != Categories::blank) ++verdicts[said.levels[said.code[row]]];
      if (values.code[row] != Categories::blank) ++counts[values.levels[values.code[row]]];
    }
    Json entry{{"verdicts", verdicts}, {"distinct", counts.size()}};
    if (counts.size() <= 40) entry["values"] = counts;
    covariates[column.name] = std::move(entry);
  }
  return {{"secondsite_index", 1},
          {"root", index.root},
          {"dataset", index.dataset->id},
          {"title", index.dataset->title},
          {"modality", index.dataset->modality},
          {"scale", index.dataset->scale},
          {"notes", index.dataset->notes},
          {"reference", index.dataset->reference},
          {"rows", index.table.rows()},
          {"images", index.images},
          {"studies", index.studies},
          {"patients", index.patients},
          {"sites", index.sites},
          {"published", to_json(index.published)},
          {"covariates", std::move(covariates)},
          {"findings", findings_json(index.findings)}};
}

core::Status write_dataset_index(const DatasetIndex& index, const std::string& folder,
                                 const std::vector<NamedTable>& more, const core::Json& json,
                                 unsigned threads) {
  std::vector<NamedTable> all{cohort_table(index, true)};
  all[0].numeric = numeric_columns(all[0].table, threads);
  all.push_back(covariates_table(index, threads));
  all.insert(all.end(), more.begin(), more.end());
  return write_outputs(folder, cohort_table(index, false).table, all, json);
}

}  // namespace secondsite::cohort::index
