#pragma once
// The columns of a data file, by header name, for oracle sets.

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "secondsite/cohort/table.h"

namespace secondsite::oracles {

// Throws std::runtime_error where the file or a column is missing or a number is not one; a set
// turns that into a failure row.
class Csv {
 public:
  explicit Csv(const std::string& path) {
    core::Findings findings;
    auto read = cohort::read_table(path, {}, findings);
    if (!read) throw std::runtime_error(read.error().text());
    table_ = *std::move(read);
  }

  std::size_t rows() const { return table_.rows(); }
  std::vector<std::string> header() const { return table_.names(); }

  std::vector<std::string> texts(const std::string& column) const {
    const cohort::Column& cells = at(column);
    std::vector<std::string> out;
    for (std::size_t r = 0; r < rows(); ++r) out.push_back(cells.raw(r));
    return out;
  }
  std::vector<double> numbers(const std::string& column) const {
    cohort::Numbers read = at(column).cells->numbers(1);
    if (read.blanks + read.malformed > 0)
      throw std::runtime_error(table_.origin() + ": not every cell of " + column + " is a number");
    return std::move(read.value);
  }
  // 1 where the cell is `value`.
  std::vector<std::uint8_t> equals(const std::string& column, const std::string& value) const {
    std::vector<std::uint8_t> out;
    for (const std::string& text : texts(column)) out.push_back(text == value ? 1 : 0);
    return out;
  }

 private:
  const cohort::Column& at(const std::string& column) const {
    const auto found = table_.column(column);
    if (!found) throw std::runtime_error(found.error().text());
    return **found;
  }

  cohort::Table table_;
};

}  // namespace secondsite::oracles
