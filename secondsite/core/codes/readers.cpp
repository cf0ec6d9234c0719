#include "secondsite/core/code.h"

namespace secondsite::core::codes {
namespace {
constexpr Code readers_codes[] = {
    {"readers.one-reader", "Fewer than two readers were found, so nobody can agree with anybody.",
     "Name the column of the reader (--reader) or one column a reader (--rating), or give one "
     "table "
     "a reader."},
    {"readers.no-cases", "The tables of the readers hold no case.",
     "Check that they have rows below their header."},
    {"readers.no-case-column", "No column could be taken for the name of the case.",
     "Say which with --case; readers are joined by it."},
    {"readers.unknown-name", "A reader or finding was asked for that the tables do not have.",
     "Choose one that is listed; names are compared exactly."},
    {"readers.row-without-key", "A row names no case or no reader, so nobody can be held to it.",
     "Fill the key in at its source; the row was left out and counted."},
    {"readers.missing-case", "A reader did not read a case that others read.",
     "Nothing is needed: coefficients use the readings that are there. Many missing cases of one "
     "reader may not be missing by chance: look which."},
    {"readers.missing-column", "A reader's table lacks a finding that another's has.",
     "Check the spelling of the column; the reader counts as not having read that finding."},
    {"readers.repeated-read", "A reader has two readings of the same case; only the first counts.",
     "If they are repeat reads, give the second session a reader name of its own to measure "
     "agreement within the reader."},
    {"readers.two-patients", "A case stands under two patients.",
     "Check the key: case names must be unique across patients."},
    {"readers.no-patient", "A case has no patient and counts as a patient of its own.",
     "Fill the patient column in, so that intervals are clustered rightly."},
    {"readers.bad-cell", "A cell that is no number stands in a column of numbers.",
     "It counts as not read; mend it at its source."},
    {"readers.read-nothing", "A reader has no reading of a finding.",
     "Check the reader's table; for that finding the reader takes no part."},
    {"readers.never-positive",
     "A reader never calls a finding. Kappa with that reader is 0 whatever the others do, and "
     "sensitivity is 0.",
     "Check that the reader's column was filled in and not left at its default."},
    {"readers.constant", "A reader gives every case the same value.",
     "Check that the column was filled in; agreement beyond chance with it is 0 or undefined."},
    {"readers.column-order",
     "A reader's table has its columns in another order. By position it would be read wrongly.",
     "Nothing is needed here: columns are joined by name. Check other scripts that use positions."},
    {"readers.columns-swapped",
     "Two columns of a reader agree with the other readers far better under each other's name.",
     "Look at that reader's file: probably its header and its cells are in different orders."},
    {"readers.not-binary", "A finding is no yes or no, and the band is made of calls.",
     "Band the ratings into 0 and 1 first; readers agreement takes them as they are."},
    {"readers.no-band", "A reader or the model has no value of a metric, so there is no band.",
     "Look for a reader who never calls the finding, or a reference without positives."},
    {"readers.model-missed-case", "The model has no output for a case that the readers read.",
     "It leaves the comparison; check the case names on both sides."},
    {"readers.no-threshold", "The model's output is scores, and no threshold makes calls of them.",
     "Add --threshold X, the operating point of the model, or give its calls as 0 and 1."},
    {"readers.model-missed-all", "The model's table has none of the cases that the readers read.",
     "Name its case column (--model-case), and check that both sides spell the cases alike."},
    {"readers.open-outline", "A reader's outline does not come back to where it began.",
     "It was closed by a straight line; look at it where the gap is wide."},
    {"readers.unrated-outline", "A reader outlined a nodule and gave no ratings.",
     "It counts as a mark of 3 mm or more, since smaller ones get a point; --rated-only leaves it "
     "out."},
    {"readers.several-values", "A table of strata has several rows of a key, and they differ.",
     "The first value in order was taken; name a table with a row for each series."},
    {"readers.session-count",
     "A series was read in another number of sessions than the four of the protocol.",
     "\"Marked by all\" means four or more sessions; series with fewer cannot reach it."},
    {"readers.one-mask", "A case has a mask of one reader only.",
     "Nothing can be compared; check that the file has the same name in every reader's folder."},
    {"readers.no-common-mask", "There is no case with masks of two readers.",
     "Masks of one case have the same file name in each reader's folder."},
    {"readers.unknown-patient", "A case of masks is not in the table that names patients.",
     "Check the case column; the case counts as a patient of its own."},
    {"readers.many-components", "A mask falls into more than twenty thousand pieces.",
     "It is probably noise or an image, not a contour; smooth it, or check the file."},
    {"readers.no-measure", "No case has a value of this measure.",
     "Distances need both masks; Dice needs at least one."},
    {"readers.no-lesions", "The marks hold no nodule of 3 mm or more.",
     "Check that the folder holds the reads of CT scans."},
};
}  // namespace

CodeGroup readers() {
  return {"readers", readers_codes};
}

}  // namespace secondsite::core::codes
