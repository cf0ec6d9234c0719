#include "secondsite/dicom/character_set.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcspchrs.h>

#include <iconv.h>

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

// Texts that change their character set by escape sequences (ISO 2022): Japanese, Korean and
// Chinese sets of PS3.3 C.12.1.1.2 that DCMTK, built with the C library's iconv, does not know.
// Empty: not one.
std::string from_escapes(std::string_view text) {
  if (text.find("\x1b$") == std::string_view::npos && text.find("\x1b(") == std::string_view::npos)
    return {};
  for (const char* name : {"ISO-2022-JP-2", "ISO-2022-JP-3"}) {
    const iconv_t converter = iconv_open("UTF-8", name);
    if (converter == reinterpret_cast<iconv_t>(-1)) continue;
    std::string in(text);
    std::string out(text.size() * 4 + 16, '\0');
    char* from = in.data();
    char* to = out.data();
    std::size_t left = in.size();
    std::size_t room = out.size();
    const bool whole = iconv(converter, &from, &left, &to, &room) != static_cast<std::size_t>(-1);
    iconv_close(converter);
    if (!whole) continue;
    out.resize(out.size() - room);
    return out;
  }
  return {};
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
  const std::string escaped = from_escapes(text);
  return printable(escaped.empty() ? text : std::string_view(escaped));
}

}  // namespace secondsite::dicom
