#pragma once
// Automation bias: what readers do with a model's output when it is right and when it is wrong
// (Parasuraman & Manzey 2010, doi:10.1177/0018720810376055; Goddard, Roudsari & Wyatt 2012,
// doi:10.1136/amiajnl-2011-000089). Every measure is a share of reads, or a mean over them, with an
// interval in which readers and cases are both random, and each reader's own beside it.

#include <string>
#include <vector>

#include "secondsite/core/context.h"
#include "secondsite/core/json.h"
#include "secondsite/readers/study/reads.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::readers::study {

struct AutomationRequest {
  std::string unaided;           // modality read without the model; empty: the first
  std::string aided;             // modality read with it; empty: the last
  double threshold = 0.5;        // a reader calls a case positive at ratings >= it
  double model_threshold = 0.5;  // the model does
  double level = 0.95;
};

// One measure, overall and by reader (in the order of the readers; absent where a reader has no
// such read).
struct AutomationRow {
  std::string id;
  std::string title;
  std::string says;  // what is counted, of what
  stats::Estimate overall;
  std::vector<stats::Estimate> by_reader;
};

struct AutomationResult {
  std::vector<std::string> readers;
  std::string unaided;
  std::string aided;
  std::uint64_t model_right = 0;  // cases
  std::uint64_t model_wrong = 0;
  std::vector<AutomationRow> rows;
};

// `ratings` and `model` have the same readers, cases and modalities; the model's output stands at
// each read that it was shown with (or could have been). `time` may be empty (no modality): seconds
// a read.
core::Result<AutomationResult> automation_bias(const Reads& ratings, const Reads& model,
                                               const Reads& time, const AutomationRequest& request);

core::Json to_json(const AutomationResult& result);

}  // namespace secondsite::readers::study
