#pragma once
// What may be concluded from an estimate about a claim: three answers, never two.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "secondsite/core/json.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::stats {

enum class Decision { certified, refuted, inconclusive };

enum class Reason {
  clears_goal,    // the whole interval is on the good side
  misses_goal,    // the whole interval is on the bad side
  not_powered,    // too few positives (or negatives) to tell, whatever the truth
  borderline,     // enough cases; the truth lies too near the goal to tell
  not_estimable,  // no value at all: one class, no cases, no threshold
  gate_closed,    // an earlier claim of a fixed sequence was not certified
};

std::string_view name(Decision decision);
std::string_view name(Reason reason);

struct Verdict {
  Decision decision = Decision::inconclusive;
  Reason reason = Reason::not_estimable;
  std::string sentence;      // the conclusion in words, ready to print
  double p_value = unknown;  // one-sided, of the claim; before and after the family's correction
  double p_adjusted = unknown;
  double power = unknown;  // of this design for the alternative that the claim assumes
  std::optional<std::uint64_t>
      further_positives;  // that the wanted power would take, beyond those here
  std::optional<std::uint64_t> further_negatives;
  // What those two count: cases for measures, lesions and scans for marks.
  std::string further_of = "positive";
  std::string further_of_other = "negative";
};

core::Json to_json(const Verdict& verdict);

}  // namespace secondsite::stats
