#include "secondsite/dicom/character_set.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcspchrs.h>

#include <algorithm>

#include "secondsite/dicom/library.h"

namespace secondsite::dicom {
namespace {

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x80 && byte != 0x1b;
  });
}

// The length of the UTF-8 sequence at the front of `text`, 0 where there is none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t wanted = byte(0) < 0x80                      ? 1
                             : byte(0) >= 0xc2 && byte(0) < 0xe0 ? 2
                             : (byte(0) & 0xf0U) == 0xe0         ? 3
                             : byte(0) >= 0xf0 && byte(0) < 0xf5 ? 4
                                                                 : 0;
  if (wanted == 0 || text.size() < wanted) return 0;
  for (std::size_t i = 1; i < wanted; ++i)
    if ((byte(i) & 0xc0U) != 0x80) return 0;
  return wanted;
}

std::string repaired(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0)
      out += "\xef\xbf\xbd";
    else
      out += text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

}  // namespace

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
    return repaired({out.c_str(), out.size()});
  return repaired(text);
}

}  // namespace secondsite::dicom
