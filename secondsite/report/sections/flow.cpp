#include "secondsite/core/text.h"
#include "secondsite/report/flow_diagram.h"
#include "secondsite/report/section.h"
#include "secondsite/report/story.h"

// Who was evaluated, who was not, and why: counts that add up.
namespace secondsite::report::sections {
namespace {

using evaluation::RunResult;

std::string left_out(const cohort::FlowStep& step) {
  std::vector<std::string> parts;
  for (const auto& excluded : step.excluded)
    parts.push_back(core::grouped(excluded.cases) + " " + excluded.reason);
  return core::join(parts, "; ");
}

Cell patients(const cohort::FlowStep& step) {
  return step.patients > 0 ? Cell(step.patients) : Cell::number("\u2014");
}

Table flow_table(const std::vector<cohort::FlowStep>& flow) {
  Table table;
  table.caption = "The same counts as a table";
  table.columns = {"Step", "Cases", "Patients", "Left out here"};
  for (const cohort::FlowStep& step : flow) {
    TableRow row;
    row.cells.push_back(Cell(step.description));
    row.cells.push_back(Cell(step.cases));
    row.cells.push_back(patients(step));
    row.cells.push_back(Cell(left_out(step)));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table by_finding(const Flow& flow) {
  Table table;
  table.caption = "Usable for each finding";
  table.columns = {"Finding", "Cases", "Patients", "Left out for this finding"};
  for (const auto& [finding, step] : flow.by_finding) {
    TableRow row;
    row.cells.push_back(Cell(finding));
    row.cells.push_back(Cell(step.cases));
    row.cells.push_back(patients(step));
    const std::string left = left_out(step);
    row.cells.push_back(Cell(left.empty() ? "none" : left));
    table.rows.push_back(std::move(row));
  }
  return table;
}

void write_flow(const RunResult& run, Page& page) {
  page.begin_section("flow", "Who was evaluated",
                     "Every case is either kept or left out for a reason that is counted.");
  const Flow flow = flow_of(run);
  const std::vector<std::string> faults = flow_faults(run);
  for (const std::string& fault : faults) page.note(Tone::bad, fault);
  page.open("figure", {{"class", "chart"}, {"data-drawn", "flow"}});
  page.open("figcaption").element("b", "Flow of cases").close();
  page.open("div", {{"class", "canvas"}}).add(flow_diagram(flow.common)).close();
  page.open("details").element("summary", "Table").table(flow_table(flow.common)).close();
  page.close();
  if (!flow.by_finding.empty()) page.table(by_finding(flow));
  page.end_section();
}

}  // namespace

Section flow() {
  return {"flow", "Flow", 20, [](const RunResult& run) { return !run.flow.empty(); }, write_flow};
}

}  // namespace secondsite::report::sections
