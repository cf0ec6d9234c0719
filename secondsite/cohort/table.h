#pragma once
// A table as a user brought it: named columns of cells. The raw text of every cell is kept beside
// what it was parsed to; a blank is blank and never 0. Columns are shared, immutable and cheap to
// copy.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/core/context.h"
#include "secondsite/core/finding.h"
#include "secondsite/core/result.h"

namespace secondsite::cohort {

enum class CellState : std::uint8_t { ok, blank, malformed };

// A column read as numbers: NaN where the state is not ok. "nan", "inf" in the file are ok and stay
// so.
struct Numbers {
  std::vector<double> value;
  std::vector<CellState> state;
  std::uint64_t blanks = 0;
  std::uint64_t malformed = 0;
  std::uint64_t first_malformed_row = 0;  // counted from 1; 0 = none
};

// A column read as categories, in order of first appearance sorted by text: codes index `levels`.
struct Categories {
  static constexpr std::uint32_t blank = 0xffffffffU;
  std::vector<std::string> levels;
  std::vector<std::uint32_t> code;  // one a row; `blank` where the cell is blank
};

enum class ColumnType { number, text, empty };

// Where a column's cells live (CSV text, Parquet buffers ...). Implementations are thread-safe to
// read.
class Cells {
 public:
  virtual ~Cells() = default;
  virtual std::size_t rows() const = 0;
  // The cell as it was written, unquoted; `scratch` may hold it.
  virtual std::string_view raw(std::size_t row, std::string& scratch) const = 0;
  // Whole-column reads, on several threads where that pays.
  virtual Numbers numbers(unsigned threads) const = 0;
  virtual Categories categories(unsigned threads) const = 0;
  // Lets go of memory that reading cell by cell filled and that can be had again.
  virtual void rest() const {}
};

struct Column {
  std::string name;
  std::shared_ptr<const Cells> cells;

  std::string raw(std::size_t row) const {
    std::string scratch;
    return std::string(cells->raw(row, scratch));
  }
};

class Table {
 public:
  Table() = default;
  Table(std::string origin, std::size_t rows, std::vector<Column> columns)
      : origin_(std::move(origin)), rows_(rows), columns_(std::move(columns)) {}

  const std::string& origin() const { return origin_; }  // file name, for messages
  std::size_t rows() const { return rows_; }
  std::span<const Column> columns() const { return columns_; }
  std::vector<std::string> names() const;
  // The column of that exact name, or an error that names the nearest.
  core::Result<const Column*> column(std::string_view name) const;
  const Column* find(std::string_view name) const;

 private:
  std::string origin_;
  std::size_t rows_ = 0;
  std::vector<Column> columns_;
};

// Reads CSV, TSV (.gz too), Parquet or SQLite (path.sqlite#table), by content, not by file name
// alone; a folder is opened as the dataset that it is (dataset.h). `findings` counts what was odd
// and could be read all the same (BOM, mixed line ends, ragged rows).
core::Result<Table> read_table(const std::string& path, const core::Context& context,
                               core::Findings& findings);

// The rows of `left`, with the columns of `right` whose row has the same key. Key columns are
// named; unmatched rows of either side are counted in `findings` ("table.join-unmatched"), and
// unmatched left rows are dropped. A key that stands twice on the right is an error that names both
// rows.
core::Result<Table> join(const Table& left, const std::string& left_key, const Table& right,
                         const std::string& right_key, core::Findings& findings);

}  // namespace secondsite::cohort
