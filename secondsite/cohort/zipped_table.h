#pragma once
// A zip that holds one text table, as Kaggle hands tables out.

#include <string>

#include "secondsite/cohort/csv_bytes.h"

namespace secondsite::cohort {

// Does the file begin as a zip, and is its only file a .csv, .tsv or .txt? What macOS adds does not
// count.
bool is_zipped_table(const std::string& path);
// That table's bytes, or its first `most`. Errors: "table.too-large" beyond the bounds of a .gz,
// and what the zip's reader says of a damaged one.
core::Result<std::string> zipped_front(const std::string& path, std::size_t most);
core::Result<Bytes> zipped_bytes(const std::string& path);

}  // namespace secondsite::cohort
