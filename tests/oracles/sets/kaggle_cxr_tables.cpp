#include "cohort_counts.h"

namespace secondsite::oracles::sets {
namespace {

constexpr const char* counted = "counted from the tables by another program";

void run(const std::string& folder, Recorder& record) try {
  const CohortCounts rsna(folder + "/kaggle_stage_2_train_images_dicom_headers.csv.gz",
                          "rsna_pneumonia");
  record.expect("RSNA images", 26'684, rsna.rows(), 0, counted);
  record.expect("PA", 14'511, rsna.having("view", "PA"), 0, counted);
  record.expect("AP", 12'173, rsna.having("view", "AP"), 0, counted);
  record.expect("men", 15'166, rsna.having("sex", "M"), 0, counted);
  record.expect("women", 11'518, rsna.having("sex", "F"), 0, counted);
  record.expect("ages that stand for unknown", 5, rsna.having("age (verdict)", "sentinel"), 0,
                "148, 150, 151, 153, 155");
  record.expect("patients stated", 0, rsna.distinct("patient"), 0,
                "the release names each image as its own patient");

  // The folder itself, with the labels in their zip.
  const CohortCounts whole(folder, "rsna_pneumonia");
  record.expect("images with Target 1", 6'012, whole.having("opacity", "1"), 0, counted);
  record.expect("images with Target 0", 20'672, whole.having("opacity", "0"), 0,
                "SOURCE.md: rows with Target 0, one an image");

  const CohortCounts vin(folder + "/vinbigdata-train.csv.gz", "vinbigdata");
  record.expect("VinBigData images", 15'000, vin.distinct("image"), 0, counted);
  record.expect("reads: three an image", 45'000, vin.rows(), 0, counted);
  record.expect("readers", 17, vin.distinct("reader"), 0, counted);
} catch (const std::exception& error) {
  record.fail(error.what());
}

}  // namespace

OracleSet kaggle_cxr_tables() {
  return {.id = "kaggle_cxr_tables",
          .title = "RSNA Pneumonia 2018 and VinBigData: headers, reads",
          .note = "Counts are exact.",
          .run = run};
}

}  // namespace secondsite::oracles::sets
