#pragma once
// The front of a deflated data set (transfer syntax 1.2.840.10008.1.2.1.99), inflated.

#include <string>

#include "secondsite/core/result.h"
#include "secondsite/dicom/byte_source.h"

namespace secondsite::dicom {

// Inflates from byte `at` on until the stream or `most` bytes end: a bomb costs `most` bytes. Error
// where nothing can be inflated.
core::Result<std::string> inflate(ByteSource& source, std::uint64_t at, std::size_t most);

}  // namespace secondsite::dicom
