#include "cohort_counts.h"

namespace secondsite::oracles::sets {
namespace {

constexpr const char* manifest = "fastMRI's raw data manifest 2.0, lines of its lists";

void run(const std::string& folder, Recorder& record) try {
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
