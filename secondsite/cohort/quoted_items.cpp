#include "secondsite/cohort/quoted_items.h"

#include "secondsite/cohort/cell_text.h"

namespace secondsite::cohort {

std::optional<std::vector<std::string>> quoted_items(std::string_view cell) {
  cell = trimmed(cell);
  if (cell.size() < 2 || cell.front() != '[' || cell.back() != ']') return std::nullopt;
  std::vector<std::string> out;
  for (std::size_t i = 1; i < cell.size(); ++i) {
    const char quote = cell[i];
    if (quote != '\'' && quote != '"') continue;
    std::string item;
    for (++i; i < cell.size() && cell[i] != quote; ++i) {
      if (cell[i] == '\\' && i + 1 < cell.size()) ++i;
      const bool second_space = cell[i] == ' ' && (item.empty() || item.back() == ' ');
      if (!second_space) item += cell[i];
    }
    if (i >= cell.size()) return std::nullopt;
    while (!item.empty() && item.back() == ' ') item.pop_back();
    out.push_back(std::move(item));
  }
  return out;
}

}  // namespace secondsite::cohort
