#pragma once
// Every estimator of a reader study, run on the same reads.

#include "secondsite/readers/study/study.h"

namespace secondsite::readers::study {

// Fills `rows`, `cells` and `reader_differences` of a result whose other parts stand.
void estimate(const Reads& reads, const Request& request, const core::Context& context,
              core::Findings& findings, Result& out);

}  // namespace secondsite::readers::study
