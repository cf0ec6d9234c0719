#pragma once
// What every entry of every registry owes its reader: a name that can be typed, and words.

#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <string>
#include <string_view>

namespace secondsite::conformance {

// Lower case, digits, and one kind of joint: "partial_auroc", "clopper-pearson".
inline bool is_typable(std::string_view id) {
  static const std::regex snake("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  static const std::regex kebab("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  const std::string text(id);
  return std::regex_match(text, snake) || std::regex_match(text, kebab);
}

// A DOI, or an author with the year of the publication.
inline bool is_citation(std::string_view reference) {
  static const std::regex doi("doi:10\\.[0-9]{4,9}/[^ ]+");
  static const std::regex author_and_year("[A-Z][^0-9]+ (1[6-9]|20)[0-9]{2}");
  const std::string text(reference);
  return std::regex_search(text, doi) || std::regex_search(text, author_and_year);
}

// DOIs stand as "doi:10.x/y", never as an address and never cut off.
inline bool has_whole_dois(std::string_view reference) {
  static const std::regex begun("doi: |doi:1?0?\\.? |dx\\.doi\\.org");
  return !std::regex_search(std::string(reference), begun);
}

template <typename Registry>
void expect_named(const Registry& registry) {
  ASSERT_FALSE(registry.empty());
  std::set<std::string> seen;
  for (const auto& entry : registry) {
    const std::string id(entry.id);
    EXPECT_TRUE(is_typable(id)) << id;
    EXPECT_TRUE(seen.insert(id).second) << id << " stands twice";
    EXPECT_FALSE(entry.title.empty()) << id;
    EXPECT_NE(entry.title.back(), '.') << id << ": a title is no sentence";
  }
}

}  // namespace secondsite::conformance
