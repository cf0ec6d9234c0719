#pragma once
// Making tables in memory: from texts, from numbers, from categories; adding a derived column;
// keeping some rows; writing CSV.

#include <string>
#include <utility>
#include <vector>

#include "secondsite/cohort/table.h"

namespace secondsite::cohort {

// A column of texts, read by the same rules as a file's (blank stays blank).
Column text_column(std::string name, std::vector<std::string> cells);
// A column of numbers; `raw` is the shortest text that reads back to the same double. NaN is a
// number that is not one, never a blank.
Column number_column(std::string name, std::vector<double> values);
// A derived column: bands, crossings. `categories()` gives back exactly these, in their own order.
Column category_column(std::string name, Categories categories);
// The rows `rows` of `column` (counted from 0), in that order; one may stand several times.
Column selected_column(const Column& column, std::shared_ptr<const std::vector<std::size_t>> rows);

// A table of texts: names[c], cells[row][c]. Every row must have as many cells as there are names.
core::Result<Table> table_from_texts(std::string origin, std::vector<std::string> names,
                                     const std::vector<std::vector<std::string>>& cells);

// The table with one more column, which must have as many rows and a new name.
core::Result<Table> with_column(const Table& table, Column column);
// The rows whose byte in `keep` is not 0. `keep` has one byte a row, as apply() gives.
core::Result<Table> select_rows(const Table& table, const std::vector<std::uint8_t>& keep);

// RFC 4180 text: comma, LF, a header; a cell is quoted where it holds a comma, a quote, a line end,
// or a space at either end.
std::string csv_text(const Table& table);
core::Status write_csv(const Table& table, const std::string& path);

}  // namespace secondsite::cohort
