#include "secondsite/labels/lexicon.h"

#include <algorithm>

namespace secondsite::labels {
namespace {

std::uint64_t hash(std::string_view word) {
  std::uint64_t h = 0xcbf29ce484222325ULL;
  for (const char c : word) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return h ^ (h >> 29U);
}

std::uint64_t key(std::uint32_t node, std::uint32_t word) {
  return static_cast<std::uint64_t>(node) << 32U | word;
}

constexpr std::size_t most_expansions = 4096;
constexpr std::size_t shortest_stem = 3;

// The words of a phrase, folded; what parts words in a report parts them here.
std::vector<std::string> words_of(std::string_view phrase) {
  std::vector<std::string> out;
  std::string word;
  const std::string folded = [&] {
    std::string spaced;
    for (const char c : phrase) {
      const bool parts = c == ' ' || c == '-' || c == '/' || c == '\t' || c == '\n';
      if (parts)
        spaced += '\n';
      else if (c != '\'')
        spaced += c;
    }
    return spaced;
  }();
  for (std::size_t begin = 0; begin <= folded.size();) {
    const std::size_t end = std::min(folded.find('\n', begin), folded.size());
    std::string each = fold(std::string_view(folded).substr(begin, end - begin));
    if (!each.empty()) out.push_back(std::move(each));
    begin = end + 1;
  }
  return out;
}

// 0, 1 or 2 edits with swaps of neighbours counted as one; 3 for more.
unsigned edits(std::string_view a, std::string_view b) {
  const std::size_t n = a.size();
  const std::size_t m = b.size();
  if (n > m + 2 || m > n + 2) return 3;
  std::vector<std::vector<unsigned>> d(n + 1, std::vector<unsigned>(m + 1));
  for (std::size_t i = 0; i <= n; ++i) d[i][0] = static_cast<unsigned>(i);
  for (std::size_t j = 0; j <= m; ++j) d[0][j] = static_cast<unsigned>(j);
  for (std::size_t i = 1; i <= n; ++i)
    for (std::size_t j = 1; j <= m; ++j) {
      d[i][j] =
          std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return std::min(d[n][m], 3U);
}

// One is the other with a letter more at the end, or a plural: not a misspelling but another form,
// which belongs into the rules if it is meant.
bool differs_in_ending(std::string_view a, std::string_view b) {
  const std::size_t common = std::min(a.size(), b.size());
  return a.substr(0, common) == b.substr(0, common);
}

}  // namespace

std::vector<std::string> expand(std::string_view phrase) {
  std::vector<std::string> done{std::string()};
  for (std::size_t i = 0; i < phrase.size();) {
    if (phrase[i] != '(') {
      for (std::string& text : done) text += phrase[i];
      ++i;
      continue;
    }
    std::size_t end = i + 1;
    for (int depth = 1; end < phrase.size() && depth > 0; ++end) {
      depth += phrase[end] == '(';
      depth -= phrase[end] == ')';
    }
    const std::string_view inside =
        phrase.substr(i + 1, end - i - 2 < phrase.size() ? end - i - 2 : 0);
    std::vector<std::string> choices;
    int depth = 0;
    std::size_t begin = 0;
    bool alternatives = false;
    for (std::size_t k = 0; k <= inside.size(); ++k) {
      if (k < inside.size()) {
        depth += inside[k] == '(';
        depth -= inside[k] == ')';
      }
      if (k == inside.size() || (inside[k] == '|' && depth == 0)) {
        alternatives |= k < inside.size();
        for (std::string& each : expand(inside.substr(begin, k - begin)))
          choices.push_back(std::move(each));
        begin = k + 1;
      }
    }
    const bool optional = end < phrase.size() && phrase[end] == '?';
    if (optional) ++end;
    if (!alternatives || optional) choices.emplace_back();
    std::vector<std::string> longer;
    for (const std::string& text : done)
      for (const std::string& choice : choices)
        if (longer.size() < most_expansions) longer.push_back(text + choice);
    done = std::move(longer);
    i = end;
  }
  return done;
}

std::uint32_t Lexicon::lookup(std::string_view word) const {
  if (slots_.empty()) return Token::unknown;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = hash(word) & mask;; i = (i + 1) & mask) {
    if (slots_[i] == Token::unknown) return Token::unknown;
    if (words_[slots_[i]] == word) return slots_[i];
  }
}

void Lexicon::rehash(std::size_t slots) {
  slots_.assign(slots, Token::unknown);
  for (std::uint32_t id = 0; id < words_.size(); ++id) place(id);
}

void Lexicon::place(std::uint32_t id) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t i = hash(words_[id]) & mask;
  while (slots_[i] != Token::unknown) i = (i + 1) & mask;
  slots_[i] = id;
}

