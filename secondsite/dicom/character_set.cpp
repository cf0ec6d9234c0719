#include "secondsite/dicom/character_set.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcspchrs.h>

#include <algorithm>

#include "secondsite/core/utf8.h"
#include "secondsite/dicom/library.h"

namespace secondsite::dicom {
namespace {

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte < 0x7f;
  });
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out(text);
  if (is_plain(out)) return out;
  out = core::valid_utf8(std::move(out));
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto byte = static_cast<unsigned char>(out[i]);
    if (byte < 0x20 || byte == 0x7f) out[i] = ' ';
    // Controls of ISO 6429 (U+0080 to U+009F) take two bytes.
    if (byte == 0xc2 && i + 1 < out.size() && static_cast<unsigned char>(out[i + 1]) < 0xa0)
      out[i] = out[i + 1] = ' ';
  }
  return out;
}

std::string utf8(std::string_view text, std::string_view declared) {
  if (is_plain(text)) return std::string(text);
  silence_libraries();
  thread_local std::string selected;
  thread_local bool usable = false;
  thread_local DcmSpecificCharacterSet converter;
  if (selected != declared || !usable) {
    selected = declared;
    usable = converter.selectCharacterSet(std::string(declared).c_str(), "ISO_IR 192").good();
  }
  OFString out;
  if (usable && converter.convertString(text.data(), text.size(), out, "\\\r\n\f").good())
    return printable({out.c_str(), out.size()});
  return printable(text);
}

}  // namespace secondsite::dicom
