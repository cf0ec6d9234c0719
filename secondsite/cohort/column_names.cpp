#include "secondsite/cohort/column_names.h"

#include <unordered_map>

namespace secondsite::cohort {

core::Status name_columns(std::vector<std::string>& names, const std::string& origin,
                          core::Findings& findings) {
  bool any = false;
  for (const std::string& name : names) any = any || !name.empty();
  if (!any)
    return core::Error("table.no-header", "the first line names no column", {.file = origin});
  std::unordered_map<std::string, std::size_t> seen;
  for (std::size_t c = 0; c < names.size(); ++c) {
    if (names[c].empty()) {
      names[c] = "column " + std::to_string(c + 1);
      findings.add(core::Severity::note, "table.unnamed-column", names[c],
                   "the header leaves the name of this column blank; it goes by its number",
                   {.file = origin, .column = names[c]});
    }
    const auto [place, fresh] = seen.emplace(names[c], c);
    if (!fresh)
      return core::Error("table.duplicate-column",
                         "columns " + std::to_string(place->second + 1) + " and " +
                             std::to_string(c + 1) +
                             " have the same name, so that a role could mean either",
                         {.file = origin, .column = names[c]});
  }
  return core::Done{};
}

}  // namespace secondsite::cohort
