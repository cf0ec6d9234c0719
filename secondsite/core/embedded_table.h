#pragma once
// Mapping tables that travel inside the program (cmake/tables.cmake): vendors, views, tissue source
// sites. A table is lines of cells between commas; the first line names the columns, and a line
// that begins with # is a remark. Cells hold no commas and no quotes.

#include <cassert>
#include <span>
#include <string_view>
#include <vector>

#include "secondsite/core/text.h"

namespace secondsite::core {

struct EmbeddedTable {
  std::string_view name;
  std::string_view text;

  // The rows below the header, each with its cells; views into the program's own memory.
  std::vector<std::vector<std::string_view>> rows() const {
    std::vector<std::vector<std::string_view>> out;
    bool header = true;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      std::string_view line = trim(text.substr(at, end - at));
      at = end + 1;
      if (line.empty() || line.front() == '#') continue;
      if (header) {
        header = false;
        continue;
      }
      std::vector<std::string_view> cells;
      for (;;) {
        const std::size_t comma = line.find(',');
        cells.push_back(trim(line.substr(0, comma)));
        if (comma == std::string_view::npos) break;
        line.remove_prefix(comma + 1);
      }
      out.push_back(std::move(cells));
    }
    return out;
  }
};

// The table `name`, which must be one of `all`.
inline const EmbeddedTable& embedded_table(std::span<const EmbeddedTable> all,
                                           std::string_view name) {
  for (const EmbeddedTable& table : all)
    if (table.name == name) return table;
  assert(false && "no such embedded table");
  return all.front();
}

}  // namespace secondsite::core
