#include "secondsite/cohort/source.h"
#include "secondsite/cohort/table_place.h"
#include "secondsite/cohort/workbook.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::sources {
namespace {

core::Result<Table> read_xlsx(const std::string& path, const core::Context&,
                              core::Findings& findings) {
  const TablePlace place = place_of(path);
  auto book = Workbook::open(place.file);
  if (!book) return std::move(book).error();
  if (place.table.empty() && book->sheets().size() > 1)
    return core::Error(
        "table.workbook-which",
        "the workbook has " + core::counted(book->sheets().size(), "sheet") + " and none is named",
        {.file = place.file},
        "it has: " + core::join(book->sheets(), ", ") + "; write " + place.file + "#" +
            book->sheets().front());
  return book->table(place.table.empty() ? book->sheets().front() : place.table, findings);
}

}  // namespace

Source xlsx() {
  return {.id = "xlsx",
          .title = "Excel workbook: file.xlsx#sheet, or the only sheet",
          .reference = "ISO/IEC 29500, SpreadsheetML",
          .recognises =
              [](std::string_view path, std::string_view head) {
                // What is encrypted, and the older .xls: told apart from a table of odd bytes.
                if (head.starts_with("\xD0\xCF\x11\xE0")) return true;
                return head.starts_with("PK") && is_workbook_name(place_of(std::string(path)).file);
              },
          .read = read_xlsx};
}

}  // namespace secondsite::cohort::sources
