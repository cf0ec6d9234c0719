#include "secondsite/cohort/dataset.h"

#include <filesystem>

#include "secondsite/core/registry.h"

namespace secondsite::cohort {
namespace {

core::Result<Folder> folder_or_file(const std::string& path, core::Findings& findings) {
  std::error_code fault;
  if (!std::filesystem::is_regular_file(path, fault)) return list_folder(path, findings);
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return Folder{".", {path}};
  return Folder{slash == 0 ? "/" : path.substr(0, slash), {path.substr(slash + 1)}};
}

core::Error unrecognised(const std::string& path) {
  std::vector<std::string> known;
  for (const Dataset& dataset : datasets::all()) known.emplace_back(dataset.id);
  return {"dataset.not-recognised",
          "nothing in it tells which dataset this is",
          {.file = path},
          "name a table (.csv, .parquet, .sqlite#table) in place of the folder; datasets that are "
          "known: " +
              core::join(known, ", ")};
}

}  // namespace

bool is_beside_covariate(std::string_view column) {
  return column.ends_with(" (raw)") || column.ends_with(" (from)") ||
         column.ends_with(" (verdict)");
}

const Dataset* recognise_dataset(const Folder& folder) {
  for (const bool general : {false, true})
    for (const Dataset& dataset : datasets::all())
      if (dataset.general == general && dataset.recognises(folder)) return &dataset;
  return nullptr;
}

core::Result<OpenedDataset> open_dataset(const std::string& path, const core::Context& context,
                                         core::Findings& findings, std::string_view id) {
  const Dataset* chosen = nullptr;
  if (!id.empty()) {
    const auto found = core::find_entry(datasets::all(), id, "dataset");
    if (!found) return found.error();
    chosen = *found;
  }
  auto folder = folder_or_file(path, findings);
  if (!folder) return std::move(folder).error();
  if (chosen == nullptr) chosen = recognise_dataset(*folder);
  if (chosen == nullptr) return unrecognised(path);
  auto table = chosen->read(*folder, context, findings);
  if (!table)
    return std::move(table).error().while_doing("reading " + path + " as " +
                                                std::string(chosen->title));
  if (context.stopped()) return core::Error("run.interrupted", "reading was stopped");
  return OpenedDataset{chosen, std::move(*table)};
}

}  // namespace secondsite::cohort
