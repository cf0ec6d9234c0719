#pragma once
// Marks and lesions as tables and challenges write them: LUNA16's, Kaggle's RSNA and VinBigData,
// the NIH's bounding boxes, COCO, or plain columns. What a column is for is told by its name.

#include <string>
#include <vector>

#include "secondsite/cohort/table.h"

namespace secondsite::cohort {

// What the coordinates are measured in. "unknown": the names do not say.
enum class LengthUnit { unknown, mm, pixels };
std::string_view name(LengthUnit unit);

// One entry a mark. Coordinates are centres, sizes full extents; boxes that were written by a
// corner have been moved. A number that is missing or malformed is NaN.
struct MarkTable {
  std::string origin;
  LengthUnit unit = LengthUnit::unknown;
  Categories scan;                 // every scan that the table names, those without a mark too
  std::vector<std::uint64_t> row;  // of the file, from 1
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> z;         // empty: a plane
  std::vector<double> diameter;  // empty: not given
  std::vector<double> width;     // empty: no boxes
  std::vector<double> height;
  std::vector<double> depth;
  std::vector<double> rating;  // empty: not given
  Categories kind;             // "Nodule", "Mass"; no levels: one kind
  // COCO's own numbers for the levels of scan and kind, by which results name them; else empty.
  std::vector<std::string> scan_id;
  std::vector<std::string> kind_id;
  std::uint64_t rows = 0;  // of the file, those without a mark too
  std::vector<std::string> reasons;

  std::size_t size() const { return row.size(); }
};

// Reads a table of marks or lesions (.json: COCO). A row whose coordinates are all blank says that
// its scan has none. Recognised names, case and punctuation apart:
//   scan    seriesuid, scan, image_id, Image Index, patientId, study, case, file ...
//   centre  coordX/Y/Z (mm), x/y/z, center_x ...
//   corner  x, y with width, height; x_min, y_min, x_max, y_max; "Bbox [x", y, w, h]
//   size    diameter_mm, diameter, radius; width, height, depth
//   rating  probability, score, confidence, rating
//   kind    class_name, Finding Label, class, label, category
// Errors: "marks.no-scan-column", "marks.no-coordinates", those of reading a table or JSON.
core::Result<MarkTable> read_mark_table(const std::string& path, const core::Context& context,
                                        core::Findings& findings);

// The same of a table that is read already; any bytes that make a table end in marks or an error.
core::Result<MarkTable> marks_of(const Table& table, unsigned threads);

// COCO annotations (an object with "images" and "annotations") or results (a list of objects with
// image_id, bbox and score). Boxes are corner, width, height in pixels. Images are known by
// file_name, else by id.
core::Result<MarkTable> parse_coco(std::string_view text, const std::string& origin);

// Every identifier of a list of scans: the only column of a file, with or without a header; of a
// wider table the column that `known` names (at least one level of it) the most.
struct ScanList {
  std::string column;  // its header; empty: there is none
  std::vector<std::string> id;
  std::vector<std::uint64_t> row;  // from 1
};
core::Result<ScanList> scan_list(const Table& table, const std::vector<const MarkTable*>& known);

// The same scan under two spellings: equal texts, or equal whole numbers ("00783" and "783").
std::string scan_key(std::string_view id);

}  // namespace secondsite::cohort
