#include "secondsite/labels/language.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

namespace secondsite::labels {
namespace {

constexpr std::size_t longest = 8;  // bytes: a word is looked up as one number
constexpr std::array<std::string_view, 6> languages = {"en", "es", "fr", "de", "it", "pt"};

struct Words {
  std::string_view language;
  std::string_view plain;
  std::string_view negations;
};

// Left out on purpose: words that English reports hold as words or abbreviations (no, in, la, et,
// die, im, na, per, due, non), and words alike in too many languages.
constexpr Words lists[] = {
    {"en",
     "the of and is are with to there or for at on from by be been has have was were this that "
     "which may not these than as an it if can could would should but however",
     "without within"},
    {"es", "el los las del de un una en con se ni que por este esta ambos ambas como sobre sur",
     "sin hay observa observan aprecia aprecian"},
    {"fr",
     "de du des le un une en sur ce cette dans avec pour sont au aux que qui deux sous chez mais",
     "pas sans aucun aucune absence"},
    {"de",
     "der das dem den des du ein eine einen einem einer eines und ist sind mit bei auf zu zum zur "
     "von vom nach auch oder nicht wird wie beide beiden beider heute sich um unter",
     "kein keine keinen keiner keines keinem ohne"},
    {"it",
     "di del della dei delle dello nel nei nella nelle un una con che sono gli alla alle questo "
     "questa ed dal dalla sul sulla si se come",
     "nessun nessuna senza assenza assente"},
    {"pt",
     "de da dos das um uma com se que por este esta em ao pelo pela nos nas est\u00e1 s\u00e3o",
     "sem n\u00e3o nao h\u00e1"},
};
// English words that one of these lists must not hold against English: "absence of edema".
constexpr std::string_view english_too = "absence sur as an un come";

struct WordMeaning {
  std::uint8_t languages = 0;  // a bit for each
  bool negation = false;
};

std::uint64_t key_of(std::string_view word) {
  std::uint64_t key = 0;
  for (const char c : word) {
    const auto byte = static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    key = key << 8U | byte;
  }
  return key;
}

template <class Act>
void each_word(std::string_view list, const Act& act) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(' '), list.size());
    if (end > 0) act(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

const std::unordered_map<std::uint64_t, WordMeaning>& meanings() {
  static const std::unordered_map<std::uint64_t, WordMeaning> all = [] {
    std::unordered_map<std::uint64_t, WordMeaning> out;
    for (std::size_t l = 0; l < std::size(lists); ++l) {
      const auto bit = static_cast<std::uint8_t>(1U << l);
      each_word(lists[l].plain, [&](std::string_view word) { out[key_of(word)].languages |= bit; });
      each_word(lists[l].negations, [&](std::string_view word) {
        WordMeaning& meaning = out[key_of(word)];
        meaning.languages |= bit;
        meaning.negation = true;
      });
    }
    each_word(english_too, [&](std::string_view word) { out[key_of(word)].languages |= 1U; });
    return out;
  }();
  return all;
}

}  // namespace

void count_language(std::string_view text, std::span<const Token> tokens, std::string_view language,
                    LanguageWords& words) {
  const auto at = std::find(languages.begin(), languages.end(), language);
  if (at == languages.end()) return;
  const auto own = static_cast<std::uint8_t>(1U << (at - languages.begin()));
  const auto& known = meanings();
  for (const Token& token : tokens) {
    const std::size_t size = token.end - token.begin;
    if (token.kind != TokenKind::word || size < 2 || size > longest) continue;
    const auto found = known.find(key_of(text.substr(token.begin, size)));
    if (found == known.end()) continue;
    if ((found->second.languages & own) != 0)
      ++words.own;
    else
      words.foreign += found->second.negation ? 2 : 1;
  }
}

bool is_foreign(const LanguageWords& found, std::uint32_t words) {
  constexpr std::uint32_t fewest = 2;
  constexpr double share = 0.12;
  return found.foreign >= fewest && found.foreign > 2 * found.own &&
         found.foreign >= share * static_cast<double>(words);
}

}  // namespace secondsite::labels
