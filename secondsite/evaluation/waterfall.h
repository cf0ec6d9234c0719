#pragma once
// How few positives are left once the cohort is cut as clinicians ask.

#include "secondsite/evaluation/view.h"

namespace secondsite::evaluation {

// Starts with everyone and cuts, one dimension after the other (sites first), to the level that
// keeps the fewest positives but at least one; at each step the interval that so many positives
// give at the sensitivity assumed, and the power to see it lower by `gap`
// in another group of the same size.
std::vector<WaterfallStep> waterfall_of(const View& view, const FindingCases& finding,
                                        double sensitivity, double gap, const Protocol& protocol);

}  // namespace secondsite::evaluation
