#include "secondsite/cohort/index/ismrmrd.h"
#include "cohort_counts.h"
#include "dicom_case.h"
#include "secondsite/core/file.h"

namespace secondsite::oracles::sets {
namespace {

constexpr const char* manifest = "fastMRI's raw data manifest 2.0, lines of its lists";

void header_of(const std::string& folder, Recorder& record) {
  const char* source = "ismrmrd_example.xml, as written there";
  const auto xml = core::read_file(folder + "/ismrmrd_example.xml");
  if (!xml) {
    record.fail(xml.error().text());
    return;
  }
  const auto header = cohort::index::parse_ismrmrd(*xml, "ismrmrd_example.xml");
  if (!header) {
    record.fail(header.error().text());
    return;
  }
  expect_text(record, "system vendor", "SIEMENS", header->vendor, source);
  expect_text(record, "system model", "Avanto", header->model, source);
  expect_text(record, "canonical vendor", "Siemens",
              dicom::vendor_from(header->vendor, "").canonical, source);
  expect_text(record, "nominal field of 1.494 T", "1.5",
              dicom::field_strength_from(header->field_t, "").canonical, source);
  const double encoded[] = {256, 140, 80};
  const double recon[] = {128, 116, 64};
  const double fov[] = {300, 271.875, 128};
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string axis = std::string(" ") + "xyz"[i];
    record.expect("encoded matrix" + axis, encoded[i], header->encoded_matrix[i], 0, source);
    record.expect("recon matrix" + axis, recon[i], header->recon_matrix[i], 0, source);
    record.expect("recon field of view" + axis, fov[i], header->recon_fov_mm[i], 0, source);
  }
  record.expect("TR in ms", 4.6, header->tr_ms.empty() ? 0 : header->tr_ms[0], 0, source);
  record.expect("TE in ms", 2.35, header->te_ms.empty() ? 0 : header->te_ms[0], 0, source);
  record.expect("TI in ms", 300, header->ti_ms.empty() ? 0 : header->ti_ms[0], 0, source);
  record.expect("padding: 140 / 2 - 28", 42, header->padding_left, 0, "fastMRI's rule");
  const auto extended = core::read_file(folder + "/ismrmrd_example_extended.xml");
  record.expect("the extended example is read", 1,
                extended && cohort::index::parse_ismrmrd(*extended, "extended") ? 1 : 0, 0, source);
}

void run(const std::string& folder, Recorder& record) try {
  header_of(folder, record);
  const CohortCounts cohort(folder + "/fastmri_manifest_v2.0", "fastmri");
  const auto lists = [&](const char* anatomy, const char* partition) {
    return cohort.having("anatomy", anatomy, "partition", partition);
  };
  record.expect("brain, train", 4469, lists("brain", "train"), 0, manifest);
  record.expect("brain, val", 1378, lists("brain", "val"), 0, manifest);
  record.expect("brain, test", 558, lists("brain", "test"), 0, manifest);
  record.expect("brain, test_full", 558, lists("brain", "test_full"), 0, manifest);
  record.expect("knee, train, single and multi coil", 973 + 973, lists("knee", "train"), 0,
                manifest);
  record.expect("knee, val, single and multi coil", 199 + 199, lists("knee", "val"), 0, manifest);
  record.expect("knee, test, single and multi coil", 108 + 118, lists("knee", "test"), 0, manifest);
  record.expect("volumes", 4469 + 1378 + 558 + 1398, cohort.distinct("study"), 0,
                "knee: 1,398 with both tests");
  record.expect("groups of acquisitions", 11, cohort.distinct("acquisition_group"), 0,
                "codes 200 to 210 in the names of brain volumes");
} catch (const std::exception& error) {
  record.fail(error.what());
}

}  // namespace

OracleSet ismrmrd() {
  return {.id = "ismrmrd",
          .title = "fastMRI: the lists of its volumes",
          .note = "Counts are exact.",
          .run = run};
}

}  // namespace secondsite::oracles::sets
