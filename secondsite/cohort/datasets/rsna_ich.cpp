#include <array>
#include <unordered_map>

#include "secondsite/cohort/cell_text.h"
#include "secondsite/cohort/dataset.h"
#include "secondsite/cohort/dataset_rows.h"
#include "secondsite/cohort/dataset_sheet.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::datasets {
namespace {

constexpr std::array<std::string_view, 6> subtypes = {
    "epidural", "intraparenchymal", "intraventricular", "subarachnoid", "subdural", "any"};
constexpr std::int8_t not_given = -1;

std::optional<std::string> rsna_ich_table(const Folder& folder) {
  for (const std::string& file : folder.files) {
    if (core::lower(file).find(".csv") == std::string::npos) continue;
    const std::string path = folder.full(file);
    if (core::lower(first_line(path)) != "id,label") continue;
    auto bytes = read_bytes(path);
    if (bytes && (is_gzip(bytes->text) ||
                  bytes->text.substr(0, 200).find("\nID_") != std::string_view::npos))
      return path;
  }
  return std::nullopt;
}

// Six rows an image become one.
struct Image {
  std::string id;
  std::array<std::int8_t, 6> label = {not_given, not_given, not_given,
                                      not_given, not_given, not_given};
};

core::Result<std::vector<Image>> pivot(const Sheet& sheet, const std::string& path,
                                       core::Findings& findings) {
  std::vector<Image> images;
  std::unordered_map<std::string, std::size_t> place;
  place.reserve(sheet.rows() / 6 + 1);
  for (std::size_t row = 0; row < sheet.rows(); ++row) {
    const std::string key(sheet.cell(row, "ID"));
    const std::size_t cut = key.rfind('_');
    const core::Location where{.file = path, .row = row + 1, .column = "ID"};
    const auto subtype =
        cut == std::string::npos
            ? subtypes.end()
            : std::find(subtypes.begin(), subtypes.end(), std::string_view(key).substr(cut + 1));
    if (!key.starts_with("ID_") || subtype == subtypes.end()) {
      findings.add(core::Severity::excluded, "dataset.bad-identifier", "ID",
                   "an ID is not of the form ID_<image>_<subtype>; the row was left out", where);
      continue;
    }
    const std::string id = key.substr(0, cut);
    const auto [at, fresh] = place.emplace(id, images.size());
    if (fresh) images.push_back({id});
    const std::string_view label = sheet.cell(row, "Label");
    if (is_blank(label)) continue;
    if (label != "0" && label != "1") {
      findings.add(core::Severity::warning, "dataset.unknown-label", "Label",
                   "a label is not 0 or 1; it was left blank", where);
      continue;
    }
    const auto value = static_cast<std::int8_t>(label[0] - '0');
    std::int8_t& cell = images[at->second].label[std::size_t(subtype - subtypes.begin())];
    if (cell != not_given && cell != value)
      return core::Error("dataset.duplicate-id",
                         "the ID stands twice in the table, with label 0 and with label 1", where);
    if (cell != not_given)
      findings.add(core::Severity::note, "dataset.repeated-row", "ID",
                   "a row stands twice and says the same; it was counted once", where);
    cell = value;
  }
  return images;
}

core::Result<Table> read_rsna_ich(const Folder& folder, const core::Context& context,
                                  core::Findings& findings) {
  const auto path = rsna_ich_table(folder);
  if (!path)
    return core::Error("dataset.file-missing", "there is no stage_2_train.csv",
                       {.file = folder.path});
  const auto sheet = Sheet::open(*path, "RSNA ICH", {{{"ID"}}, {{"Label"}}}, context, findings);
  if (!sheet) return sheet.error();
  const auto images = pivot(*sheet, *path, findings);
  if (!images) return images.error();
  DatasetRows rows("rsna_ich");
  std::array<std::size_t, 6> columns;
  for (std::size_t i = 0; i < subtypes.size(); ++i) columns[i] = rows.column(subtypes[i]);
  std::uint64_t against = 0;
  for (const Image& image : *images) {
    rows.set("image", image.id);
    rows.set("file", image.id + ".dcm");
    rows.set("modality", "CT");
    rows.set("label_source", "radiologists");
    bool one = false;
    for (std::size_t i = 0; i < subtypes.size(); ++i) {
      if (image.label[i] != not_given) rows.set(columns[i], image.label[i] == 1 ? "1" : "0");
      one = one || (i < 5 && image.label[i] == 1);
    }
    if (image.label[5] != not_given && (image.label[5] == 1) != one) ++against;
    rows.finish_row();
  }
  if (against > 0)
    findings.add(core::Severity::warning, "dataset.labels-disagree", "any",
                 "the label \"any\" is not what the five subtypes say", {.file = *path}, against);
  return std::move(rows).table(*path);
}

}  // namespace

Dataset rsna_ich() {
  return {.id = "rsna_ich",
          .title = "RSNA ICH",
          .modality = "Head CT",
          .scale = ">25,000 exams",
          .notes = "Intracranial hemorrhage, 60+ radiologist labelers",
          .reference = "Flanders et al. 2020, doi:10.1148/ryai.2020190211",
          .recognises = [](const Folder& folder) { return rsna_ich_table(folder).has_value(); },
          .read = read_rsna_ich};
}

}  // namespace secondsite::cohort::datasets
