#pragma once
// Where every cell of a delimited text lies (RFC 4180). The text is kept; beside it stand two bytes
// a cell and four a row. Rows are grouped in blocks of about one MiB of text, which threads index
// independently.

#include <memory>
#include <string_view>
#include <vector>

#include "secondsite/cohort/csv_scan.h"
#include "secondsite/core/context.h"
#include "secondsite/core/result.h"

namespace secondsite::cohort::csv {

// Some rows that stand one after another. Offsets count from `text`, cell ends from their row's
// start; cell c of a row starts one after the end of cell c-1. Rows of 64 KiB and more make their
// block wide.
struct Block {
  const char* text = nullptr;
  std::size_t rows = 0;
  std::unique_ptr<std::uint32_t[]> row_start;
  std::unique_ptr<std::uint16_t[]> narrow_ends;  // rows x columns, one of the two
  std::unique_ptr<std::uint32_t[]> wide_ends;

  std::string_view cell(std::size_t row, std::size_t column, std::size_t columns) const {
    const std::size_t at = row * columns + column;
    const std::size_t end = narrow_ends ? narrow_ends[at] : wide_ends[at];
    const std::size_t begin =
        column == 0 ? 0 : std::size_t{narrow_ends ? narrow_ends[at - 1] : wide_ends[at - 1]} + 1;
    return {text + row_start[row] + begin, end - begin};
  }
};

struct Shape {
  char delimiter = ',';
  std::size_t columns = 1;
};

// What was met on the way and could be read all the same.
struct Oddities {
  std::uint64_t lf_rows = 0;
  std::uint64_t crlf_rows = 0;
  std::uint64_t blank_lines = 0;  // skipped, where there are several columns
  std::uint64_t stray_quotes =
      0;  // a quote inside an unquoted cell, or text after a closing one: kept as text
  std::uint64_t first_stray_row = 0;
};

struct Index {
  std::vector<Block> blocks;
  std::vector<std::size_t> first_row;  // one a block, and the number of rows at the end
  Oddities oddities;

  std::size_t rows() const { return first_row.empty() ? 0 : first_row.back(); }
};

enum class Method { automatic, plain, simple };

// Indexes the rows of `text` from byte `body` on, which stands just after the line feed of the
// header. `simple` is one byte after another on one thread: it defines what the answer is, and it
// alone judges texts whose quotes are not as RFC 4180 wants them. `plain` is the fast one without
// vector instructions. Errors name the row: too many or too few cells, a quote that never closes, a
// NUL byte.
core::Result<Index> index_rows(std::string_view text, std::size_t body, const Shape& shape,
                               const std::string& origin, const core::Context& context,
                               Method method = Method::automatic);

// The header's cells, unquoted; the byte after its line end; whether that was CRLF.
struct Header {
  std::vector<std::string> names;
  std::size_t end = 0;
  bool crlf = false;
};
core::Result<Header> read_header(std::string_view text, char delimiter, const std::string& origin);

// Comma, tab or semicolon: the one that cuts the first lines into most cells of one and the same
// number.
char sniff_delimiter(std::string_view text);

// The text of a cell as it stands between two delimiters: quotes off, doubled quotes single. Gives
// a piece of `cell` where that is possible, else builds it in `scratch`.
std::string_view unquoted(std::string_view cell, std::string& scratch);

}  // namespace secondsite::cohort::csv
