#include <algorithm>
#include <map>

#include "secondsite/cohort/dataset.h"
#include "secondsite/cohort/lidc_xml.h"
#include "secondsite/cohort/tcia_series.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::datasets {
namespace {

// What the readers wrote about one series.
struct Reads {
  std::string study;
  std::size_t sessions = 0;
  std::size_t nodules = 0;  // marks >= 3 mm, all sessions together
  std::size_t small_nodules = 0;
  std::size_t non_nodules = 0;
  std::size_t sessions_with_nodule = 0;
};

std::map<std::string, Reads> reads_of(const std::vector<lidc::ReadMessage>& messages) {
  std::map<std::string, Reads> out;
  for (const lidc::ReadMessage& message : messages) {
    if (message.repeats) continue;
    Reads& reads = out[message.series_uid];
    reads.study = message.study_uid;
    reads.sessions += message.sessions.size();
    for (const lidc::Session& session : message.sessions) {
      std::size_t nodules = 0;
      for (const lidc::Mark& mark : session.marks) {
        nodules += mark.kind == lidc::MarkKind::nodule || mark.kind == lidc::MarkKind::radiograph;
        reads.small_nodules += mark.kind == lidc::MarkKind::small_nodule;
      }
      reads.nodules += nodules;
      reads.non_nodules += session.non_nodules.size();
      reads.sessions_with_nodule += nodules > 0;
    }
  }
  return out;
}

void set_reads(DatasetRows& rows, const Reads& reads) {
  rows.set("label_source", std::to_string(reads.sessions) + " radiologists");
  rows.set("sessions", std::to_string(reads.sessions));
  rows.set("nodule_marks", std::to_string(reads.nodules));
  rows.set("small_nodule_marks", std::to_string(reads.small_nodules));
  rows.set("non_nodule_marks", std::to_string(reads.non_nodules));
  rows.set("sessions_with_nodule", std::to_string(reads.sessions_with_nodule));
  // By most of the readers; a tie is uncertain.
  const std::size_t yes = 2 * reads.sessions_with_nodule;
  rows.set("nodule", yes > reads.sessions ? "1" : yes == reads.sessions ? "-1" : "0");
}

bool names_lidc(const Folder& folder) {
  for (const std::string& file : folder.files) {
    const std::string lower = core::lower(file);
    if (lower.find("lidc-idri") != std::string::npos && lower.ends_with(".csv")) return true;
    if (!lower.ends_with(".xml")) continue;
    // The root stands in the first lines; one annotation speaks for the folder.
    const auto bytes = read_bytes(folder.full(file));
    if (!bytes) return false;
    const std::string_view head = bytes->text.substr(0, 600);
    return head.find("LidcReadMessage") != std::string_view::npos ||
           head.find("IdriReadMessage") != std::string_view::npos;
  }
  return false;
}

core::Result<Table> read_lidc_idri(const Folder& folder, const core::Context& context,
                                   core::Findings& findings) {
  auto messages = lidc::read_files(folder, context, findings);
  if (!messages) return messages.error();
  std::map<std::string, Reads> reads = reads_of(*messages);
  DatasetRows rows("lidc_idri");
  for (const std::string& path : tcia_tables(folder)) {
    const auto list = read_tcia_table(path, context, findings);
    if (!list) return list.error();
    for (const TciaSeries& series : *list) {
      set_series(rows, series);
      if (const auto found = reads.find(series.series); found != reads.end()) {
        rows.set("study", found->second.study);
        set_reads(rows, found->second);
        reads.erase(found);
      }
      rows.finish_row();
    }
  }
  for (const auto& [series, one] : reads) {  // read, and in no list
    set_series(rows, {.collection = "LIDC-IDRI", .study = one.study, .series = series});
    set_reads(rows, one);
    rows.finish_row();
  }
  return std::move(rows).table(folder.path);
}

}  // namespace

Dataset lidc_idri() {
  return {.id = "lidc_idri",
          .title = "LIDC-IDRI",
          .modality = "Chest CT",
          .scale = "1,018 scans",
          .notes = "4-radiologist nodule annotations",
          .reference = "Armato et al. 2011, doi:10.1118/1.3528204",
          .recognises = names_lidc,
          .read = read_lidc_idri};
}

}  // namespace secondsite::cohort::datasets
