#pragma once
// Is a report written in the language of the rules? Medical words of Latin origin are alike in many
// languages ("pneumothorax", "edema"), so that only function and negation words are asked.

#include <cstdint>
#include <span>
#include <string_view>

#include "secondsite/labels/tokens.h"

namespace secondsite::labels {

// How much the words of a text speak for one language and for the others.
struct LanguageWords {
  std::uint32_t own = 0;      // function words of the language asked for
  std::uint32_t foreign = 0;  // function words of other languages only; a negation counts twice
};

// Adds what `tokens` of `text` say. `language` is "en", "es", "fr", "de", "it" or "pt"; of another
// language nothing is known, and nothing is added.
void count_language(std::string_view text, std::span<const Token> tokens, std::string_view language,
                    LanguageWords& words);

// Whether a text of so many words is in another of these languages. Terse reports of one's own
// language have few function words, but next to none of another language.
bool is_foreign(const LanguageWords& found, std::uint32_t words);

}  // namespace secondsite::labels
