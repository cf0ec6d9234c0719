#include "secondsite/core/code.h"

namespace secondsite::core::codes {
namespace {
constexpr Code stats_codes[] = {
    {"stats.no-cases", "A proportion was asked of no case at all, so there is nothing to estimate.",
     "Look at the flow of the cohort: which filter removed every case of this stratum?"},
    {"stats.bad-counts",
     "Counts that cannot be: a negative one, more successes than trials, or no trials on one side.",
     "Check which column counts successes and which counts trials."},
    {"stats.bad-input",
     "A number handed to a test lies outside what the test allows (a probability outside 0 to 1, a "
     "standard error or a margin that is not above 0).",
     "Correct the number that the message names."},
    {"stats.missing-input", "A test was asked for without one of the numbers that it needs.",
     "Give every number that the message lists."},
    {"stats.unknown-input",
     "A test was handed a number under a name that it does not know; skipping it in silence would "
     "answer another question.",
     "Use the names that the message lists."},
    {"power.one-unknown",
     "A design is solved for exactly one unknown: number, effect, level or power. This one leaves "
     "none empty, or more than one.",
     "Leave exactly one of the quantities that the message lists empty."},
    {"power.bad-value",
     "A quantity of a design lies outside its domain (a proportion or a level outside 0 to 1, a "
     "design effect or a number of cases that is not above 0).",
     "Correct the quantity that the message names."},
    {"power.no-effect",
     "The assumed truth is not on the good side of the goal, so no number of cases can show that "
     "the goal is met.",
     "Assume a truth that is better than the goal, or lower the goal."},
    {"power.unreachable",
     "No value of the unknown within its range gives the power or the precision that is asked for.",
     "Ask for less power or precision, a larger effect, more cases, or free the quantity that is "
     "held fixed (the second group, the negatives)."},
};
}  // namespace

CodeGroup stats() {
  return {"stats", stats_codes};
}

}  // namespace secondsite::core::codes
