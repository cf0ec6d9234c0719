#pragma once
// What random numbers are keyed by where no column names patients: what a case is, not where its
// row stands.

#include "secondsite/evaluation/view.h"

namespace secondsite::evaluation {

// Gives every finding of a view without patients one key a case, made of the image's name (where
// there is such a column), the levels of every dimension and what was measured. Cases that are
// alike in all of it are told apart by a running number, and it does not matter which gets which:
// so the order of rows changes no draw.
void key_cases(View& view);

}  // namespace secondsite::evaluation
