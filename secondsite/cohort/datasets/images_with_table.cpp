#include <algorithm>

#include "secondsite/cohort/build.h"
#include "secondsite/cohort/cell_text.h"
#include "secondsite/cohort/column_words.h"
#include "secondsite/cohort/dataset.h"
#include "secondsite/cohort/named_files.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::datasets {
namespace {

constexpr std::string_view image_endings[] = {".png", ".jpg", ".jpeg",   ".tif", ".tiff",
                                              ".dcm", ".nii", ".nii.gz", ".mha", ".nrrd"};
constexpr std::string_view table_endings[] = {".csv", ".csv.gz", ".tsv", ".parquet"};

template <typename Endings>
std::vector<std::string> files_ending(const Folder& folder, const Endings& endings) {
  std::vector<std::string> out;
  for (const std::string& file : folder.files) {
    const std::string lower = core::lower(file);
    if (std::any_of(std::begin(endings), std::end(endings),
                    [&](std::string_view ending) { return lower.ends_with(ending); }))
      out.push_back(file);
  }
  return out;
}

core::Result<Table> read_images_with_table(const Folder& folder, const core::Context& context,
                                           core::Findings& findings) {
  const auto tables = files_ending(folder, table_endings);
  if (tables.size() != 1)
    return core::Error(
        "dataset.file-missing",
        "beside images there must be one table; there are " + std::to_string(tables.size()),
        {.file = folder.path}, "name the table itself in place of the folder");
  auto table = read_table(folder.full(tables.front()), context, findings);
  if (!table) return table;
  const Column* image = nullptr;
  int best = 0;
  for (const Column& column : table->columns())
    if (const int fit = fitness(Role::image, column.name); fit > best) {
      best = fit;
      image = &column;
    }
  if (image == nullptr)
    return core::Error("dataset.unknown-header", "no column names the image",
                       {.file = table->origin()},
                       "name the column image, image_id, file_name or path");
  const NamedFiles names(files_ending(folder, image_endings));
  std::vector<std::string> files(table->rows());
  std::uint64_t absent = 0;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const std::string cell(trimmed(image->raw(row)));
    files[row] = names.find(cell);
    if (files[row].empty()) ++absent;
  }
  if (absent > 0)
    findings.add(core::Severity::warning, "dataset.image-absent", image->name,
                 "a row names an image that is not in the folder",
                 {.file = table->origin(), .column = image->name}, absent);
  if (table->find("file") != nullptr) return table;
  return with_column(*table, text_column("file", std::move(files)));
}

}  // namespace

Dataset images_with_table() {
  return {.id = "images_with_table",
          .title = "A folder of images with one table",
          .modality = "any",
          .scale = "as given",
          .notes = "The table's rows, each with its image file",
          .reference = "",
          .general = true,
          .recognises =
              [](const Folder& folder) {
                return files_ending(folder, table_endings).size() == 1 &&
                       !files_ending(folder, image_endings).empty();
              },
          .read = read_images_with_table};
}

}  // namespace secondsite::cohort::datasets
