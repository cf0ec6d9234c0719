#pragma once
// A table as Parquet or as a table of a SQLite file. The same table gives the same bytes.

#include <string>
#include <utility>
#include <vector>

#include "secondsite/cohort/table.h"

namespace secondsite::cohort {

// Columns named in `numeric` become doubles (blank and malformed cells null), all others dictionary
// texts (blank null).
core::Status write_parquet(const Table& table, const std::vector<std::string>& numeric,
                           const std::string& path);

struct NamedTable {
  std::string name;
  Table table;
  std::vector<std::string> numeric;  // columns of type REAL
};
// A new file with these tables; an old one at `path` is replaced.
core::Status write_sqlite(const std::vector<NamedTable>& tables, const std::string& path);

}  // namespace secondsite::cohort
