#include <algorithm>
#include <set>

#include "secondsite/cohort/dataset.h"
#include "secondsite/cohort/tcia_series.h"

namespace secondsite::cohort::datasets {
namespace {

core::Result<Table> read_tcia(const Folder& folder, const core::Context& context,
                              core::Findings& findings) {
  DatasetRows rows("tcia");
  std::set<std::string> told;
  for (const std::string& path : tcia_tables(folder)) {
    const auto list = read_tcia_table(path, context, findings);
    if (!list) return list.error();
    for (const TciaSeries& series : *list) {
      if (!told.insert(series.series).second) {
        findings.add(core::Severity::note, "dataset.repeated-row", "Series UID",
                     "a series stands in the lists again; the first row was kept", {.file = path});
        continue;
      }
      set_series(rows, series);
      rows.finish_row();
    }
  }
  // Series that only a manifest names: nothing else is known of them.
  for (const std::string& file : folder.ending_in(".tcia")) {
    const auto bytes = text_bytes(folder.full(file), context);
    if (!bytes) return bytes.error();
    const auto uids = read_tcia_manifest(bytes->text, folder.full(file), findings);
    if (!uids) return uids.error();
    for (const std::string& uid : *uids) {
      if (!told.insert(uid).second) continue;
      set_series(rows, {.series = uid});
      rows.finish_row();
    }
  }
  return std::move(rows).table(folder.path);
}

}  // namespace

Dataset tcia() {
  return {.id = "tcia",
          .title = "TCIA (The Cancer Imaging Archive)",
          .modality = "CT/MR/PET, many",
          .scale = "Umbrella of 100+ collections",
          .notes = "The host for most public oncology imaging, incl. LIDC-IDRI, BraTS sources",
          .reference = "Clark et al. 2013, doi:10.1007/s10278-013-9622-7",
          .recognises =
              [](const Folder& folder) {
                return !folder.ending_in(".tcia").empty() || !tcia_tables(folder).empty();
              },
          .read = read_tcia};
}

}  // namespace secondsite::cohort::datasets
