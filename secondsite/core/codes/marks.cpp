#include "secondsite/core/code.h"

namespace secondsite::core::codes {
namespace {
constexpr Code marks_codes[] = {
    {"marks.no-scan-column", "No column of a table of marks, lesions or scans names the scan.",
     "Call it seriesuid, scan or image_id, or hand over the table that has it."},
    {"marks.no-coordinates", "A table of marks or lesions has no columns with their places.",
     "Call them coordX, coordY, coordZ (mm) or x, y, width, height (pixels)."},
    {"marks.bad-coco", "A JSON of boxes does not follow COCO's form.",
     "Write \"images\" and \"annotations\", or a list of results with image_id, bbox and score."},
    {"marks.no-rating", "The marks have no column with a rating, so no curve can be drawn.",
     "Call it probability, score, confidence or rating."},
    {"marks.no-lesions", "No lesion lies in a scan that is evaluated.",
     "Check that scans are called alike in both tables, and the list of scans."},
    {"marks.no-scans", "No scan is left to evaluate.",
     "Check the list of scans and what is eligible."},
    {"marks.different-frames",
     "Marks and lesions are not in one frame: one table is flat or in pixels, the other is not.",
     "Convert one of them, and name the columns by the unit (coordX for mm)."},
    {"marks.no-size",
     "The hit rule needs sizes that the tables do not have: a radius or box of the lesions, or "
     "boxes "
     "or balls on both sides for the intersection over union.",
     "Add a diameter_mm or width and height, or use --hit distance:LENGTH."},
    {"marks.bad-rule", "The hit rule is none that is known, or its number lies outside its range.",
     "Use radius, distance:LENGTH (above 0) or iou:SHARE (above 0, at most 1)."},
    {"marks.duplicate-scan", "The list of scans names a scan twice. It is evaluated once.",
     "Remove the further rows; check that two scans were not given one name."},
    {"marks.duplicate-lesion",
     "A row repeats the scan, kind, place and size of an earlier lesion. The lesion counts once.",
     "Remove the further rows; check that the table was not joined or appended twice."},
    {"marks.scan-not-listed",
     "A row of the cohort's table is no scan of the list, and is not evaluated.",
     "Nothing, if the list is a selection; else complete it."},
    {"marks.scan-not-in-table",
     "A scan of the list has no row in the cohort's table, so its covariates are unknown and it is "
     "not evaluated. Its lesions leave the denominator.",
     "Complete the table, or hand over the list alone."},
    {"marks.no-scan-list",
     "No list says which scans were read. Scans without a mark and without a lesion are unknown, "
     "so "
     "false marks a scan come out too high.",
     "Hand over all scans with --scans, or a table of them."},
    {"marks.unknown-scan", "A mark or finding lies in a scan that is not evaluated.",
     "Check that scans are called alike in all tables."},
    {"marks.not-placed",
     "A mark or lesion has a coordinate or rating that is blank, malformed or not finite. A mark "
     "is "
     "left out; a lesion stays in the denominator and cannot be hit.",
     "Repair the rows named."},
    {"marks.no-diameter",
     "A lesion or excluded finding has no finite size above 0. 10 mm is taken, as in LUNA16's "
     "script; in pixels it cannot be hit by radius.",
     "Add the diameter, or use --hit distance:LENGTH."},
    {"marks.outside-volume",
     "A mark lies outside the extent of its scan, as far as the scans' table tells it. It counts "
     "as "
     "a false mark.",
     "Look for another origin, another unit, or x and y in the wrong order."},
    {"marks.on-excluded", "Marks on findings that are to be ignored count neither way.",
     "Nothing; the number is there so that the marks add up."},
    {"marks.extra", "Further marks on a lesion that has a better one.",
     "They are ignored, unless --extra-marks false makes them false marks."},
    {"marks.over-limit", "Marks beyond the number that a scan may have.",
     "Raise or drop --most-marks."},
    {"marks.scan-without-marks",
     "A scan with lesions has no mark at all; its lesions count as missed.",
     "Check that the model ran on it: a scan left out of the output looks the same."},
};
}  // namespace

CodeGroup marks() {
  return {"marks", marks_codes};
}

}  // namespace secondsite::core::codes
