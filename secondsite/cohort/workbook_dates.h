#pragma once
// Which cells of a workbook are dates, and what dates they are: a sheet keeps days as numbers, and
// only the format of the cell says that they are days.

#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace secondsite::cohort {

// Does this format of numbers ("dd/mm/yyyy", "[$-409]d\\-mmm") show a day? Formats of a time of
// day, of a duration ("[h]:mm") and of plain numbers do not.
bool shows_a_date(std::string_view format);

class CellDates {
 public:
  CellDates() = default;
  // `styles` is the document of xl/styles.xml. `from_1904`: days count from 1904 (older Macs).
  CellDates(const pugi::xml_document& styles, bool from_1904);
  // "2020-01-31", with a time of day where there is one; nullopt where the style is no date or the
  // number lies outside 1900 to 9999.
  std::optional<std::string> text(std::size_t style, double days) const;

 private:
  std::vector<bool> is_date_;  // of each style of cells
  bool from_1904_ = false;
};

}  // namespace secondsite::cohort
