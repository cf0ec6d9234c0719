#include "secondsite/dicom/syntax_name.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcxfer.h>

namespace secondsite::dicom {

std::string syntax_name(std::string_view uid) {
  const std::string text(uid);
  const DcmXfer known(text.c_str());
  return known.getXfer() != EXS_Unknown ? text + " (" + known.getXferName() + ")" : text;
}

bool is_native(std::string_view uid) {
  return uid == "1.2.840.10008.1.2" || uid == "1.2.840.10008.1.2.1" ||
         uid == "1.2.840.10008.1.2.2" || uid == "1.2.840.10008.1.2.1.99";
}

}  // namespace secondsite::dicom
