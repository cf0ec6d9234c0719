#pragma once
// One sentence's grammar: from phrases and punctuation to mentions. Used by grammar.cpp alone.

#include <span>
#include <string_view>
#include <vector>

#include "secondsite/labels/grammar.h"

namespace secondsite::labels {

class Sentence {
 public:
  Sentence(const Rules& rules, const std::vector<Token>& tokens) : rules_(rules), tokens_(tokens) {}

  // Reads tokens [first, last) with the phrases found in them and appends the mentions.
  void read(std::uint32_t first, std::uint32_t last, std::span<const Match> matches,
            std::uint16_t section, std::vector<Mention>& out);

 private:
  // A phrase or a punctuation mark.
  struct Item {
    std::uint32_t first = 0;  // tokens
    std::uint32_t last = 0;
    const Match* match = nullptr;
    TokenKind mark = TokenKind::word;
    bool is(Part part) const { return match != nullptr && match->is(part); }
    bool is_mark(TokenKind kind) const { return match == nullptr && mark == kind; }
  };
  // A mention in the making: `item` is where triggers meet it.
  struct Draft {
    std::uint16_t sign = 0;
    State state = State::present;
    Reason reason = Reason::stated;
    std::uint32_t item = 0;
    std::uint32_t first = 0;  // tokens that it spans
    std::uint32_t last = 0;
    std::uint32_t trigger = none;  // item
  };
  static constexpr std::uint32_t none = 0xffffffffU;

  void lay_out(std::uint32_t first, std::uint32_t last, std::span<const Match> matches);
  void find_statements();
  bool state(std::uint32_t subject, std::uint32_t predicate);
  void find_signs();
  void apply_before();
  bool list_goes_on(std::uint32_t item, std::uint32_t trigger, bool uncertain) const;
  void apply_after();
  void apply_disjunctions();
  void override_state(Draft& draft, std::uint32_t trigger, Part part);
  bool ends_clause(const Item& item) const;
  bool joined(std::uint32_t from, std::uint32_t to) const;

  const Rules& rules_;
  const std::vector<Token>& tokens_;
  std::vector<Item> items_;
  std::vector<Draft> drafts_;
  std::vector<std::uint32_t> subjects_;
  std::vector<std::uint32_t> waiting_;
};

}  // namespace secondsite::labels
