#pragma once
// Which phrases of a rules file stand in a text? Words are numbered, phrases are paths in one trie
// over word numbers, and one walk over the text finds the longest phrase at every place.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "secondsite/labels/tokens.h"

namespace secondsite::labels {

// What part a phrase plays. A phrase may play several: "normal" is a predicate and begins a
// statement.
enum class Part : std::uint8_t {
  sign,              // "pleural effusion"
  hidden,            // a longer phrase that is not the sign inside it: "pericardial effusion"
  subject,           // "heart", for statements such as "the heart is enlarged"
  predicate,         // "enlarged", "normal"
  absent_before,     // "no", "without": what follows is absent
  absent_after,      // "is not seen": what stands before is absent
  uncertain_before,  // "may represent"
  uncertain_linked,  // "to suggest": the same, but carries a denial before it on
  uncertain_after,   // "is not excluded"
  likely,            // added to a hedge: more likely than not ("probable", "A versus B")
  enumerates,        // added to a hedge: a list follows ("differential considerations include")
  past_before,       // "history of": what follows is not of this image
  past_after,
  unasserted_before,  // "could obscure": what follows is neither seen nor suspected
  unasserted_after,   // "may not be visible on radiographs"
  stop,               // "but": no trigger reaches beyond it
  soft_stop,          // "due to": the same, once the trigger has met something
  asserts,            // "small", "there is": after a comma or "and" it begins a new statement
  verb,               // "is", "are": ends the reach of a trigger that has found something
  joins_or,
  joins_and,
  section_read,  // a heading whose text is read
  section_skip,  // a heading whose text is not
};

struct Meaning {
  Part part;
  std::uint16_t id = 0;  // of the sign, subject, predicate or section
};

// A phrase where it stands: tokens [first, last).
struct Match {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t node = 0;
  std::uint32_t parts = 0;  // a bit for each Part
  bool respelled = false;
  bool is(Part part) const { return (parts >> static_cast<unsigned>(part) & 1U) != 0; }
};

class Lexicon {
 public:
  // "(a|b)" in a phrase stands for either; "(s)" and "(a|b)?" are optional: "effusion(s)".
  void add(std::string_view phrase, Meaning meaning);
  void add_abbreviation(std::string_view word);
  // A word that is read over, as articles are: it parts no phrase.
  void add_skipped(std::string_view word);
  // A word that is never taken for a misspelling.
  void add_known(std::string_view word);
  // Endings after which a stem of the lexicon is still itself ("derrame" for the stem "derram").
  void set_endings(std::vector<std::string> endings);
  // To be called once after the last phrase. `shortest_respelled` 0: no spelling is mended.
  void finish(std::size_t shortest_respelled);

  // The number of a folded word, or Token::unknown. `respelled` says whether a near word was taken:
  // one edit away (insertion, deletion, substitution or swap of neighbours) for words of at least
  // `shortest_respelled` letters, two for words of at least `two_edits` letters; the first letter
  // must be right, and one nearest word must stand alone.
  std::uint32_t find(std::string_view word, bool& respelled) const;
  bool is_abbreviation(std::uint32_t word) const {
    return word < abbreviations_.size() && abbreviations_[word];
  }

  bool is_skipped(std::uint32_t word) const { return word < skipped_.size() && skipped_[word]; }

  // The longest phrase at each place, left to right, never overlapping.
  void match(std::span<const Token> tokens, std::vector<Match>& matches) const;
  std::span<const Meaning> meanings(const Match& match) const {
    return nodes_[match.node].meanings;
  }
  std::size_t phrases() const { return phrases_; }
  std::size_t words() const { return words_.size(); }

  static constexpr std::size_t two_edits = 11;
  static constexpr std::size_t filter_bits = std::size_t{1} << 20;

 private:
  struct Phrase {
    std::vector<std::uint32_t> words;
    Meaning meaning;
  };
  struct Node {
    std::vector<Meaning> meanings;
    std::uint32_t parts = 0;
  };
  std::uint32_t add_word(std::string_view word);
  std::uint32_t lookup(std::string_view word) const;
  std::uint32_t stem(std::uint32_t word) const;
  std::uint32_t stripped(std::string_view word) const;
  void grow();
  std::uint32_t nearest(std::string_view word) const;
  void add_deletions(std::uint32_t word, const std::string& rest, std::size_t from, unsigned left);
  void rehash(std::size_t slots);
  void place(std::uint32_t id);
  void mark(std::vector<bool>& marks, std::string_view words);

  std::vector<Phrase> waiting_;  // until finish(), when all stems are known
  std::vector<std::string> words_;
  std::vector<std::uint32_t> slots_;  // open addressing over words_
  std::vector<std::uint32_t> first_;  // node of a phrase's first word; 0: no phrase begins so
  std::unordered_map<std::uint64_t, std::uint32_t> next_;  // (node, word) → node
  std::vector<Node> nodes_ = std::vector<Node>(1);
  std::vector<bool> abbreviations_;
  std::vector<bool> skipped_;
  std::vector<bool> known_;
  std::vector<std::string> endings_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> deletions_;
  std::vector<bool> worth_looking_ =
      std::vector<bool>(filter_bits);  // hashes of keys of deletions_
  std::size_t shortest_respelled_ = 0;
  std::size_t phrases_ = 0;
};

// All texts that a phrase with alternatives stands for; at most 4,096.
std::vector<std::string> expand(std::string_view phrase);

}  // namespace secondsite::labels