std::uint32_t Lexicon::add_word(std::string_view word) {
  const std::uint32_t found = lookup(word);
  if (found != Token::unknown) return found;
  words_.emplace_back(word);
  const auto id = static_cast<std::uint32_t>(words_.size() - 1);
  if (words_.size() * 4 > slots_.size())
    rehash(slots_.empty() ? 1024 : slots_.size() * 2);
  else
    place(id);
  return id;
}

void Lexicon::add(std::string_view phrase, Meaning meaning) {
  for (const std::string& text : expand(phrase)) {
    const std::vector<std::string> words = words_of(text);
    if (words.empty()) continue;
    std::vector<std::uint32_t> path;
    for (const std::string& word : words) path.push_back(add_word(word));
    waiting_.push_back({std::move(path), meaning});
  }
}

// A word of the rules that is another one with an ending is that other one.
std::uint32_t Lexicon::stem(std::uint32_t word) const {
  for (;;) {
    if (word < known_.size() && known_[word]) return word;
    const std::uint32_t shorter = stripped(words_[word]);
    if (shorter == Token::unknown) return word;
    word = shorter;
  }
}

std::uint32_t Lexicon::stripped(std::string_view word) const {
  for (const std::string& ending : endings_) {
    if (word.size() < ending.size() + shortest_stem || !word.ends_with(ending)) continue;
    const std::uint32_t found = lookup(word.substr(0, word.size() - ending.size()));
    if (found != Token::unknown) return found;
  }
  return Token::unknown;
}

void Lexicon::grow() {
  for (const auto& [path, meaning] : waiting_) {
    std::uint32_t node = 0;
    for (const std::uint32_t word : path) {
      auto& next = next_[key(node, stem(word))];
      if (next == 0) {
        next = static_cast<std::uint32_t>(nodes_.size());
        nodes_.emplace_back();
      }
      node = next;
    }
    std::vector<Meaning>& meanings = nodes_[node].meanings;
    const bool known =
        std::any_of(meanings.begin(), meanings.end(), [&wanted = meaning](const Meaning& each) {
          return each.part == wanted.part && each.id == wanted.id;
        });
    if (!known) meanings.push_back(meaning);
    nodes_[node].parts |= 1U << static_cast<unsigned>(meaning.part);
    ++phrases_;
  }
  waiting_.clear();
}

void Lexicon::mark(std::vector<bool>& marks, std::string_view words) {
  for (const std::string& each : words_of(words)) {
    const std::uint32_t id = add_word(each);
    if (marks.size() <= id) marks.resize(id + 1);
    marks[id] = true;
  }
}

void Lexicon::add_abbreviation(std::string_view word) {
  mark(abbreviations_, word);
}

void Lexicon::add_skipped(std::string_view word) {
  mark(skipped_, word);
}

void Lexicon::add_known(std::string_view word) {
  mark(known_, word);
}

void Lexicon::set_endings(std::vector<std::string> endings) {
  std::sort(endings.begin(), endings.end(),
            [](const auto& a, const auto& b) { return a.size() > b.size(); });
  endings_ = std::move(endings);
}

