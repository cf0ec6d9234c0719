#pragma once
// The main job: tables and a protocol in, a run out.

#include <string>

#include "secondsite/evaluation/request.h"
#include "secondsite/evaluation/run.h"

namespace secondsite::evaluation {

// What the evaluation cannot know by itself.
struct Occasion {
  std::string program_version;
  std::string now;          // ISO 8601, UTC
  std::string ledger_path;  // empty: no ledger is read or written
};

// Answers exactly the protocol's claims; marks everything else exploratory. Without a protocol from
// a file, and where there is a second site, the default claim is made and marked as such: AUROC at
// each other site not lower than at the reference site by `default_margin` or more. Records in the
// ledger that these scores were opened, before they are read. `scores_seen_before`: what the ledger
// once said, for a recomputation that does not consult it.
core::Result<RunResult> evaluate(const Request& request, const Occasion& occasion,
                                 const core::Context& context, bool scores_seen_before = false);

}  // namespace secondsite::evaluation
