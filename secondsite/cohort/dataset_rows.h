#pragma once
// Building a cohort table row by row, in the schema of dataset.h.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/cohort/text_arena.h"
#include "secondsite/core/covariate.h"

namespace secondsite::cohort {

class DatasetRows {
 public:
  explicit DatasetRows(std::string_view dataset);

  // The number of a column; a new name adds a column that is blank in the rows so far.
  std::size_t column(std::string_view name);
  // Sets a cell of the current row.
  void set(std::size_t column, std::string_view value) { columns_[column].cell = value; }
  void set(std::string_view name, std::string_view value) { set(column(name), value); }
  // The canonical value, and what stands beside it.
  void set(std::string_view name, const core::Covariate& covariate);
  void finish_row();

  std::size_t rows() const { return rows_; }
  core::Result<Table> table(const std::string& origin) &&;

 private:
  struct Growing {
    std::string name;
    std::shared_ptr<TextArena> cells;
    std::string cell;
  };
  std::vector<Growing> columns_;
  std::string dataset_;
  std::size_t rows_ = 0;
};

}  // namespace secondsite::cohort
