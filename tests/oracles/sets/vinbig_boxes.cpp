#include <map>

#include "oracle.h"
#include "secondsite/cohort/mark_table.h"

namespace secondsite::oracles::sets {
namespace {

constexpr const char* counted = "SOURCE.md, counted from the files";

void check_vinbig(const std::string& folder, Recorder& record) {
  core::Findings findings;
  const auto read = cohort::read_mark_table(folder + "/vinbigdata-train.csv.gz", {}, findings);
  if (!read) return record.fail(read.error().text());
  const auto is = [&](const char* what, double expected, std::size_t obtained) {
    record.expect(std::string("VinBigData: ") + what, expected, static_cast<double>(obtained), 0,
                  counted);
  };
  is("rows", 67914, read->rows);
  is("images, those without a box too", 15000, read->scan.levels.size());
  is("kinds of finding with a box", 14, read->kind.levels.size());
  is("lengths in pixels", 1, read->unit == cohort::LengthUnit::pixels ? 1 : 0);
  bool all_boxes = true;
  for (std::size_t m = 0; m < read->size(); ++m)
    all_boxes = all_boxes && read->width[m] > 0 && read->height[m] > 0 && read->x[m] > 0;
  is("every box has a place and a size", 1, all_boxes ? 1 : 0);
}

void run(const std::string& folder, Recorder& record) {
  check_vinbig(folder, record);
}

}  // namespace

OracleSet vinbig_boxes() {
  return {
      .id = "kaggle_cxr_tables-boxes",
      .title = "VinBigData's boxes on chest radiographs",
      .note = "Counts of rows, boxes and images; rows without a box name an image all the same.",
      .run = run,
      .folder = "kaggle_cxr_tables"};
}

}  // namespace secondsite::oracles::sets
