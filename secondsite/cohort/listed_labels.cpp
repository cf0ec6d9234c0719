#include "secondsite/cohort/listed_labels.h"

#include <algorithm>

#include "secondsite/cohort/cell_text.h"

namespace secondsite::cohort {

ListedLabels::ListedLabels(DatasetRows& rows, const std::vector<std::string>& names, char separator)
    : rows_(rows), names_(names), separator_(separator) {
  for (const std::string& name : names_) columns_.push_back(rows_.column(name));
}

bool ListedLabels::set(std::string_view cell, std::string_view none) {
  if (is_blank(cell)) return true;
  for (const std::size_t column : columns_) rows_.set(column, "0");
  rows_.set(none, "0");
  bool all_known = true;
  while (!cell.empty()) {
    const std::size_t end = std::min(cell.find(separator_), cell.size());
    const std::string_view item = trimmed(cell.substr(0, end));
    cell.remove_prefix(std::min(end + 1, cell.size()));
    if (item == none) {
      rows_.set(none, "1");
      continue;
    }
    const auto found = std::find(names_.begin(), names_.end(), item);
    if (found == names_.end())
      all_known = false;
    else
      rows_.set(columns_[static_cast<std::size_t>(found - names_.begin())], "1");
  }
  return all_known;
}

}  // namespace secondsite::cohort
