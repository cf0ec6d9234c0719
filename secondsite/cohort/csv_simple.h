#pragma once
// Indexing a delimited text one byte after another: the definition of what the answer is.

#include "secondsite/cohort/csv_index.h"

namespace secondsite::cohort::csv {

core::Result<Index> index_rows_simply(std::string_view text, std::size_t body, const Shape& shape,
                                      const std::string& origin, const core::Context& context);

}  // namespace secondsite::cohort::csv
