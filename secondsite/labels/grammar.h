#pragma once
// Which signs does a report speak of, and does it say present, absent or uncertain?
//
// The grammar works on one sentence at a time, left to right, over the phrases found in it; it
// belongs to the family of NegEx (Chapman 2001, doi:10.1006/jbin.2001.1029) and ConText (Harkema
// 2009, doi:10.1016/j.jbi.2009.05.002) with lists, statements and disjunctions of its own.
// docs/reference/labels.md has the rules with examples.

#include <cstdint>
#include <string_view>
#include <vector>

#include "secondsite/labels/rules.h"

namespace secondsite::labels {

// Which rule decided a mention.
enum class Reason : std::uint8_t {
  stated,         // the phrase stands by itself
  statement,      // a subject and its predicate
  absent_before,  // a trigger before it
  absent_after,   // a trigger after it
  uncertain_before,
  uncertain_after,
  disjunction,  // "A or B", without more
  past_before,  // spoken of as history: not counted
  past_after,
  unasserted,  // named, and neither seen nor suspected: not counted
  inherited,   // a more general sign, from a more special one
  not_normal,  // a denied normal statement
};
std::string_view name(Reason reason);

// Bytes [begin, end) of the report's text.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct Mention {
  std::uint16_t sign = 0;
  // not_mentioned: spoken of as history or as what could hide, shown and not counted
  State state = State::present;
  Reason reason = Reason::stated;
  Span span;
  Span trigger;               // empty where no trigger decided
  std::uint16_t section = 0;  // index into Rules::sections; no_section without a heading
  bool respelled = false;     // a misspelt word was mended
  bool likely = false;        // uncertain, but said to be more likely than not

  static constexpr std::uint16_t no_section = 0xffff;
};

// Part of a text that is, or is not, read.
struct Section {
  std::uint16_t heading = Mention::no_section;  // index into Rules::sections
  std::uint32_t first = 0;                      // tokens [first, last)
  std::uint32_t last = 0;
  bool read = true;
};

// Memory that is reused from report to report; one a thread.
struct Workspace {
  std::vector<Token> tokens;
  std::vector<Match> matches;
  std::vector<Section> sections;
};

// Cuts the tokens at the headings of the rules. Text before the first heading is read only where no
// heading of a section that is read follows. Where no heading of a section that is read stands at
// all, a skipped section ends at the first blank line after it (the impression of such reports has
// no heading).
void split_sections(std::string_view text, const Rules& rules, Workspace& work);

// All mentions in reading order, inherited ones after the one that they come from. `work` holds
// tokens, matches and sections afterwards.
void find_mentions(std::string_view text, const Rules& rules, Workspace& work,
                   std::vector<Mention>& mentions);

}  // namespace secondsite::labels
