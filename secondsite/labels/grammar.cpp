#include "secondsite/labels/grammar.h"

#include <algorithm>

#include "secondsite/labels/sentence.h"

namespace secondsite::labels {
namespace {

// A finding implies the more general ones above it; its absence implies nothing about them.
void inherit(const Rules& rules, std::size_t from, std::vector<Mention>& mentions) {
  const std::size_t end = mentions.size();
  for (std::size_t m = from; m < end; ++m) {
    const State state = mentions[m].state;
    if (state != State::present && state != State::uncertain) continue;
    for (const std::uint16_t ancestor : rules.signs[mentions[m].sign].ancestors) {
      Mention above = mentions[m];
      above.sign = ancestor;
      above.reason = Reason::inherited;
      mentions.push_back(above);
    }
  }
}

}  // namespace

std::string_view name(Reason reason) {
  switch (reason) {
    case Reason::stated:
      return "stated";
    case Reason::statement:
      return "statement";
    case Reason::absent_before:
      return "absent-before";
    case Reason::absent_after:
      return "absent-after";
    case Reason::uncertain_before:
      return "uncertain-before";
    case Reason::uncertain_after:
      return "uncertain-after";
    case Reason::disjunction:
      return "disjunction";
    case Reason::past_before:
      return "past-before";
    case Reason::past_after:
      return "past-after";
    case Reason::unasserted:
      return "unasserted";
    case Reason::inherited:
      return "inherited";
    case Reason::not_normal:
      break;
  }
  return "not-normal";
}

void find_mentions(std::string_view text, const Rules& rules, Workspace& work,
                   std::vector<Mention>& mentions) {
  mentions.clear();
  tokenize(text, rules.lexicon, work.tokens);
  rules.lexicon.match(work.tokens, work.matches);
  split_sections(text, rules, work);
  Sentence sentence(rules, work.tokens);
  const std::vector<Match>& matches = work.matches;
  for (const Section& section : work.sections) {
    if (!section.read) continue;
    std::size_t m =
        static_cast<std::size_t>(std::lower_bound(matches.begin(), matches.end(), section.first,
                                                  [](const Match& match, std::uint32_t token) {
                                                    return match.first < token;
                                                  }) -
                                 matches.begin());
    for (std::uint32_t t = section.first; t < section.last;) {
      std::uint32_t end = t;
      while (end < section.last && work.tokens[end].kind != TokenKind::stop) ++end;
      const std::size_t first_match = m;
      while (m < matches.size() && matches[m].first < end) ++m;
      if (m > first_match) {
        const std::size_t before = mentions.size();
        sentence.read(t, end, std::span(matches).subspan(first_match, m - first_match),
                      section.heading, mentions);
        inherit(rules, before, mentions);
      }
      t = end + 1;
    }
  }
}

}  // namespace secondsite::labels
