#pragma once
// One file, from its bytes to what the index keeps of it.

#include "secondsite/cohort/index/record.h"
#include "secondsite/cohort/index/walk.h"
#include "secondsite/dicom/byte_source.h"

namespace secondsite::cohort::index {

// Reused from file to file by one thread.
struct Workspace {
  dicom::FileSource file;
  dicom::Header header;
};

// Never fails: a file that is not an image has its reason in Record::code. `source` is positioned
// nowhere; `covariates` is filled where the file is DICOM. `seed` scrambles the pseudonyms.
void read_record(dicom::ByteSource& source, const Options& options, std::uint64_t seed,
                 Workspace& workspace, Record& record, dicom::Covariates& covariates);

// What a file that is not DICOM is, by its first bytes: "PNG", "NIfTI", "text", ...; empty:
// unknown.
std::string format_of(std::string_view head);

}  // namespace secondsite::cohort::index
