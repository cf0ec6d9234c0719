#pragma once
// A cohort of masks as a view: every label a finding, every case a row, every measure a column.

#include "secondsite/evaluation/view.h"

namespace secondsite::evaluation {

// Pairs the files of request.masks by name, measures every label of every case, and arranges the
// cases by the request's tables (none: the references are the cases, each its own patient). A case
// without a reference leaves, and is counted; one without a prediction counts as an empty
// prediction, and is counted too. A file that cannot be read, or lies on another grid, leaves with
// its code. One label is "positive" where its reference is not empty.
core::Result<View> open_masks(const Request& request, bool declared, const core::Context& context);

}  // namespace secondsite::evaluation
