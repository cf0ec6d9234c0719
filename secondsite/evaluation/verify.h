#pragma once
// Does a run on file still come out the same?

#include <string>
#include <vector>

#include "secondsite/evaluation/evaluate.h"

namespace secondsite::evaluation {

struct Verification {
  bool reproduced = false;
  std::vector<std::string> differences;  // JSON paths with both values, the first 20
  std::uint64_t differing = 0;           // how many in all
  std::uint64_t compared = 0;            // leaves of the document
  std::string recorded_version;
};

// Recomputes the run whose result.json is `recorded`, from its manifest, and compares every value
// but the time of the run and the library versions. Inputs whose hash changed are an error
// ("run.input-changed"). The ledger is neither read nor written: what the run said of its order is
// kept.
core::Result<Verification> verify(const core::Json& recorded, const std::string& origin,
                                  const Occasion& occasion, const core::Context& context);

}  // namespace secondsite::evaluation
