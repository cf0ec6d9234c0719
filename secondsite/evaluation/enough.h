#pragma once
// What a conclusion needs ten of: positives and negatives for scores, cases for measures, lesions
// and scans for marks.

#include <cstdint>
#include <string>
#include <string_view>

#include "secondsite/stats/estimate.h"
#include "secondsite/stats/verdict.h"

namespace secondsite::evaluation {

// Fewer than this and no claim is certified or refuted, whatever the interval says: with a handful
// of positives the standard error itself is a guess.
inline constexpr std::uint64_t fewest_of_a_class = 10;

// How many of each there are behind an estimate; its metric says which it looks at.
struct Support {
  std::string_view of = "positive";        // "case", "lesion"
  std::string_view of_other = "negative";  // "scan"; empty for measures, which need cases only
  std::uint64_t have = 0;
  std::uint64_t have_other = 0;

  bool lacks() const { return have < fewest_of_a_class; }
  bool lacks_other() const { return !of_other.empty() && have_other < fewest_of_a_class; }
  bool is_enough() const { return !lacks() && !lacks_other(); }
  std::string text() const;  // "3 positives and 41 negatives", "7 cases"
};
Support support_of(const stats::Estimate& estimate);

// The names of what `verdict` wants more of.
void name_shortage(stats::Verdict& verdict, const Support& support);

}  // namespace secondsite::evaluation
