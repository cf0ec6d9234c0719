#include "secondsite/core/code.h"

namespace secondsite::core::codes {
namespace {
constexpr Code noise_codes[] = {
    {"noise.bad-rates", "The error rates of the labels cannot be read.",
     "Give sensitivity and specificity, each a share or {successes, trials}, or an audit with tp, "
     "fp, fn and tn."},
    {"noise.useless-labels",
     "Sensitivity and specificity of the labels add up to 1 or less: they say nothing about the "
     "truth.",
     "Check the rates; the two classes may be exchanged."},
    {"noise.one-class",
     "All labels say the same, so neither prevalence nor accuracy can be corrected.",
     "Check that the score and the label column are not exchanged, and that the label was filled "
     "in."},
    {"noise.impossible",
     "The correction leads outside 0 to 1: the stated error rates, or the assumption that label "
     "and "
     "model err independently, contradict the data.",
     "Audit the labels of this very cohort, and read the sensitivity analysis: a model that was "
     "trained on such labels shares their errors."},
    {"noise.needs-independence",
     "The AUROC can be corrected only where label and model err independently, given the truth.",
     "Leave the correlation out, or look at sensitivity and specificity, which have a correction."},
    {"noise.unread-audit",
     "A cell of the column of audited truth is neither blank nor a truth. It does not count as "
     "audited.",
     "Write 1 or 0, or words as in the label column, and leave what was not audited blank."},
    {"noise.no-audit",
     "The column of audited truth has no case that is truly positive, or none that is truly "
     "negative, among those with a label.",
     "Audit cases of both kinds, drawn at random within each label, or state the error rates."},
};
}  // namespace

CodeGroup noise() {
  return {"noise", noise_codes};
}

}  // namespace secondsite::core::codes
