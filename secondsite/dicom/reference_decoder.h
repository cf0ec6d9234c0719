#pragma once
// The same frames by the whole path of DCMTK or of GDCM: from their own parser to their own
// buffers. The oracle of pixels.h in tests, and the peer in benchmarks. Not for files from outside:
// damaged bytes can end the process within GDCM.

#include <cstdint>
#include <string>
#include <vector>

#include "secondsite/core/result.h"

namespace secondsite::dicom {

// Stored values as Pixels::stored has them. Errors: "dicom.not-decodable" with the library's word.
core::Result<std::vector<std::int32_t>> decode_with_dcmtk(const std::string& path,
                                                          std::uint32_t frame = 0);
core::Result<std::vector<std::int32_t>> decode_with_gdcm(const std::string& path,
                                                         std::uint32_t frame = 0);

}  // namespace secondsite::dicom
