#pragma once
// The main job: tables and a protocol in, a run out.

#include <string>

#include "secondsite/evaluation/request.h"
#include "secondsite/evaluation/run.h"
#include "secondsite/evaluation/view.h"

namespace secondsite::evaluation {

// What the evaluation cannot know by itself.
struct Occasion {
  std::string program_version;
  std::string now;          // ISO 8601, UTC
  std::string ledger_path;  // empty: no ledger is read or written
};

// What stands between the ledger and the claims.
struct Standing {
  ProtocolStatus status;
  bool declared = false;  // the protocol was there before the scores were opened
};

// Everything after the cohort is open: operating points, every metric in every stratum, claims,
// contrasts, audits, curves. It is the same for scores, masks and marks; the view says which each
// finding is.
core::Result<RunResult> evaluate_view(View view, const Request& request, Standing standing,
                                      const Occasion& occasion, const core::Context& context);

// Opens what the request names and evaluates it. Answers exactly the protocol's claims; marks
// everything else exploratory. Without a protocol from a file, and where there is a second site,
// the default claim is made and marked as such: AUROC at each other site not lower than at the
// reference site by `default_margin` or more. Records in the ledger that these scores were opened,
// before they are read. `scores_seen_before`: what the ledger once said, for a recomputation that
// does not consult it.
core::Result<RunResult> evaluate(const Request& request, const Occasion& occasion,
                                 const core::Context& context, bool scores_seen_before = false);

}  // namespace secondsite::evaluation
