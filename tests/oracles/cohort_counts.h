#pragma once
// Counting rows of an opened dataset.

#include <map>
#include <set>
#include <stdexcept>
#include <string>

#include "oracle.h"
#include "secondsite/cohort/dataset.h"

namespace secondsite::oracles {

class CohortCounts {
 public:
  // Throws where the folder cannot be opened as the dataset.
  CohortCounts(const std::string& path, std::string_view dataset) {
    core::Context context;
    context.threads = 2;
    auto opened = cohort::open_dataset(path, context, findings_, dataset);
    if (!opened) throw std::runtime_error(opened.error().text());
    table_ = std::move(opened->table);
  }

  double rows() const { return static_cast<double>(table_.rows()); }
  double distinct(std::string_view column) const {
    return static_cast<double>(levels(column).levels.size());
  }
  // Rows whose cell is `value`; an empty value counts blanks.
  double having(std::string_view column, std::string_view value) const {
    const cohort::Categories cells = levels(column);
    double count = 0;
    for (const std::uint32_t code : cells.code)
      count += code == cohort::Categories::blank ? value.empty() : cells.levels[code] == value;
    return count;
  }
  // Rows whose cells are `a` in one column and `b` in another.
  double having(std::string_view column_a, std::string_view a, std::string_view column_b,
                std::string_view b) const {
    const cohort::Categories first = levels(column_a);
    const cohort::Categories second = levels(column_b);
    const auto is = [](const cohort::Categories& cells, std::size_t row, std::string_view value) {
      const std::uint32_t code = cells.code[row];
      return code == cohort::Categories::blank ? value.empty() : cells.levels[code] == value;
    };
    double count = 0;
    for (std::size_t row = 0; row < table_.rows(); ++row)
      count += is(first, row, a) && is(second, row, b);
    return count;
  }
  double found(std::string_view code) const { return static_cast<double>(findings_.count(code)); }
  const cohort::Table& table() const { return table_; }

 private:
  cohort::Categories levels(std::string_view column) const {
    const auto found = table_.column(column);
    if (!found) throw std::runtime_error(found.error().text());
    return (*found)->cells->categories(2);
  }

  cohort::Table table_;
  core::Findings findings_;
};

}  // namespace secondsite::oracles
