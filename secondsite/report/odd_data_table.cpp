#include "secondsite/core/code.h"
#include "secondsite/core/text.h"
#include "secondsite/report/dossier.h"

namespace secondsite::report {
namespace {

std::string examples(const core::Finding& finding) {
  std::vector<std::string> places;
  for (const core::Location& where : finding.examples) places.push_back(where.text());
  return core::join(places, "; ");
}

}  // namespace

Table odd_data_table(const std::vector<core::Finding>& findings) {
  Table table;
  table.caption = "Odd data, worst first";
  table.columns = {"What", "Count", "Consequence", "Code", "First examples"};
  for (const core::Finding& finding : findings) {
    TableRow row;
    const core::Code* code = core::find_code(finding.code);
    const std::string what =
        finding.subject.empty() || finding.message.find(finding.subject) != std::string::npos
            ? finding.message
            : finding.subject + ": " + finding.message;
    row.cells.push_back(Cell(what).below(code != nullptr ? code->remedy : std::string_view()));
    row.cells.push_back(Cell(finding.count));
    row.cells.push_back(Cell(std::string(name(finding.severity))));
    row.cells.push_back(Cell::code(finding.code));
    row.cells.push_back(Cell(examples(finding)));
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace secondsite::report
