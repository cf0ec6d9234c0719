#include <algorithm>

#include "secondsite/labels/grammar.h"

namespace secondsite::labels {
namespace {

// A heading stands at the start of a line or sentence and is followed by a colon, or has its line
// or its sentence to itself ("Chest. No active disease. Left knee. Osteophytes.").
bool is_heading(std::string_view text, const std::vector<Token>& tokens, const Match& match) {
  const bool begins = match.first == 0 || tokens[match.first].line_start ||
                      tokens[match.first - 1].kind == TokenKind::stop;
  if (!begins || match.last >= tokens.size()) return false;
  const Token& next = tokens[match.last];
  if (next.kind == TokenKind::colon || next.kind == TokenKind::stop) return true;
  if (!tokens[match.first].line_start) return false;
  // Alone on its line, in capitals.
  const std::string_view own = text.substr(tokens[match.first].begin,
                                           tokens[match.last - 1].end - tokens[match.first].begin);
  for (const char c : own)
    if (c >= 'a' && c <= 'z') return false;
  const std::string_view between =
      text.substr(tokens[match.last - 1].end, next.begin - tokens[match.last - 1].end);
  return between.find('\n') != std::string_view::npos;
}

bool blank_line(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  unsigned lines = 0;
  for (std::uint32_t i = begin; i < end; ++i) lines += text[i] == '\n';
  return lines > 1;
}

}  // namespace

void split_sections(std::string_view text, const Rules& rules, Workspace& work) {
  std::vector<Section>& sections = work.sections;
  sections.clear();
  const auto count = static_cast<std::uint32_t>(work.tokens.size());
  sections.push_back({.last = count});
  bool any_read = false;
  for (const Match& match : work.matches) {
    if (!match.is(Part::section_read) && !match.is(Part::section_skip)) continue;
    if (!is_heading(text, work.tokens, match)) continue;
    const bool read = match.is(Part::section_read);
    any_read |= read;
    std::uint16_t heading = Mention::no_section;
    for (const Meaning& meaning : rules.lexicon.meanings(match))
      if (meaning.part == Part::section_read || meaning.part == Part::section_skip)
        heading = meaning.id;
    sections.back().last = match.first;
    sections.push_back({.heading = heading, .first = match.last, .last = count, .read = read});
  }
  if (any_read) {
    sections.front().read = sections.size() == 1;
    return;
  }
  const std::size_t headed = sections.size();
  for (std::size_t s = 1; s < headed; ++s) {
    const Section section = sections[s];
    bool words = false;
    for (std::uint32_t t = section.first; t + 1 < section.last; ++t) {
      words |= work.tokens[t].kind == TokenKind::word;
      if (!words || !blank_line(text, work.tokens[t].end, work.tokens[t + 1].begin)) {
        // An empty end of sentence spans the blank line itself.
        const Token& next = work.tokens[t + 1];
        if (!words || next.kind != TokenKind::stop || !blank_line(text, next.begin, next.end))
          continue;
      }
      sections[s].last = t + 1;
      sections.push_back({.first = t + 1, .last = section.last, .read = true});
      break;
    }
  }
  std::sort(sections.begin(), sections.end(),
            [](const Section& a, const Section& b) { return a.first < b.first; });
}

}  // namespace secondsite::labels
