#include "secondsite/core/code.h"

namespace secondsite::core::codes {
namespace {
constexpr Code calibration_codes[] = {
    {"calibration.score-outside-unit",
     "Scores lie below 0 or above 1. They can be ranked, so AUROC and sensitivity stand, but they "
     "are "
     "not probabilities: there is nothing for them to be calibrated to.",
     "Give the model's probability column (after its sigmoid or softmax), or fit a calibration map "
     "on "
     "other cases first and evaluate the mapped scores."},
    {"calibration.constant-score",
     "Every score is the same, so neither a slope nor a curve can be fitted through them.",
     "Check that the score column is the model's output for this finding and not a default value."},
    {"calibration.separated",
     "The classes do not overlap: one threshold tells them apart without error, so the likelihood "
     "of the "
     "logistic recalibration has no maximum and its slope is infinite.",
     "Collect more cases, or read the reliability curve and O/E, which need no slope. With few "
     "positives separation is chance, not proof of a perfect model."},
    {"calibration.not-converged",
     "The logistic recalibration did not arrive at its maximum in the allowed number of Newton "
     "steps.",
     "Look for scores that are 0 or 1 almost everywhere; the reliability curve and O/E do not need "
     "the "
     "fit."},
    {"calibration.nothing-expected",
     "Every score is 0, so the model expects no positive at all and O/E has no denominator.",
     "Check that the score column is the model's output for this finding."},
    {"calibration.no-spread",
     "Every score is 0, 0.5 or 1, so a test on the Brier score has no variance under calibration.",
     "Check whether the column holds decisions instead of probabilities."},
};
}  // namespace

CodeGroup calibration() {
  return {"calibration", calibration_codes};
}

}  // namespace secondsite::core::codes
