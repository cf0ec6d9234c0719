#pragma once
// A run as an evaluation of two hospitals would give it, for the tests of this module: binormal
// scores in closed form, so that it needs no random number. Compiled into the tests only.

#include <cstddef>
#include <string>

#include "secondsite/evaluation/run.h"

namespace secondsite::report {

struct FixtureSize {
  std::size_t findings = 3;
  std::size_t metrics = 18;  // per stratum; more than there are names repeat under other names
  std::size_t curve_points = 400;
};

// Three findings: one certified, one refuted, one that nobody can judge yet. Not-powered strata, an
// estimate that could not be made, a Simpson flag, a flagged covariate, hostile names, odd data.
evaluation::RunResult two_hospitals(const FixtureSize& size = {});

}  // namespace secondsite::report
