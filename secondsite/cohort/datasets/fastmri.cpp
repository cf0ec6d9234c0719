#include <algorithm>
#include <map>

#include "secondsite/cohort/dataset.h"
#include "secondsite/cohort/dataset_rows.h"
#include "secondsite/cohort/dataset_sheet.h"
#include "secondsite/cohort/site_finding.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::datasets {
namespace {

// A volume as its name and the list or folder that holds it tell.
struct Volume {
  std::string name;       // file1000244.h5
  std::string anatomy;    // knee, brain
  std::string coils;      // singlecoil, multicoil
  std::string partition;  // train, val, test, test_full, challenge
  std::string file;
  auto key() const { return std::tie(anatomy, coils, partition, name); }
};

bool is_volume(std::string_view name) {
  if (!name.starts_with("file") || !name.ends_with(".h5")) return false;
  const std::vector<std::string> parts = core::split(name, '_');
  return parts.size() == 1 || (parts.size() == 5 && parts[1] == "brain") || parts.size() == 3;
}

// "brain_multicoil_train_batch_4", "knee_singlecoil_val", "multicoil_test_v2"
void fastmri_place(std::string_view text, Volume& volume) {
  const std::string lower = core::lower(text);
  const auto has = [&](std::string_view part) { return lower.find(part) != std::string::npos; };
  for (const char* anatomy : {"brain", "knee"})
    if (has(anatomy)) volume.anatomy = anatomy;
  for (const char* coils : {"singlecoil", "multicoil"})
    if (has(coils)) volume.coils = coils;
  for (const char* partition : {"challenge", "test_full", "test", "val", "train"})
    if (has(partition)) {
      volume.partition = partition;
      break;
    }
}

void add(std::vector<Volume>& volumes, std::string_view name, std::string_view place,
         std::string file) {
  Volume one{.name = std::string(name), .file = std::move(file)};
  fastmri_place(place, one);
  if (one.anatomy.empty()) one.anatomy = name.find("brain") != std::string::npos ? "brain" : "knee";
  volumes.push_back(std::move(one));
}

bool is_manifest(const Folder& folder, const std::string& file) {
  if (!core::lower(file).ends_with(".txt")) return false;
  return is_volume(core::trim(first_line(folder.full(file))));
}

core::Result<Table> read_fastmri(const Folder& folder, const core::Context& context,
                                 core::Findings& findings) {
  std::vector<Volume> volumes;
  for (const std::string& file : folder.files) {
    if (is_volume(file_name(file))) add(volumes, file_name(file), file, folder.full(file));
    if (!is_manifest(folder, file)) continue;
    const auto lines = text_lines(folder.full(file), context);
    if (!lines) return lines.error();
    for (std::size_t row = 0; row < lines->size(); ++row) {
      if (is_volume((*lines)[row]))
        add(volumes, (*lines)[row], file_name(file), "");
      else
        findings.add(core::Severity::excluded, "dataset.bad-identifier", "file",
                     "a line of a list of files names no fastMRI volume",
                     {.file = folder.full(file), .row = row + 1});
    }
  }
  // A volume that a list names and that is there has one row, with its file.
  std::stable_sort(volumes.begin(), volumes.end(), [](const Volume& a, const Volume& b) {
    return a.key() != b.key() ? a.key() < b.key() : a.file > b.file;
  });
  volumes.erase(std::unique(volumes.begin(), volumes.end(),
                            [](const Volume& a, const Volume& b) { return a.key() == b.key(); }),
                volumes.end());
  DatasetRows rows("fastmri");
  for (const Volume& volume : volumes) {
    const std::vector<std::string> parts = core::split(volume.name, '_');
    rows.set("image", volume.name);
    // One volume may stand in several lists (single coil and multi coil, test and test_full).
    rows.set("study", volume.name.substr(0, volume.name.size() - 3));
    rows.set("file", volume.file);
    rows.set("modality", "MR");
    rows.set("partition", volume.partition);
    rows.set("anatomy", volume.anatomy);
    rows.set("coils", volume.coils);
    if (parts.size() == 5) rows.set("contrast", parts[2]);
    rows.set("acquisition_group", group_of_fastmri(volume.name));
    rows.finish_row();
  }
  return std::move(rows).table(folder.path);
}

}  // namespace

Dataset fastmri() {
  return {.id = "fastmri",
          .title = "fastMRI",
          .modality = "Knee/brain MRI",
          .scale = ">1,500 knee + ~7,000 brain raw studies",
          .notes = "Raw k-space, for reconstruction research",
          .reference = "Zbontar et al. 2018, arXiv:1811.08839",
          .recognises =
              [](const Folder& folder) {
                return std::any_of(folder.files.begin(), folder.files.end(),
                                   [&](const std::string& file) {
                                     return is_volume(file_name(file)) || is_manifest(folder, file);
                                   });
              },
          .read = read_fastmri};
}

}  // namespace secondsite::cohort::datasets
