#pragma once
// Text in the columns of a terminal: lengths in characters, not bytes.

#include <string>
#include <string_view>
#include <vector>

namespace secondsite::core {

// UTF-8 code points, which is what a terminal or a line of an SVG counts.
std::size_t glyphs(std::string_view text);

enum class LongWords { cut, whole };
// Greedy lines of at most `width` glyphs. A longer word is cut, or (paths, which are copied) stands
// whole on a line of its own. Without a word: one empty line.
std::vector<std::string> wrapped(std::string_view text, std::size_t width,
                                 LongWords long_words = LongWords::cut);

// `text` filled to `width` glyphs; what is longer stays whole.
std::string padded(std::string text, std::size_t width);
// `text` cut or filled to `width` glyphs.
std::string fitted(std::string_view text, std::size_t width);

}  // namespace secondsite::core
