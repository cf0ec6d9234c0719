#pragma once
// Pictures of masks for the report: drawn on the server's side, so that they print.

#include <span>

#include "secondsite/evaluation/mask_cases.h"
#include "secondsite/report/html.h"

namespace secondsite::report {

// The outlines of both masks in one slice, in millimetres: the reference filled and full, the
// prediction broken.
Markup mask_panel(const evaluation::MaskPanel& panel);

// Where the reference masks lie between one voxel and the whole image: one dot a case and label on
// a logarithmic axis from 1e-8 to 1, a row a label (the guide's Figure 1). At most 24 labels.
Markup lesion_fractions(std::span<const evaluation::MaskCase> cases);

}  // namespace secondsite::report
