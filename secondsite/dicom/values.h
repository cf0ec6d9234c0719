#pragma once
// Single values of a DCMTK item, for the files of this module that read data sets with DCMTK.

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <optional>
#include <string>

#include "secondsite/core/text.h"

namespace secondsite::dicom {

inline std::optional<Uint16> word(DcmItem& item, const DcmTagKey& key) {
  Uint16 value = 0;
  return item.findAndGetUint16(key, value).good() ? std::optional(value) : std::nullopt;
}

inline std::optional<double> number(DcmItem& item, const DcmTagKey& key, unsigned long at = 0) {
  OFString text;
  if (item.findAndGetOFString(key, text, at).bad() || text.empty()) return std::nullopt;
  return core::parse_number({text.c_str(), text.size()});
}

inline std::string text(DcmItem& item, const DcmTagKey& key) {
  OFString value;
  item.findAndGetOFString(key, value);
  return std::string(core::trim({value.c_str(), value.size()}));
}

// Item `at` of a sequence; nullptr where there is none.
inline DcmItem* item_of(DcmItem& item, const DcmTagKey& sequence, long at = 0) {
  DcmItem* out = nullptr;
  return item.findAndGetSequenceItem(sequence, out, at).good() ? out : nullptr;
}

}  // namespace secondsite::dicom
