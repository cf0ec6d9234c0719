// Any bytes as the XML header of raw MR data.
#include <cstdint>

#include "secondsite/cohort/index/ismrmrd.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  (void)secondsite::cohort::index::parse_ismrmrd({reinterpret_cast<const char*>(bytes), size},
                                                 "fuzz.xml");
  return 0;
}
