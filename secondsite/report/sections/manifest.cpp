#include "secondsite/core/json.h"
#include "secondsite/core/text.h"
#include "secondsite/report/section.h"

// What recomputes the run.
namespace secondsite::report::sections {
namespace {

using evaluation::RunResult;

void write_manifest(const RunResult& run, Page& page) {
  const evaluation::Manifest& manifest = run.manifest;
  page.begin_section(
      "manifest", "How to check this",
      "The manifest in result.json recomputes the run; verify compares every number.");
  page.open("pre").element("code", "secondsite verify THIS-FOLDER").close();
  Table table;
  table.caption = "Inputs";
  table.columns = {"File", "Rows", "Columns", "SHA-256"};
  for (const evaluation::InputFile& input : manifest.inputs) {
    TableRow row;
    row.cells.push_back(Cell(input.path));
    row.cells.push_back(Cell(input.rows));
    row.cells.push_back(Cell(input.columns));
    row.cells.push_back(Cell::code(input.sha256));
    table.rows.push_back(std::move(row));
  }
  if (!table.rows.empty()) page.table(std::move(table));

  std::vector<std::string> versions{"Secondsite " + manifest.program_version};
  for (const auto& [library, version] : manifest.libraries)
    versions.push_back(library + " " + version);
  page.paragraph("Versions: " + core::join(versions, ", ") + ". Seed " +
                 std::to_string(run.protocol.seed) + ".");
  if (!run.role_reasons.empty()) {
    page.open("details").element("summary", "How the columns were understood").open("ul");
    for (const std::string& reason : run.role_reasons) page.element("li", reason);
    page.close().close();
  }
  if (!manifest.request.is_null()) {
    page.open("details").element("summary", "The request, as it can be repeated");
    page.open("pre").element("code", core::pretty(manifest.request)).close().close();
  }
  page.end_section();
}

}  // namespace

Section manifest() {
  return {"manifest", "Manifest", 130, [](const RunResult&) { return true; }, write_manifest};
}

}  // namespace secondsite::report::sections
