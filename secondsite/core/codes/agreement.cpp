#include "secondsite/core/code.h"

namespace secondsite::core::codes {
namespace {
constexpr Code agreement_codes[] = {
    {"agreement.no-pairs",
     "No unit was read by two readers (an ICC: by all of them), so there is nothing to compare.",
     "Check that the case column names the same case alike for every reader; with readers who "
     "share "
     "no cases no agreement can be measured."},
    {"agreement.no-variation",
     "Every reading is the same. Agreement by chance is then complete, and kappa, alpha and the "
     "ICC "
     "are 0/0.",
     "Look at the observed agreement; add cases that have the finding. Declaring the categories "
     "lets Gwet's AC1 and the Brennan-Prediger coefficient be computed."},
    {"agreement.too-many-categories",
     "There are so many different values that they are measurements, not categories.",
     "Ask for icc_2_1 or the Bland-Altman limits, or band the values first."},
};
}  // namespace

CodeGroup agreement() {
  return {"agreement", agreement_codes};
}

}  // namespace secondsite::core::codes
