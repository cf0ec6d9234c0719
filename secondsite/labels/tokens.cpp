#include "secondsite/labels/tokens.h"

#include <array>

#include "secondsite/labels/lexicon.h"

namespace secondsite::labels {
namespace {

// Unaccented letters of U+00C0 … U+00FF and U+0100 … U+017F; '*' where the sign is no letter, "ae"
// and its like are folded to their first letter.
constexpr std::string_view latin1 =
    "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo*ouuuuyty";
constexpr std::string_view extended_a =
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllllllln"
    "nnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(latin1.size() == 64 && extended_a.size() == 128);

constexpr std::array<char, 256> folded_ascii() {
  std::array<char, 256> table{};
  for (int c = 0; c < 128; ++c) {
    if (c >= 'a' && c <= 'z') table[static_cast<std::size_t>(c)] = static_cast<char>(c);
    if (c >= 'A' && c <= 'Z') table[static_cast<std::size_t>(c)] = static_cast<char>(c + 32);
    if (c >= '0' && c <= '9') table[static_cast<std::size_t>(c)] = static_cast<char>(c);
  }
  return table;
}
constexpr std::array<char, 256> ascii = folded_ascii();

unsigned byte(std::string_view text, std::size_t i) {
  return static_cast<unsigned char>(text[i]);
}

bool continues(std::string_view text, std::size_t i) {
  return i < text.size() && (byte(text, i) & 0xC0U) == 0x80U;
}

// Length of the UTF-8 sequence at i; 0 where there is none.
std::size_t sequence(std::string_view text, std::size_t i) {
  const unsigned lead = byte(text, i);
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xC2 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 0;
  for (std::size_t k = 1; k < length; ++k)
    if (!continues(text, i + k)) return 0;
  return length;
}

// One letter at i, folded into `out` (0: no letter); returns how many bytes it takes. `joins` is
// set for marks inside a word that leave no trace (soft hyphen, combining accents).
std::size_t letter(std::string_view text, std::size_t i, char& out, bool& joins) {
  joins = false;
  const unsigned lead = byte(text, i);
  if (lead < 0x80) {
    out = ascii[lead];
    return 1;
  }
  out = 0;
  const std::size_t length = sequence(text, i);
  if (length == 2) {
    const unsigned code = (lead & 0x1FU) << 6U | (byte(text, i + 1) & 0x3FU);
    if (code >= 0xC0 && code < 0x100) out = latin1[code - 0xC0];
    if (code >= 0x100 && code < 0x180) out = extended_a[code - 0x100];
    if (out == '*') out = 0;
    joins = code == 0xAD || (code >= 0x300 && code < 0x370);
    if (code >= 0x370) out = '~';  // a letter of another script: part of a word, never of ours
    return 2;
  }
  if (length >= 3) {
    if (lead >= 0xE3 && lead < 0xEF) out = '~';
    return length;
  }
  if (lead >= 0xC0) out = latin1[lead - 0xC0] == '*' ? '\0' : latin1[lead - 0xC0];
  return 1;
}

bool is_upper(std::string_view text, std::size_t i) {
  return i < text.size() && text[i] >= 'A' && text[i] <= 'Z';
}
bool is_lower(std::string_view text, std::size_t i) {
  return i < text.size() && text[i] >= 'a' && text[i] <= 'z';
}
bool is_digit(std::string_view text, std::size_t i) {
  return i < text.size() && text[i] >= '0' && text[i] <= '9';
}
bool is_space(std::string_view text, std::size_t i) {
  return i >= text.size() || text[i] == ' ' || text[i] == '\n' || text[i] == '\r' ||
         text[i] == '\t' || text[i] == '\f';
}

class Splitter {
 public:
  Splitter(std::string_view text, const Lexicon& lexicon, std::vector<Token>& tokens)
      : text_(text), lexicon_(lexicon), tokens_(tokens) {}

  void run() {
    tokens_.clear();
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n' || c == '\r') {
        line_end();
      } else if (is_digit(text_, at_)) {
        number();
      } else if (!word()) {
        mark(c);
      }
    }
    if (tokens_.empty() || tokens_.back().kind != TokenKind::stop) end_sentence(at_, at_);
  }

 private:
  void push(TokenKind kind, std::size_t begin, std::size_t end) {
    tokens_.push_back({.begin = static_cast<std::uint32_t>(begin),
                       .end = static_cast<std::uint32_t>(end),
                       .kind = kind,
                       .line_start = line_start_});
    line_start_ = false;
  }
  void end_sentence(std::size_t begin, std::size_t end) {
    if (tokens_.empty() || tokens_.back().kind == TokenKind::stop) {
      at_ = end;
      return;
    }
    const bool start = line_start_;
    push(TokenKind::stop, begin, end);
    line_start_ = start;
    at_ = end;
  }

