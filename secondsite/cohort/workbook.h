#pragma once
// The sheets of an Excel workbook (.xlsx, ISO/IEC 29500): a zip of XML, read without believing it.

#include <string>
#include <vector>

#include "secondsite/cohort/table.h"

namespace secondsite::cohort {

// Texts of the cells, row by row, each as long as its last cell that is not blank; blank rows stand
// as empty ones. Numbers are the shortest text that reads back to the same double, booleans 1 and
// 0, formulas what the program that saved the file last computed; numbers in the format of a date
// are dates ("2020-01-31", "2020-01-31 12:05:00").
using SheetRows = std::vector<std::vector<std::string>>;

// Is it called .xlsx or .xlsm?
bool is_workbook_name(std::string_view path);

class Workbook {
 public:
  // Errors: "table.workbook-damaged" (no zip, encrypted, or not of a workbook), "table.too-large"
  // (a part that expands to more than 200 times the file, or to more than most_part_bytes).
  static core::Result<Workbook> open(const std::string& path);

  const std::string& path() const { return path_; }
  const std::vector<std::string>& sheets() const { return names_; }
  // "table.workbook-which" where there is no sheet of that name (case-folded).
  core::Result<SheetRows> rows(const std::string& sheet, core::Findings& findings) const;
  // The first row that is not blank names the columns. Blank rows are passed over.
  core::Result<Table> table(const std::string& sheet, core::Findings& findings) const;

  static constexpr std::uint64_t part_bytes_in_any_case = std::uint64_t{16} << 20;
  static constexpr std::uint64_t most_part_bytes = std::uint64_t{128} << 20;
  static constexpr std::size_t most_columns = 16384;  // what the format allows
  static constexpr std::size_t most_rows = 1048576;
  // Of a sheet, the blank ones that fill it up to a rectangle counted.
  static constexpr std::size_t most_cells = 20'000'000;
  static constexpr std::size_t most_text_bytes = std::size_t{256} << 20;

 private:
  std::string path_;
  bool from_1904_ = false;
  std::vector<std::string> names_;
  std::vector<std::string> parts_;  // of the zip, one a sheet
};

}  // namespace secondsite::cohort
