#pragma once
// What can be told about a DOI without asking anyone. A DOI has no check digit of its own; what an
// offline check can hold is its form, who the prefix belongs to, and what the publisher wrote into
// the suffix.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secondsite::guide {

struct Doi {
  std::string prefix;  // "10.1007"
  std::string suffix;  // "s10278-013-9622-7"
};

// "10." and 4 to 9 digits (subdivided by dots at most), "/", and a suffix of printable characters
// without spaces (ISO 26324; the pattern that Crossref recommends). nullopt where it is not of that
// form.
std::optional<Doi> parse_doi(std::string_view text);

// The publisher that a prefix was given to, for the prefixes of the guide's citations; empty where
// unknown.
std::string_view registrant(std::string_view prefix);

// A reference of the guide, as printed.
struct Citation {
  int number = 0;
  std::string what;  // "Clark 2013, TCIA"
  std::string doi;
  int year = 0;
  std::string volume;             // as printed; empty where none
  std::string pages;              // "1045", "e190007", "317"
  std::string journal_publisher;  // who the journal belongs to, hence the prefix
};
const std::vector<Citation>& citations();

// What the suffix repeats of the citation ("year", "volume", "page or article number"), and what
// contradicts it.
struct SuffixCheck {
  std::vector<std::string> confirms;
  std::vector<std::string> contradicts;
};
SuffixCheck check_suffix(const Citation& citation);

}  // namespace secondsite::guide
