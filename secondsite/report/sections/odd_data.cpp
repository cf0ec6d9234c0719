#include "secondsite/core/code.h"
#include "secondsite/core/text.h"
#include "secondsite/report/section.h"

// What was odd in the data, counted, with the first examples.
namespace secondsite::report::sections {
namespace {

using evaluation::RunResult;

std::string examples(const core::Finding& finding) {
  std::vector<std::string> places;
  for (const core::Location& where : finding.examples) places.push_back(where.text());
  return core::join(places, "; ");
}

void write(const RunResult& run, Page& page) {
  page.begin_section("odd-data", "Odd data",
                     "Nothing that was odd stopped the run, and nothing was dropped in silence.");
  Table table;
  table.caption = "Odd data, worst first";
  table.columns = {"What", "Count", "Consequence", "Code", "First examples"};
  for (const core::Finding& finding : run.odd_data) {
    TableRow row;
    const core::Code* code = core::find_code(finding.code);
    row.cells.push_back(
        Cell(finding.message).below(code != nullptr ? code->remedy : std::string_view()));
    row.cells.push_back(Cell(finding.count));
    row.cells.push_back(Cell(std::string(name(finding.severity))));
    row.cells.push_back(Cell::code(finding.code));
    row.cells.push_back(Cell(examples(finding)));
    table.rows.push_back(std::move(row));
  }
  page.table(std::move(table));
  page.end_section();
}

}  // namespace

Section odd_data() {
  return {"odd-data", "Odd data", 110, [](const RunResult& run) { return !run.odd_data.empty(); },
          write};
}

}  // namespace secondsite::report::sections
