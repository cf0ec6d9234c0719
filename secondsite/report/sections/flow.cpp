#include "secondsite/core/text.h"
#include "secondsite/report/flow_diagram.h"
#include "secondsite/report/section.h"
#include "secondsite/report/story.h"

// Who was evaluated, who was not, and why: counts that add up.
namespace secondsite::report::sections {
namespace {

using evaluation::RunResult;

Table flow_table(const RunResult& run) {
  Table table;
  table.caption = "The same counts as a table";
  table.columns = {"Step", "Cases", "Patients", "Left out here"};
  for (const cohort::FlowStep& step : run.flow) {
    std::vector<std::string> left;
    for (const auto& excluded : step.excluded)
      left.push_back(core::grouped(excluded.cases) + " " + excluded.reason);
    TableRow row;
    row.cells.push_back(Cell(step.description));
    row.cells.push_back(Cell(step.cases));
    row.cells.push_back(step.patients > 0 ? Cell(step.patients) : Cell::number("\u2014"));
    row.cells.push_back(Cell(core::join(left, "; ")));
    table.rows.push_back(std::move(row));
  }
  return table;
}

void write(const RunResult& run, Page& page) {
  page.begin_section("flow", "Who was evaluated",
                     "Every case is either kept or left out for a reason that is counted.");
  const std::vector<std::string> faults = flow_faults(run);
  for (const std::string& fault : faults) page.note(Tone::bad, fault);
  page.open("figure", {{"class", "chart"}, {"data-drawn", "flow"}});
  page.open("figcaption").element("b", "Flow of cases").close();
  page.open("div", {{"class", "canvas"}}).add(flow_diagram(run.flow)).close();
  page.open("details").element("summary", "Table").table(flow_table(run)).close();
  page.close().end_section();
}

}  // namespace

Section flow() {
  return {"flow", "Flow", 20, [](const RunResult& run) { return !run.flow.empty(); }, write};
}

}  // namespace secondsite::report::sections
