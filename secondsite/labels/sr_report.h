#pragma once
// DICOM structured reports as reports: their narrative text, and the labels that they code.

#include <string>

#include "secondsite/core/json.h"
#include "secondsite/dicom/structured_report.h"
#include "secondsite/labels/reports.h"

namespace secondsite::labels {

// The texts of a report under the names of the containers that they stand in, as headings.
std::string narrative_of(const dicom::StructuredReport& report);

// The report as a record for a labeler: {"sop_instance_uid", "study", "accession", "items":
// [{"parent", "type", "name", "code", "relationship"}]}, concepts as {"value", "scheme",
// "meaning"}.
core::Json record_of(const dicom::StructuredReport& report);

// The DICOM files at `path`, a file or a folder (below it too), in order of path.
std::vector<std::string> dicom_files(const std::string& path);

}  // namespace secondsite::labels
