#pragma once
// Texts in the character set of their header, as UTF-8.

#include <string>
#include <string_view>

namespace secondsite::dicom {

// `declared` is Specific Character Set (0008,0005) as written. Decoded by DCMTK, and
// by the C library where escape sequences switch sets; where the set is
// unknown or the bytes do not fit it, valid UTF-8 stays and other bytes become U+FFFD. Control
// characters become spaces. ASCII costs nothing.
std::string utf8(std::string_view text, std::string_view declared);

// The text as valid UTF-8 without control characters: bytes that do not fit and NULs become U+FFFD,
// control characters spaces.
std::string printable(std::string_view text);

}  // namespace secondsite::dicom
