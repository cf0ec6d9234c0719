// The header scanner, covariates and geometry on any bytes.
#include <cstdint>
#include <string_view>

#include "secondsite/dicom/admission.h"
#include "secondsite/dicom/covariates.h"
#include "secondsite/dicom/geometry.h"
#include "secondsite/dicom/scan.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace secondsite::dicom;
  MemorySource source({reinterpret_cast<const char*>(bytes), size});
  Header header;
  if (!scan(source, index_selection(), header)) return 0;
  Covariates covariates;
  read_covariates(header, admit(header).kind, covariates);
  (void)judge_stack(read_geometry(header).planes);
  return 0;
}
