#pragma once
// What a run tells about marks beside its estimates: how the marks add up, which lesions were
// missed, and at which stage.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "secondsite/core/json.h"
#include "secondsite/core/result.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::evaluation {

struct MissedLesion {
  core::Location where;        // of the table of lesions
  std::string size;            // "5.2 mm"; empty: unknown
  bool by_candidates = false;  // the stage before had no mark on it either
};

struct MarkStage {
  std::string name;                        // "candidates", "classified"
  std::vector<stats::Estimate> estimates;  // lesion sensitivity, false marks a scan
};

struct MarkReport {
  static constexpr std::size_t most_missed = 500;  // that are listed; all are counted

  std::string finding;
  std::string rule;  // when a mark is a hit, in words
  std::vector<std::pair<std::string, std::uint64_t>>
      counts;  // marks by fate, lesions found, missed
  std::vector<MissedLesion> missed;
  // Candidates, then what the classifier left of them; empty where there is one stage only.
  std::vector<MarkStage> stages;
};

core::Json to_json(const MarkReport& report);

}  // namespace secondsite::evaluation
