#include "secondsite/labels/sentence.h"

#include <algorithm>

namespace secondsite::labels {
namespace {

// How far, in tokens, a predicate may stand from its subject, and a trigger from what stands before
// it.
constexpr std::uint32_t statement_reach = 14;
constexpr std::uint32_t adjective_reach = 5;
constexpr std::uint32_t after_reach = 12;
constexpr std::uint32_t disjunction_reach = 6;

constexpr Part triggers_before[] = {Part::unasserted_before, Part::past_before, Part::absent_before,
                                    Part::uncertain_before, Part::uncertain_linked};

}  // namespace

void Sentence::lay_out(std::uint32_t first, std::uint32_t last, std::span<const Match> matches) {
  items_.clear();
  drafts_.clear();
  std::size_t m = 0;
  for (std::uint32_t t = first; t < last;) {
    while (m < matches.size() && matches[m].first < t) ++m;
    if (m < matches.size() && matches[m].first == t) {
      items_.push_back({t, matches[m].last, &matches[m], TokenKind::word});
      t = matches[m].last;
      continue;
    }
    const TokenKind kind = tokens_[t].kind;
    if (kind != TokenKind::word && kind != TokenKind::number && kind != TokenKind::stop)
      items_.push_back({t, t + 1, nullptr, kind});
    ++t;
  }
}

bool Sentence::ends_clause(const Item& item) const {
  return item.is(Part::stop) || item.is_mark(TokenKind::semicolon);
}

// Makes the drafts that the rules have for this subject and predicate.
bool Sentence::state(std::uint32_t subject, std::uint32_t predicate) {
  bool any = false;
  for (const Meaning& s : rules_.lexicon.meanings(*items_[subject].match)) {
    if (s.part != Part::subject) continue;
    for (const Meaning& p : rules_.lexicon.meanings(*items_[predicate].match)) {
      if (p.part != Part::predicate) continue;
      for (const Statement& statement : rules_.statements) {
        if (statement.subject != s.id || statement.predicate != p.id) continue;
        drafts_.push_back({.sign = statement.sign,
                           .state = statement.as,
                           .reason = Reason::statement,
                           .item = predicate,
                           .first = std::min(items_[subject].first, items_[predicate].first),
                           .last = std::max(items_[subject].last, items_[predicate].last)});
        any = true;
      }
    }
  }
  return any;
}

// A predicate is said of all subjects named since the last clause or the last predicate ("heart and
// mediastinum are enlarged"); where it has none before it, of those that follow ("enlarged heart").
void Sentence::find_statements() {
  subjects_.clear();
  waiting_.clear();
  bool closed = false;  // the subjects have had a predicate
  for (std::uint32_t i = 0; i < items_.size(); ++i) {
    const Item& item = items_[i];
    if (ends_clause(item)) {
      subjects_.clear();
      waiting_.clear();
      closed = false;
    }
    if (item.is(Part::subject)) {
      if (closed) subjects_.clear();
      closed = false;
      subjects_.push_back(i);
      std::erase_if(waiting_,
                    [&](std::uint32_t p) { return item.first > items_[p].last + adjective_reach; });
      for (const std::uint32_t p : waiting_) state(i, p);
    }
    if (item.is(Part::predicate)) {
      bool said = false;
      for (const std::uint32_t s : subjects_)
        if (s != i && item.first <= items_[s].last + statement_reach) said |= state(s, i);
      closed |= said;
      if (!said) waiting_.push_back(i);
    } else if (item.is(Part::verb) || item.is_mark(TokenKind::comma)) {
      // "Enlarged, the heart": an adjective does not reach over a verb or a comma.
      if (!item.is(Part::subject)) waiting_.clear();
    }
  }
}

void Sentence::find_signs() {
  for (std::uint32_t i = 0; i < items_.size(); ++i) {
    if (!items_[i].is(Part::sign)) continue;
    for (const Meaning& meaning : rules_.lexicon.meanings(*items_[i].match))
      if (meaning.part == Part::sign)
        drafts_.push_back(
            {.sign = meaning.id, .item = i, .first = items_[i].first, .last = items_[i].last});
  }
  std::stable_sort(drafts_.begin(), drafts_.end(), [](const Draft& a, const Draft& b) {
    return a.item != b.item ? a.item < b.item : a.sign < b.sign;
  });
}

void Sentence::override_state(Draft& draft, std::uint32_t trigger, Part part) {
  const bool normal = draft.reason == Reason::statement && draft.state == State::absent;
  switch (part) {
    case Part::past_before:
    case Part::past_after:
      draft.state = State::not_mentioned;
      draft.reason = part == Part::past_before ? Reason::past_before : Reason::past_after;
      break;
    case Part::unasserted_before:
    case Part::unasserted_after:
      draft.state = State::not_mentioned;
      draft.reason = Reason::unasserted;
      break;
    case Part::absent_before:
    case Part::absent_after:
      // "The heart is not normal": denied once more, it is there.
      draft.state = normal ? State::present : State::absent;
      draft.reason = normal                        ? Reason::not_normal
                     : part == Part::absent_before ? Reason::absent_before
                                                   : Reason::absent_after;
      break;
    default:
      if (normal) return;  // "the heart is probably normal" stays a denial
      draft.state = State::uncertain;
      draft.reason =
          part == Part::uncertain_after ? Reason::uncertain_after : Reason::uncertain_before;
  }
  draft.trigger = trigger;
}

// Does a list that a trigger governs go on after this comma, "and" or the like? It does before
// "or"; it does not where the next words begin a statement of their own ("no effusion, small
// nodule"), unless an "or" later closes the list. A hedge needs that "or": "likely edema,
// cardiomegaly". A hedge that opens a list ("considerations include") governs the whole of it.
bool Sentence::list_goes_on(std::uint32_t item, std::uint32_t trigger, bool uncertain) const {
  if (items_[trigger].is(Part::enumerates)) return true;
  const bool conjunction = items_[item].is(Part::joins_and);
  bool asserts = false;
  bool named = false;
  for (std::uint32_t k = item + 1; k < items_.size(); ++k) {
    const Item& next = items_[k];
    if (ends_clause(next) || next.is(Part::soft_stop) || next.is(Part::verb)) break;
    for (const Part part : triggers_before)
      if (next.is(part)) return !asserts && (conjunction || !uncertain);
    // A slash between findings is an "or": "no consolidation, large effusion/pneumothorax".
    if (next.is(Part::joins_or) || (named && next.is_mark(TokenKind::slash))) return true;
    if (!named && next.is(Part::asserts)) asserts = true;
    if (next.is(Part::sign) || next.is(Part::predicate)) named = true;
  }
  if (asserts) return false;
  return conjunction || !uncertain;
}

// Carries the innermost trigger along the sentence.
void Sentence::apply_before() {
  std::uint32_t trigger = none;
  Part part = Part::hidden;
  bool found = false;      // the trigger has met something
  bool suspended = false;  // a verb followed: only an "or" takes the list up again
  std::size_t d = 0;
  for (std::uint32_t i = 0; i < items_.size(); ++i) {
    const Item& item = items_[i];
    for (; d < drafts_.size() && drafts_[d].item == i; ++d) {
      if (trigger == none || suspended) continue;
      override_state(drafts_[d], trigger, part);
      found = true;
    }
    if (ends_clause(item) || (item.is(Part::soft_stop) && found) ||
        item.is_mark(TokenKind::colon) || item.is_mark(TokenKind::close)) {
      trigger = none;
      continue;
    }
    bool opened = false;
    for (const Part kind : triggers_before) {
      if (!item.is(kind)) continue;
      // "no finding that may represent", "no opacity to suggest": such a hedge is part of the
      // denial.
      const bool denies =
          trigger != none && (part == Part::absent_before || part == Part::past_before ||
                              part == Part::unasserted_before);
      // "May represent A versus B": both are no more than possible.
      const bool weaker = trigger != none && part == Part::uncertain_before && found &&
                          !suspended && item.is(Part::joins_or) && item.is(Part::likely) &&
                          !items_[trigger].is(Part::likely);
      const bool inside =
          weaker || (denies && (kind == Part::uncertain_linked ||
                                (kind == Part::uncertain_before && !found && !suspended)));
      if (!inside) {
        trigger = i;
        part = kind == Part::uncertain_linked ? Part::uncertain_before : kind;
        found = suspended = false;
      }
      opened = true;
      break;
    }
    if (item.is_mark(TokenKind::question) && i + 1 < items_.size() &&
        tokens_[item.first].end == tokens_[item.last].begin) {
      trigger = i;
      part = Part::uncertain_before;
      found = suspended = false;
    }
    if (trigger == none || opened || !found) continue;
    if (item.is(Part::joins_or))
      suspended = false;
    else if (item.is(Part::verb))
      suspended = true;
    else if ((item.is_mark(TokenKind::comma) || item.is(Part::joins_and)) &&
             !list_goes_on(i, trigger, part == Part::uncertain_before))
      trigger = none;
  }
}

// Nothing but commas, brackets, "and", "or" and words that say nothing stands between two items.
bool Sentence::joined(std::uint32_t from, std::uint32_t to) const {
  for (std::uint32_t k = from + 1; k < to; ++k) {
    const Item& item = items_[k];
    const bool link = item.is_mark(TokenKind::comma) || item.is_mark(TokenKind::slash) ||
                      item.is(Part::joins_and) || item.is(Part::joins_or);
    const bool plain = item.is(Part::hidden) || item.is(Part::asserts) || item.is(Part::subject);
    if ((!link && !plain) || item.is(Part::verb) || item.is(Part::stop)) return false;
  }
  return true;
}

// A trigger after what it means governs the nearest mention before it and the list that this one
// closes.
void Sentence::apply_after() {
  constexpr Part kinds[] = {Part::unasserted_after, Part::absent_after, Part::past_after,
                            Part::uncertain_after};
  for (std::uint32_t i = 0; i < items_.size(); ++i) {
    const Item& item = items_[i];
    Part part = Part::hidden;
    for (const Part kind : kinds)
      if (part == Part::hidden && item.is(kind)) part = kind;
    if (item.is_mark(TokenKind::question)) part = Part::uncertain_after;
    // "A fracture and a probable fracture": a word that governs what follows says nothing of what
    // stands before it. "A versus B" speaks of both.
    const bool governs = !item.is(Part::joins_or) &&
                         std::any_of(drafts_.begin(), drafts_.end(), [&](const Draft& draft) {
                           return draft.trigger == i && draft.item > i;
                         });
    if (part == Part::hidden || governs) continue;
    std::uint32_t reached = none;  // the item that was governed last
    for (std::size_t d = drafts_.size(); d-- > 0;) {
      Draft& draft = drafts_[d];
      if (draft.item >= i) continue;
      if (reached == none) {
        if (items_[draft.item].last + after_reach < item.first) break;
        bool cut = false;
        for (std::uint32_t k = draft.item + 1; k < i; ++k)
          cut |= ends_clause(items_[k]) || items_[k].is(Part::predicate) ||
                 std::any_of(std::begin(kinds), std::end(kinds),
                             [&](Part kind) { return items_[k].is(kind); });
        if (cut) break;
      } else if (draft.item != reached && !joined(draft.item, reached)) {
        break;
      }
      reached = draft.item;
      const bool denied = draft.reason == Reason::absent_before || draft.state == State::absent;
      const bool past = draft.state == State::not_mentioned;
      const bool weaker = draft.state == State::uncertain && item.is(Part::joins_or) &&
                          draft.trigger != none && !items_[draft.trigger].is(Part::likely);
      if (!denied && !past && !weaker) override_state(draft, i, part);
    }
  }
}

// "Atelectasis or consolidation", said without a trigger: each is uncertain.
void Sentence::apply_disjunctions() {
  for (std::size_t d = 0; d < drafts_.size(); ++d) {
    Draft& a = drafts_[d];
    if (a.reason != Reason::stated && a.reason != Reason::disjunction) continue;
    for (std::size_t e = d + 1; e < drafts_.size(); ++e) {
      Draft& b = drafts_[e];
      if (b.item == a.item) continue;
      if (b.reason != Reason::stated || b.first > a.last + disjunction_reach) break;
      std::uint32_t by = none;
      bool plain = true;
      for (std::uint32_t k = a.item + 1; k < b.item; ++k) {
        if (items_[k].is(Part::joins_or)) by = k;
        plain &= items_[k].is(Part::joins_or) || items_[k].is(Part::asserts) ||
                 items_[k].is(Part::hidden) || items_[k].is_mark(TokenKind::comma);
      }
      if (by == none || !plain || a.sign == b.sign) break;
      for (Draft* each : {&a, &b}) {
        each->state = State::uncertain;
        each->reason = Reason::disjunction;
        each->trigger = by;
      }
      break;
    }
  }
}

void Sentence::read(std::uint32_t first, std::uint32_t last, std::span<const Match> matches,
                    std::uint16_t section, std::vector<Mention>& out) {
  lay_out(first, last, matches);
  find_statements();
  find_signs();
  if (drafts_.empty()) return;
  apply_before();
  apply_after();
  apply_disjunctions();
  for (const Draft& draft : drafts_) {
    Mention mention{.sign = draft.sign,
                    .state = draft.state,
                    .reason = draft.reason,
                    .span = {tokens_[draft.first].begin, tokens_[draft.last - 1].end},
                    .section = section};
    for (std::uint32_t t = draft.first; t < draft.last; ++t)
      mention.respelled |= tokens_[t].respelled;
    if (draft.trigger != none) {
      const Item& item = items_[draft.trigger];
      mention.likely = mention.state == State::uncertain && item.is(Part::likely);
      mention.trigger = {tokens_[item.first].begin, tokens_[item.last - 1].end};
    }
    out.push_back(mention);
  }
}

}  // namespace secondsite::labels
