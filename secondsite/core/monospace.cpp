#include "secondsite/core/monospace.h"

#include <algorithm>

#include "secondsite/core/text.h"

namespace secondsite::core {
namespace {

// The bytes of the first `count` glyphs.
std::size_t bytes_of_glyphs(std::string_view text, std::size_t count) {
  std::size_t bytes = 0;
  for (std::size_t seen = 0; bytes < text.size(); ++bytes)
    if ((text[bytes] & 0xC0) != 0x80 && seen++ == count) break;
  return bytes;
}

}  // namespace

std::size_t glyphs(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width, LongWords long_words) {
  std::vector<std::string> lines(1);
  for (std::string& word : split(text, ' ')) {
    if (word.empty()) continue;
    const std::size_t used = glyphs(lines.back());
    if (used > 0 && used + 1 + glyphs(word) > width) lines.emplace_back();
    while (long_words == LongWords::cut && width > 0 && glyphs(word) > width) {
      const std::size_t bytes = bytes_of_glyphs(word, width);
      lines.back() = word.substr(0, bytes);
      lines.emplace_back();
      word.erase(0, bytes);
    }
    if (!lines.back().empty()) lines.back() += ' ';
    lines.back() += word;
  }
  return lines;
}

std::string padded(std::string text, std::size_t width) {
  const std::size_t used = glyphs(text);
  if (used < width) text.append(width - used, ' ');
  return text;
}

std::string fitted(std::string_view text, std::size_t width) {
  return padded(std::string(text.substr(0, bytes_of_glyphs(text, width))), width);
}

}  // namespace secondsite::core
