#pragma once
// What an archive has: C-FIND at the levels of study, series and image (Study Root, PS3.4 C.6.2).

#include <string>
#include <vector>

#include "secondsite/core/context.h"
#include "secondsite/core/finding.h"
#include "secondsite/dicom/network/association.h"

namespace secondsite::dicom::network {

struct FoundInstance {
  std::string uid;
  std::string sop_class;
};

struct FoundSeries {
  std::string study;
  std::string series;
  std::string modality;
  std::string study_date;
  std::int64_t stated_instances = -1;  // Number of Series Related Instances; -1: not stated
  std::vector<FoundInstance> instances;
  bool whole = true;  // no key chose among the instances
};

// Series that fit all keys, ordered by UIDs. Answers that do not fit a key, because the archive
// does not match by it, are dropped here and counted ("pacs.key-ignored"); answers that do not
// state the attribute are kept and counted ("pacs.key-not-answered"). Errors: "pacs.lost",
// "pacs.query-failed".
core::Result<std::vector<FoundSeries>> find_series(const Association& association,
                                                   const PacsNode& node,
                                                   const std::vector<QueryKey>& keys,
                                                   const core::Context& context,
                                                   core::Findings& findings);

// Fills `series.instances`, by UID.
core::Status find_instances(const Association& association, const PacsNode& node,
                            const std::vector<QueryKey>& keys, FoundSeries& series,
                            core::Findings& findings);

}  // namespace secondsite::dicom::network
