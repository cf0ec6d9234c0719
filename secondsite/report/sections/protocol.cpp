#include "secondsite/core/text.h"
#include "secondsite/report/section.h"

// Was it declared before it was seen?
namespace secondsite::report::sections {
namespace {

using evaluation::ProtocolStatus;
using evaluation::RunResult;

void write_protocol(const RunResult& run, Page& page) {
  const ProtocolStatus& status = run.protocol_status;
  page.begin_section("protocol", "Protocol");
  const bool before = status.order == ProtocolStatus::Order::before_scores;
  page.note(before ? Tone::good : Tone::warning, status.sentence);
  Table table;
  table.caption = "What was declared";
  table.columns = {"Item", "Declared"};
  const auto row = [&](const char* item, Cell cell) {
    TableRow added;
    added.cells.push_back(Cell(item));
    added.cells.push_back(std::move(cell));
    table.rows.push_back(std::move(added));
  };
  if (!status.hash.empty()) row("Hash of the protocol (SHA-256)", Cell::code(status.hash));
  if (!status.written_at.empty()) row("Written", status.written_at);
  if (!run.protocol.reference_site.empty())
    row("Site that the model comes from", run.protocol.reference_site);
  if (run.protocol.operating_point.is_set())
    row("Operating point", run.protocol.operating_point.text());
  row("Unit of analysis", run.unit);
  row("Correction over a family of claims", std::string(name(run.protocol.multiplicity)));
  row("Intervals", run.protocol.interval);
  std::vector<std::string> strata;
  for (const std::vector<std::string>& columns : run.protocol.strata)
    strata.push_back(core::join(columns, " \u00d7 "));
  if (!strata.empty()) row("Strata", core::join(strata, ", "));
  page.table(std::move(table));
  page.end_section();
}

}  // namespace

Section protocol() {
  return {"protocol", "Protocol", 10,
          [](const RunResult& run) { return !run.protocol_status.sentence.empty(); },
          write_protocol};
}

}  // namespace secondsite::report::sections
