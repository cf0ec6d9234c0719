#include "secondsite/core/code.h"

namespace secondsite::core::codes {
namespace {
constexpr Code table[] = {
    {"dicom.not-dicom",
     "The file has no DICM mark at byte 128 and does not begin as a bare data set, so it is not a "
     "DICOM file, or its front is lost.",
     "Leave it where it is: it is counted and takes no part. If it should be an image, fetch it "
     "again."},
    {"dicom.not-inflated",
     "The file declares a deflated data set, and the bytes that follow do not inflate.",
     "Fetch the file again, or convert it with dcmconv where the original is at hand."},
};
}  // namespace

CodeGroup dicom() {
  return {"dicom", table};
}

}  // namespace secondsite::core::codes
