#pragma once
// The methods paragraph: what was done, in sentences fit for a journal, each with its sources.

#include <vector>

#include "secondsite/evaluation/run.h"

namespace secondsite::evaluation {

std::vector<MethodNote> methods_of(const RunResult& run);

}  // namespace secondsite::evaluation
