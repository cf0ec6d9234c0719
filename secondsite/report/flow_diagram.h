#pragma once
// The flow of cases as a drawing (STARD 2015 style, doi:10.1136/bmj.h5527): what is kept runs down
// the left, what is left out stands to the right of the step that left it out.

#include <vector>

#include "secondsite/cohort/selection.h"
#include "secondsite/report/html.h"

namespace secondsite::report {

// An <svg> element. No steps give an empty drawing.
Markup flow_diagram(const std::vector<cohort::FlowStep>& flow);

}  // namespace secondsite::report
