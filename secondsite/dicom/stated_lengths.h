#pragma once
// Lengths that a file states and cannot have.

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <string>

#include "secondsite/core/result.h"

namespace secondsite::dicom {

// DCMTK reads long values when they are asked for, and takes the memory that the header states
// before it looks whether the file is that long. "dicom.truncated" where an element of `dataset`,
// in a sequence or not, or a fragment of its pixels states more bytes than the file at `path` has.
core::Status check_stated_lengths(DcmDataset& dataset, const std::string& path);

}  // namespace secondsite::dicom
