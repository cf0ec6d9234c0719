#pragma once
// A report as words and punctuation, with their places in the text.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace secondsite::labels {

class Lexicon;

enum class TokenKind : std::uint8_t {
  word,
  number,
  comma,
  semicolon,
  colon,
  slash,
  open,      // an opening bracket
  close,     // a closing bracket
  question,  // "?", which both asks and ends
  stop,      // the end of a sentence; may be empty where a line or paragraph ends it
};

struct Token {
  static constexpr std::uint32_t unknown = 0xffffffffU;
  std::uint32_t begin = 0;  // bytes
  std::uint32_t end = 0;
  std::uint32_t word = unknown;
  TokenKind kind = TokenKind::word;
  bool line_start = false;
  bool respelled = false;
};

// Lower case without accents: what words are compared as. Letters of Latin-1 and Latin Extended-A
// lose their accents; other letters stay as they are. Also taken: Latin-1 bytes that are not UTF-8.
std::string fold(std::string_view word);

// Splits `text`, which may be any bytes. A sentence ends at ".", "!" and "?" (not inside a number,
// after an abbreviation of the lexicon or a single letter), at a blank line, before a list mark at
// the start of a line, and before a line that begins with a capitalised word. `tokens` is
// overwritten.
void tokenize(std::string_view text, const Lexicon& lexicon, std::vector<Token>& tokens);

// What the bytes of a text are like, for findings.
struct TextNature {
  std::uint64_t bytes = 0;
  std::uint64_t letters = 0;
  std::uint64_t not_utf8 = 0;  // bytes that are not part of valid UTF-8
  std::uint64_t controls = 0;  // NUL and control characters other than tab, CR, LF, FF
};
TextNature nature(std::string_view text);

}  // namespace secondsite::labels
