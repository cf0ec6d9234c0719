#include "secondsite/core/code.h"

namespace secondsite::core::codes {
namespace {
constexpr Code plan_codes[] = {
    {"plan.claim-syntax", "A claim is not written as this program reads claims.",
     "Write METRIC >= NUMBER, METRIC <= NUMBER, or METRIC non-inferior MARGIN where CONDITION "
     "versus CONDITION; see "
     "docs/reference/protocol.md."},
    {"plan.operating-point-syntax", "An operating point is neither a threshold nor a rule.",
     "Write \"threshold 0.37\" or \"sensitivity >= 0.90 at site A\"."},
    {"plan.hash-mismatch",
     "A protocol carries the hash of what it said when it was written, and its content is no "
     "longer that. A protocol that is "
     "edited after the fact declares nothing.",
     "Write a new protocol with `secondsite plan protocol`; keep the old one beside it."},
    {"plan.ledger-broken",
     "The ledger of protocols and openings is a chain of hashes, and a link does not fit: a line "
     "was changed or removed.",
     "Restore the file from a copy, or move it away to start a new one; runs say that the order is "
     "then unknown."},
    {"plan.absent-column", "The protocol names a column that the table does not have.",
     "Correct the name in the protocol, or name the table that has the column too (it is joined by "
     "--on)."},
    {"plan.absent-level", "The protocol names a site or a level that no case has.",
     "Check the spelling against the levels that the message lists."},
    {"plan.absent-finding", "A claim names a finding that has no score and label here.",
     "Name one of the findings that the message lists, or state the columns under roles.findings."},
    {"evaluate.no-finding", "No pair of a score column and a label column was found.",
     "Name them: --score COLUMN --label COLUMN, or roles.findings in a YAML."},
    {"evaluate.no-cases", "No case is left after the exclusions.",
     "Read the flow diagram's counts; loosen `eligible`, or check how labels are written."},
    {"evaluate.no-patient-column", "No patient column is known, so each row counts as independent.",
     "Name it with --patient COLUMN; repeated images of one patient make intervals too narrow."},
    {"evaluate.row-level",
     "Intervals are by row because that was asked for by name, although a patient column exists.",
     "Leave `unit` at patient unless each patient has one row."},
    {"evaluate.blank-patient",
     "Cases without a patient identifier; each counts as a patient of its own.",
     "Fill in the identifier: if they share patients, intervals are too narrow."},
    {"evaluate.excluded-by-eligibility", "Cases outside the protocol's eligibility condition.",
     "Nothing, if the condition is what you meant; the flow diagram counts them."},
    {"evaluate.no-join-key",
     "Two tables have no column in common that identifies the rows of the second.",
     "Say which columns join them with --on LEFT=RIGHT."},
    {"evaluate.too-many-covariates",
     "The table has more covariates than a report can hold; the first ones make exploratory "
     "strata.",
     "Name those that matter with --covariate, or declare strata."},
    {"evaluate.too-many-levels", "A column has so many different values that it is no stratifier.",
     "Cut it with --band COLUMN=EDGES, or leave it out of the covariates."},
    {"evaluate.single-site",
     "All cases come from one site. Internal performance is an upper bound of what a second "
     "hospital will see, not an estimate.",
     "Add a table from another hospital, or name the site column with --site."},
    {"evaluate.no-site-column",
     "No site column is known, so nothing can be said about a second hospital.",
     "Name it with --site COLUMN, or add one."},
    {"evaluate.operating-point-unreachable",
     "The operating point's rule cannot be met: there are no positives (or negatives) to set it "
     "on.",
     "Give a threshold, or set it at a site with both classes."},
    {"evaluate.bootstrap-left-out",
     "The cohort has so many patients that the weights of the wanted replicates would not fit in "
     "half a gigabyte.",
     "Nothing: analytic intervals are as good at this size. To have them all the same, lower "
     "`replicates`."},
    {"run.input-changed", "An input file is no longer what it was when the run was made.",
     "Restore the file whose hash the manifest names, or make a new run."},
};
}  // namespace

CodeGroup plan() {
  return {"plan and evaluate", plan_codes};
}

}  // namespace secondsite::core::codes
