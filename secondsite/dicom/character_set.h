#pragma once
// Texts in the character set of their header, as UTF-8.

#include <string>
#include <string_view>

namespace secondsite::dicom {

// `declared` is Specific Character Set (0008,0005) as written. Decoded by DCMTK; where the set is
// unknown or the bytes do not fit it, valid UTF-8 stays and other bytes become U+FFFD. ASCII costs
// nothing.
std::string utf8(std::string_view text, std::string_view declared);

}  // namespace secondsite::dicom
