#pragma once
// Transfer syntaxes by name.

#include <string>
#include <string_view>

namespace secondsite::dicom {

// "1.2.840.10008.1.2.4.90 (JPEG 2000 (Lossless only))"; the UID alone where DCMTK does not know it.
std::string syntax_name(std::string_view uid);

// Are pixels in this syntax not compressed (deflated data sets count as native)?
bool is_native(std::string_view uid);

}  // namespace secondsite::dicom
