#include "secondsite/dicom/hounsfield_fault.h"

namespace secondsite::dicom {

bool has_wrapped_hounsfield(std::uint32_t bits_stored, bool is_signed, double intercept) {
  return bits_stored == 12 && !is_signed && intercept > -100;
}

bool repair_wrapped_hounsfield(Pixels& pixels) {
  if (pixels.unit != "HU" || pixels.has_modality_lut ||
      !has_wrapped_hounsfield(pixels.bits_stored, pixels.is_signed, pixels.intercept))
    return false;
  pixels.intercept = -1000;
  for (std::size_t i = 0; i < pixels.stored.size(); ++i) {
    pixels.stored[i] = (pixels.stored[i] + 1000) % 4096;
    pixels.value[i] = static_cast<float>(pixels.stored[i] * pixels.slope + pixels.intercept);
  }
  return true;
}

}  // namespace secondsite::dicom
