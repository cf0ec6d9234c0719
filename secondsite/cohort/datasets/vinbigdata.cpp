#include <map>
#include <set>

#include "secondsite/cohort/cell_text.h"
#include "secondsite/cohort/dataset.h"
#include "secondsite/cohort/dataset_rows.h"
#include "secondsite/cohort/dataset_sheet.h"

namespace secondsite::cohort::datasets {
namespace {

constexpr std::string_view no_finding = "No finding";

std::optional<std::string> vinbigdata_table(const Folder& folder) {
  return file_with_header(folder, {"image_id", "class_name", "class_id", "rad_id", "x_min"});
}

// What one reader said of one image: boxes by class.
using Read = std::map<std::string, std::string>;

core::Result<Table> read_vinbigdata(const Folder& folder, const core::Context& context,
                                    core::Findings& findings) {
  const auto path = vinbigdata_table(folder);
  if (!path)
    return core::Error("dataset.file-missing", "there is no train.csv", {.file = folder.path});
  const auto sheet = Sheet::open(*path, "VinBigData",
                                 {{{"image_id"}},
                                  {{"class_name"}},
                                  {{"class_id"}},
                                  {{"rad_id"}},
                                  {{"x_min"}},
                                  {{"y_min"}},
                                  {{"x_max"}},
                                  {{"y_max"}}},
                                 context, findings);
  if (!sheet) return sheet.error();
  std::map<std::pair<std::string, std::string>, Read> reads;
  std::set<std::string> classes;
  for (std::size_t row = 0; row < sheet->rows(); ++row) {
    const std::string name(sheet->cell(row, "class_name"));
    classes.insert(name);
    std::string& boxes = reads[{std::string(sheet->cell(row, "image_id")),
                                std::string(sheet->cell(row, "rad_id"))}][name];
    if (is_blank(sheet->cell(row, "x_min"))) continue;
    if (!boxes.empty()) boxes += "; ";
    boxes += name;
    for (const char* side : {"x_min", "y_min", "x_max", "y_max"})
      boxes += " " + std::string(sheet->cell(row, side));
  }
  DatasetRows rows("vinbigdata");
  for (const std::string& name : classes) rows.column(name);
  for (const auto& [key, read] : reads) {
    rows.set("image", key.first);
    rows.set("study", key.first);
    rows.set("reader", key.second);
    rows.set("modality", "radiograph");
    rows.set("label_source", "radiologist");
    std::string all;
    for (const std::string& name : classes) rows.set(name, "0");
    for (const auto& [name, boxes] : read) {
      rows.set(name, "1");
      if (!boxes.empty()) all += (all.empty() ? "" : "; ") + boxes;
    }
    rows.set("boxes", all);
    if (read.size() > 1 && read.count(std::string(no_finding)) != 0)
      findings.add(core::Severity::warning, "dataset.labels-disagree", std::string(no_finding),
                   "a reader says \"No finding\" and marks one in the same image", {.file = *path});
    rows.finish_row();
  }
  return std::move(rows).table(*path);
}

}  // namespace

Dataset vinbigdata() {
  return {.id = "vinbigdata",
          .title = "VinBigData (VinDr-CXR training part)",
          .modality = "Chest X-ray",
          .scale = "15,000 images, three readers each",
          .notes = "A row a reader and image: keep the image together",
          .reference = "Nguyen et al. 2022, doi:10.1038/s41597-022-01498-w",
          .recognises = [](const Folder& folder) { return vinbigdata_table(folder).has_value(); },
          .read = read_vinbigdata};
}

}  // namespace secondsite::cohort::datasets
