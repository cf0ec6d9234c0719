#pragma once
// By what do linked series differ? Their vendor, slice thickness or whatever a table says of them,
// and the distance of their slices, which the outlines tell themselves.

#include <string>
#include <vector>

#include "secondsite/core/context.h"
#include "secondsite/core/finding.h"
#include "secondsite/core/result.h"
#include "secondsite/readers/lesion_link.h"

namespace secondsite::readers {

// One way of cutting the series into strata.
struct SeriesStrata {
  std::string name;                // "Manufacturer", "distance of slices"
  std::vector<std::string> level;  // of each series
  std::vector<std::string> order;  // the levels that occur: numbers by size, then texts
};

// Tables about the series, as they are joined: the first has their UIDs in `series_column`; each
// further one is joined by on[k - 1]: "LEFT=RIGHT", or one name on both sides.
struct StrataRequest {
  std::vector<std::string> tables;
  std::vector<std::string> on;
  std::string series_column = "Series UID";
  std::vector<std::string> by;  // columns, of any of the tables
};

// A series that a table does not have is "not in the table". Where a key has several rows that
// differ in the column, the value is the smaller one and "readers.several-values" counts it: a
// patient with two scans has two thicknesses. A column that no table has is an error.
core::Result<std::vector<SeriesStrata>> strata_of(const std::vector<LinkedSeries>& series,
                                                  const StrataRequest& request,
                                                  const core::Context& context,
                                                  core::Findings& findings);

// Bands of the smallest distance between outlined slices: < 1, 1 to 2, 2 to 3, 3 mm and more, or
// "one slice outlined" where nothing can be told. It is the slices' spacing where any lesion spans
// two slices side by side, and no more than an upper bound of it elsewhere.
SeriesStrata strata_by_spacing(const std::vector<LinkedSeries>& series);

}  // namespace secondsite::readers
