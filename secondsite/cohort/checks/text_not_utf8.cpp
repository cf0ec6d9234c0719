#include <algorithm>

#include "secondsite/cohort/check.h"
#include "secondsite/core/utf8.h"

namespace secondsite::cohort::checks {
namespace {

using core::Severity;

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (static_cast<unsigned char>(c) & 0x80U) == 0; });
}

bool is_odd(std::string_view text) {
  return !is_ascii(text) && !core::is_utf8(text);
}

// Column names, and the cells of the columns that become words in a report: sites and covariates.
void check_text_not_utf8(const Table& table, const Roles& roles, const core::Context& context,
                         core::Findings& findings) {
  for (const Column& column : table.columns())
    if (is_odd(column.name))
      findings.add(Severity::warning, "table.not-utf8", column.name, "a column name is not UTF-8",
                   {.file = table.origin(), .column = column.name});
  std::vector<std::string> names = roles.covariates;
  names.push_back(roles.site);
  for (const std::string& name : names) {
    const Column* column = name.empty() ? nullptr : table.find(name);
    if (column == nullptr) continue;
    const Categories categories = column->cells->categories(context.threads);
    std::vector<std::uint8_t> odd;
    for (const std::string& level : categories.levels) odd.push_back(is_odd(level) ? 1 : 0);
    if (std::find(odd.begin(), odd.end(), 1) == odd.end()) continue;
    for (std::size_t row = 0; row < categories.code.size(); ++row)
      if (categories.code[row] != Categories::blank && odd[categories.code[row]] != 0)
        findings.add(Severity::warning, "table.not-utf8", name, "text that is not UTF-8",
                     {.file = table.origin(), .row = row + 1, .column = name});
  }
}

}  // namespace

Check text_not_utf8() {
  return {.id = "text-not-utf8", .title = "Text is UTF-8", .run = check_text_not_utf8};
}

}  // namespace secondsite::cohort::checks
