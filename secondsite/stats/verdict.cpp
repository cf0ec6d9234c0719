#include "secondsite/stats/verdict.h"

namespace secondsite::stats {

std::string_view name(Decision decision) {
  switch (decision) {
    case Decision::certified:
      return "certified";
    case Decision::refuted:
      return "refuted";
    case Decision::inconclusive:
      return "inconclusive";
  }
  return "";
}

std::string_view name(Reason reason) {
  switch (reason) {
    case Reason::clears_goal:
      return "clears goal";
    case Reason::misses_goal:
      return "misses goal";
    case Reason::not_powered:
      return "not powered";
    case Reason::borderline:
      return "borderline";
    case Reason::not_estimable:
      return "not estimable";
    case Reason::gate_closed:
      return "gate closed";
  }
  return "";
}

core::Json to_json(const Verdict& verdict) {
  core::Json out{{"decision", name(verdict.decision)},
                 {"reason", name(verdict.reason)},
                 {"sentence", verdict.sentence},
                 {"p_value", core::json_number(verdict.p_value)},
                 {"p_adjusted", core::json_number(verdict.p_adjusted)},
                 {"power", core::json_number(verdict.power)}};
  if (verdict.further_positives) out["further_positives"] = *verdict.further_positives;
  if (verdict.further_negatives) out["further_negatives"] = *verdict.further_negatives;
  if (verdict.further_of != "positive") {
    out["further_of"] = verdict.further_of;
    if (!verdict.further_of_other.empty()) out["further_of_other"] = verdict.further_of_other;
  }
  return out;
}

}  // namespace secondsite::stats