  void line_end() {
    const std::size_t begin = at_;
    unsigned lines = 0;
    std::size_t i = at_;
    while (i < text_.size() && is_space(text_, i)) {
      if (text_[i] == '\n' || (text_[i] == '\r' && (i + 1 >= text_.size() || text_[i + 1] != '\n')))
        ++lines;
      ++i;
    }
    at_ = i;
    line_start_ = true;
    const bool list = i < text_.size() && ((text_[i] == '-' || text_[i] == '*') ||
                                           (is_digit(text_, i) && mark_after_digits(i)));
    const bool capitalised = is_upper(text_, i) && is_lower(text_, i + 1);
    if (lines > 1 || list || capitalised || heading_line(i)) end_sentence(begin, i);
    at_ = i;
    line_start_ = true;
  }
  bool mark_after_digits(std::size_t i) const {
    const std::size_t first = i;
    while (is_digit(text_, i)) ++i;
    return i - first <= 2 && i < text_.size() && (text_[i] == '.' || text_[i] == ')') &&
           is_space(text_, i + 1);
  }
  // WORDS IN CAPITALS followed by a colon or the end of the line; or any words and a colon within
  // the first 32 bytes of it.
  bool heading_line(std::size_t i) const {
    const std::size_t limit = std::min(text_.size(), i + 32);
    for (; i < limit; ++i) {
      if (text_[i] == ':') return true;
      if (text_[i] == '\n' || text_[i] == '.' || text_[i] == ',') return false;
    }
    return false;
  }

  void number() {
    const std::size_t begin = at_;
    while (at_ < text_.size()) {
      const bool inside = (text_[at_] == '.' || text_[at_] == ':') && is_digit(text_, at_ + 1);
      if (!is_digit(text_, at_) && !inside) break;
      ++at_;
    }
    push(TokenKind::number, begin, at_);
  }

  bool word() {
    const std::size_t begin = at_;
    std::size_t length = 0;
    while (at_ < text_.size()) {
      char c = 0;
      bool joins = false;
      const std::size_t bytes = letter(text_, at_, c, joins);
      if (c == 0 && !joins) {
        // An apostrophe between letters leaves no trace: "can't" is "cant".
        if (length == 0 || text_[at_] != '\'' || at_ + 1 >= text_.size() ||
            ascii[byte(text_, at_ + 1)] == 0)
          break;
      }
      if (c != 0 && length < buffer_.size()) buffer_[length++] = c;
      at_ += bytes;
    }
    if (at_ == begin) return false;
    if (length == 0) return true;
    bool respelled = false;
    const std::uint32_t id = lexicon_.find({buffer_.data(), length}, respelled);
    if (lexicon_.is_skipped(id)) return true;
    push(TokenKind::word, begin, at_);
    tokens_.back().word = id;
    tokens_.back().respelled = respelled;
    return true;
  }

  void mark(char c) {
    const std::size_t here = at_++;
    switch (c) {
      case '.':
      case '!':
        full_stop(here);
        break;
      case '?':
        push(TokenKind::question, here, at_);
        if (is_space(text_, at_)) end_sentence(at_, at_);
        break;
      case ',':
        push(TokenKind::comma, here, at_);
        break;
      case ';':
        push(TokenKind::semicolon, here, at_);
        break;
      case ':':
        push(TokenKind::colon, here, at_);
        break;
      case '/':
        push(TokenKind::slash, here, at_);
        break;
      case '(':
      case '[':
        push(TokenKind::open, here, at_);
        break;
      case ')':
      case ']':
        push(TokenKind::close, here, at_);
        break;
      case '-':
        // A dash with spaces parts two statements; without, two words.
        if (here > 0 && is_space(text_, here - 1) && is_space(text_, at_) && !line_start_)
          push(TokenKind::semicolon, here, at_);
        break;
      default:
        break;
    }
  }
  void full_stop(std::size_t here) {
    if (!tokens_.empty() && tokens_.back().end == here) {
      const Token& last = tokens_.back();
      const bool more = !is_space(text_, at_);
      if (last.kind == TokenKind::word) {
        if (lexicon_.is_abbreviation(last.word) && at_ < text_.size()) return;
        // "p.m." and "J. Smith", but not the end of "vitamin K."
        if (last.end - last.begin == 1 && (more || is_upper(text_, last.begin))) return;
        if (more && !is_upper(text_, at_) && ascii[byte(text_, at_)] != 0) {
          end_sentence(here, at_);  // a space was forgotten
          return;
        }
      }
    }
    end_sentence(here, at_);
  }

  std::string_view text_;
  const Lexicon& lexicon_;
  std::vector<Token>& tokens_;
  std::size_t at_ = 0;
  bool line_start_ = true;
  std::array<char, 64> buffer_{};
};

}  // namespace

std::string fold(std::string_view word) {
  std::string out;
  for (std::size_t i = 0; i < word.size();) {
    char c = 0;
    bool joins = false;
    i += letter(word, i, c, joins);
    if (c != 0) out += c;
  }
  return out;
}

void tokenize(std::string_view text, const Lexicon& lexicon, std::vector<Token>& tokens) {
  Splitter(text, lexicon, tokens).run();
}

TextNature nature(std::string_view text) {
  TextNature out;
  out.bytes = text.size();
  for (std::size_t i = 0; i < text.size();) {
    const unsigned c = byte(text, i);
    if (c < 0x80) {
      out.letters += ascii[c] != 0 && !is_digit(text, i);
      out.controls += (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || c == 0x7F;
      ++i;
      continue;
    }
    const std::size_t length = sequence(text, i);
    if (length == 0) ++out.not_utf8;
    ++out.letters;
    i += length == 0 ? 1 : length;
  }
  return out;
}

}  // namespace secondsite::labels
