#include <algorithm>

#include "oracle.h"
#include "secondsite/core/file.h"
#include "secondsite/core/text.h"
#include "secondsite/image/run_length.h"

namespace secondsite::oracles::sets {
namespace {

const std::string source = "the same words added up in Python";

void check(const std::string& folder, Recorder& record) {
  const auto text = core::read_file(folder + "/siim-train-rle_head60.csv");
  if (!text) return record.fail(text.error().text());
  double rows = 0;
  double with_mask = 0;
  double voxels = 0;
  double come_back = 0;
  double as_places = 0;
  const auto lines = core::split(*text, '\n');
  for (std::size_t k = 1; k < lines.size(); ++k) {
    const auto comma = lines[k].find(',');
    if (comma == std::string::npos) continue;
    const std::string runs(core::trim(std::string_view(lines[k]).substr(comma + 1)));
    ++rows;
    const auto mask = image::decode_runs(runs, 1024, 1024, image::RunStarts::relative);
    if (!mask) return record.fail(mask.error().text());
    if (image::encode_runs(*mask, image::RunStarts::relative) == runs) ++come_back;
    if (runs == "-1") continue;
    ++with_mask;
    voxels += static_cast<double>(std::count(mask->voxel.begin(), mask->voxel.end(), 1));
    if (image::decode_runs(runs, 1024, 1024, image::RunStarts::absolute)) ++as_places;
  }
  record.expect("SIIM: rows", 60, rows, 0, source);
  record.expect("SIIM: rows with a mask", 17, with_mask, 0, source);
  record.expect("SIIM: voxels of all masks", 226800, voxels, 0, source);
  record.expect("SIIM: rows that come back word for word", 60, come_back, 0, "closed form");
  record.expect("SIIM: rows that could be places instead of distances", 0, as_places, 0,
                "starts fall, so no row can be of Kaggle's usual kind");
}

}  // namespace

OracleSet kaggle_cxr_tables_runs() {
  return {.id = "kaggle_cxr_tables-runs",
          .title = "SIIM-ACR pneumothorax masks as run lengths",
          .note = "Whole numbers.",
          .run = check,
          .folder = "kaggle_cxr_tables"};
}

}  // namespace secondsite::oracles::sets
