#include "secondsite/core/code.h"

namespace secondsite::core::codes {
namespace {
constexpr Code datasets_codes[] = {
    {"dataset.apple-file",
     "A file that macOS writes beside others (\"._name\", \".DS_Store\"). It holds no image.",
     "Nothing is needed; delete them if they disturb."},
    {"dataset.unreadable-folder", "A folder below the dataset cannot be opened.",
     "Check its permissions with ls -ld; what lies below it is missing from the cohort."},
    {"dataset.too-many-files", "A folder holds more files than one cohort is read from.",
     "Name a folder further down, or one part of the dataset after another."},
    {"dataset.not-recognised", "A folder is laid out as none of the datasets that are known.",
     "Name its table in place of the folder. `secondsite list sources` shows all datasets."},
    {"dataset.unknown-header",
     "A table of a dataset lacks columns that its releases have. Reading it by position would put "
     "values under wrong names.",
     "Compare the names in the message; a release that is new can be given as a plain table."},
    {"dataset.extra-column", "A table of a dataset has a column that its releases do not have.",
     "It was left out. Give the file as a plain table if the column is wanted."},
    {"dataset.more-than-published",
     "A dataset's folder holds more images, studies or patients than its publishers released: "
     "copies, two releases in one folder, or another dataset in the same layout.",
     "Look whether tables of several releases lie beside each other; keep one."},
    {"dataset.other-release",
     "Tables of two releases of one dataset lie in the folder. The newer one was read.",
     "Remove or rename the one that you do not mean; name a table alone to read it."},
    {"dataset.file-missing", "A table without which the dataset cannot be read is not there.",
     "Add the file to the folder; the message names it."},
    {"dataset.unknown-label", "A label that the dataset does not have stands in a cell.",
     "The row keeps its other labels; look at the cell named."},
    {"dataset.bad-identifier", "An identifier of a dataset is not built as its releases build it.",
     "The row was left out and counted; compare it with the release."},
    {"dataset.duplicate-id",
     "An identifier that must be unique stands in two rows that say different things.",
     "Which of them is right cannot be known: repair the table. Exact repeats are dropped by "
     "themselves."},
    {"dataset.no-labels", "A study of the dataset has no row in its table of labels.",
     "Its labels stay blank, never 0. MIMIC-CXR has eight such studies."},
    {"dataset.bad-tree", "A tree of terms is indented by more than one level at once.",
     "Use the file as it was published; an editor may have changed its leading spaces."},
    {"dataset.no-tree",
     "PadChest's tree of findings is not there, so that a label implies no broader one.",
     "Put tree_term_CUI_counts_image*.csv of the release beside the table."},
    {"dataset.repeated-row", "A row of a dataset stands twice and says the same.",
     "Nothing is needed: it was counted once."},
    {"dataset.labels-disagree", "A label that is the union of others is not what the others say.",
     "Look at the rows; the labels were kept as they are."},
    {"dataset.years-not-joined",
     "Cases of two years of BraTS stand side by side and no name mapping joins them, though the "
     "later year repeats patients of the earlier one under new numbers.",
     "Add name_mapping.csv of the later year, or keep the years apart. A partition cannot see such "
     "a pair by its identifiers."},
    {"dataset.withdrawn", "A participant of UK Biobank has withdrawn consent.",
     "Delete the participant's files as the study asks; the rows were left out."},
    {"dataset.not-imaged", "A participant in the table has no imaging visit.",
     "Nothing is needed: the participant has no row in the cohort."},
    {"dataset.image-absent", "A table names an image that its folder does not hold.",
     "Download the missing part, or leave those rows out."},
    {"dataset.repeated-uid",
     "Two images share a SOP Instance UID, which must be unique in the world.",
     "Compare their pixels before counting both; `secondsite partition` keeps such pairs "
     "together."},
    {"lidc.not-an-annotation",
     "A file among the LIDC-IDRI annotations is no LidcReadMessage or IdriReadMessage, or is "
     "damaged.",
     "Compare it with the XML-only release of the archive; one such file is left out, not the "
     "rest."},
    {"lidc.rating-range",
     "A reader's rating lies outside its documented range (1 to 5; internal structure 1 to 4, "
     "calcification 1 to 6).",
     "It was kept as written where it is a number; internalStructure 5 stands once in the real "
     "release."},
    {"lidc.mark-without-points", "A mark names no pixel on any slice.",
     "It cannot be placed and was left out."},
    {"lidc.ratings-all-zero",
     "A nodule is outlined and every one of its ratings is 0, which no scale allows.",
     "It is not counted among the nodules of 3 mm and more; two such marks stand in the real "
     "release."},
    {"lidc.outline-without-ratings",
     "A mark has several points, as only nodules of 3 mm and more have, and no ratings, as only "
     "smaller ones.",
     "It is kept apart from both; two such marks stand in the real release."},
    {"lidc.bad-number", "A coordinate or slice position is no number.",
     "The point was left out; compare the file with the release."},
    {"lidc.corrected", "A file was replaced by the correction that the archive published.",
     "Nothing is needed."},
    {"lidc.repeated",
     "Several files of the release hold the same reads of the same series. Counted twice they "
     "would be eight readers.",
     "The first is kept, the others are left out and counted."},
    {"lidc.series-read-twice", "Two files mark the same series differently.",
     "Look at both; a correction whose file name says so takes the place of the other."},
};
}  // namespace

CodeGroup datasets() {
  return {"datasets", datasets_codes};
}

}  // namespace secondsite::core::codes
