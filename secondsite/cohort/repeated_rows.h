#pragma once
// Which rows repeat an earlier row in some columns? In twelve bytes a row, however long the cells.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "secondsite/cohort/table.h"
#include "secondsite/core/context.h"

namespace secondsite::cohort {

struct Repeat {
  std::size_t row = 0;
  std::size_t first = 0;  // the earliest row with the same cells
};

// A cell as it counts here: without the spaces around it, all blanks alike (empty).
std::string_view plain_content(const Column& column, std::size_t row, std::string& scratch);

// In rising order of row. Without columns, with fewer than two rows, or when stopped: none.
std::vector<Repeat> repeated_rows(const Table& table, std::span<const Column* const> columns,
                                  const core::Context& context);

}  // namespace secondsite::cohort