void Lexicon::add_deletions(std::uint32_t word, const std::string& rest, std::size_t from,
                            unsigned left) {
  auto& words = deletions_[rest];
  worth_looking_[hash(rest) % filter_bits] = true;
  if (words.empty() || words.back() != word) words.push_back(word);
  if (left == 0) return;
  for (std::size_t i = from; i < rest.size(); ++i) {
    std::string shorter = rest;
    shorter.erase(i, 1);
    add_deletions(word, shorter, std::max<std::size_t>(i, 1), left - 1);
  }
}

void Lexicon::finish(std::size_t shortest_respelled) {
  shortest_respelled_ = shortest_respelled;
  grow();
  first_.assign(words_.size(), 0);
  for (const auto& [at, node] : next_)
    if (at >> 32U == 0) first_[at & 0xffffffffU] = node;
  if (shortest_respelled == 0) return;
  for (std::uint32_t id = 0; id < words_.size(); ++id) {
    const std::size_t length = words_[id].size();
    if (length >= shortest_respelled) add_deletions(id, words_[id], 1, length >= two_edits ? 2 : 1);
  }
}

std::uint32_t Lexicon::nearest(std::string_view word) const {
  const unsigned reach = word.size() >= two_edits ? 2 : 1;
  std::uint32_t best = Token::unknown;
  unsigned best_edits = 3;
  bool tied = false;
  std::string rest;
  const auto look = [&](const std::string& shorter) {
    if (!worth_looking_[hash(shorter) % filter_bits]) return;
    const auto found = deletions_.find(shorter);
    if (found == deletions_.end()) return;
    for (const std::uint32_t id : found->second) {
      if (id == best) continue;
      const std::string& candidate = words_[id];
      const unsigned allowed = std::min(candidate.size(), word.size()) >= two_edits ? 2 : 1;
      const unsigned distance = edits(word, candidate);
      if (candidate[0] != word[0] || distance > allowed || differs_in_ending(word, candidate))
        continue;
      if (distance < best_edits) {
        best = id;
        best_edits = distance;
        tied = false;
      } else if (distance == best_edits) {
        tied = true;
      }
    }
  };
  rest.assign(word);
  look(rest);
  for (std::size_t i = 1; i < word.size(); ++i) {
    rest.assign(word);
    rest.erase(i, 1);
    look(rest);
    if (reach < 2) continue;
    for (std::size_t j = i; j < rest.size(); ++j) {
      std::string shorter = rest;
      shorter.erase(j, 1);
      look(shorter);
    }
  }
  return tied ? Token::unknown : best;
}

std::uint32_t Lexicon::find(std::string_view word, bool& respelled) const {
  respelled = false;
  const std::uint32_t exact = lookup(word);
  if (exact != Token::unknown) return endings_.empty() ? exact : stem(exact);
  if (const std::uint32_t short_form = stripped(word); short_form != Token::unknown)
    return stem(short_form);
  if (shortest_respelled_ == 0 || word.size() < shortest_respelled_ || word.size() > 32)
    return Token::unknown;
  const std::uint32_t near = nearest(word);
  respelled = near != Token::unknown;
  return near;
}

void Lexicon::match(std::span<const Token> tokens, std::vector<Match>& matches) const {
  matches.clear();
  for (std::uint32_t i = 0; i < tokens.size();) {
    const std::uint32_t word = tokens[i].word;
    const std::uint32_t start = word == Token::unknown ? 0 : first_[word];
    if (start == 0) {
      ++i;
      continue;
    }
    std::uint32_t node = start;
    Match best;
    for (std::uint32_t k = i + 1;; ++k) {
      if (nodes_[node].parts != 0)
        best = {.first = i, .last = k, .node = node, .parts = nodes_[node].parts};
      if (k >= tokens.size() || tokens[k].word == Token::unknown) break;
      const auto next = next_.find(key(node, tokens[k].word));
      if (next == next_.end()) break;
      node = next->second;
    }
    if (best.last == 0) {
      ++i;
      continue;
    }
    for (std::uint32_t k = best.first; k < best.last; ++k) best.respelled |= tokens[k].respelled;
    matches.push_back(best);
    i = best.last;
  }
}

}  // namespace secondsite::labels
