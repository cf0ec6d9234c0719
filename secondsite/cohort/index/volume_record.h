#pragma once
// NIfTI, NRRD and MetaImage volumes in the index, with the JSON sidecar that BIDS puts beside them.

#include "secondsite/cohort/index/record.h"
#include "secondsite/dicom/covariates.h"

namespace secondsite::cohort::index {

// Fills a record from the header of the volume at `path`, and covariates from a sidecar of the same
// name (.json) where there is one: seconds of the sidecar become ms. False where the name is not
// that of such a volume or its header cannot be read. The image's identifier is its path without
// ending.
bool read_volume_record(const std::string& path, Record& record, dicom::Covariates& covariates);

// Lets a PNG or JPEG file into the cohort where `options` admit "index.picture": its size, and its
// path without ending as identifier. A picture that cannot be read is left out with the reason.
void read_picture_record(const std::string& path, const Options& options, Record& record);

}  // namespace secondsite::cohort::index
