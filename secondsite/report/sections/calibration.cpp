#include <algorithm>

#include "secondsite/report/section.h"
#include "secondsite/report/story.h"

// Do the scores mean what they say, before anybody recalibrates them?
namespace secondsite::report::sections {
namespace {

using evaluation::RunResult;

bool refused(const RunResult& run) {
  return std::any_of(run.findings.begin(), run.findings.end(),
                     [](const auto& finding) { return !finding.calibration_refused.empty(); });
}

// The numbers beside the curve, by site: one row a metric, one column a site.
Table numbers(const RunResult& run) {
  const std::string site = site_dimension(run);
  Table table;
  table.caption = "Calibration in numbers";
  table.by_finding = true;
  table.columns = {"Finding", "Metric"};
  for (const evaluation::FindingResult& finding : run.findings) {
    std::vector<const evaluation::StratumResult*> parts;
    for (const evaluation::StratumResult& result : run.strata)
      if (result.finding == finding.name && result.stratum.dimension == site)
        parts.push_back(&result);
    if (table.columns.size() == 2)
      for (const evaluation::StratumResult* part : parts)
        table.columns.push_back(part->stratum.level.empty() ? "everyone" : part->stratum.level);
    if (parts.size() + 2 != table.columns.size()) continue;
    for (const std::string_view metric :
         {"observed_expected", "cox_intercept", "cox_slope", "ici", "ece", "brier"}) {
      if (parts.empty() || parts.front()->find(metric) == nullptr) continue;
      TableRow row;
      row.finding = finding.name;
      row.cells.push_back(Cell(finding.name));
      row.cells.push_back(Cell(metric_title(metric)));
      for (const evaluation::StratumResult* part : parts) {
        const stats::Estimate* found = part->find(metric);
        row.cells.push_back(found != nullptr ? Cell(*found) : Cell("\u2014"));
      }
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

void write_calibration(const RunResult& run, Page& page) {
  page.begin_section("calibration", "Calibration, before any recalibration",
                     "Where the curve leaves the diagonal, a score of 0.3 does not mean that 30 in "
                     "100 are positive.");
  for (const evaluation::FindingResult& finding : run.findings)
    if (!finding.calibration_refused.empty()) {
      page.open("div", {{"data-finding", finding.name}});
      page.note(Tone::warning, finding.name + ": " + finding.calibration_refused);
      page.close();
    }
  if (!has_plot(run, "reliability")) {
    page.end_section();
    return;
  }
  page.open("div", {{"class", "pair"}});
  page.chart({"reliability", "Reliability",
              "Observed share of positives against the score, by site: a smooth curve with its "
              "band, and bins of equal size."});
  Table table = numbers(run);
  if (!table.rows.empty()) page.table(std::move(table));
  page.close();
  page.end_section();
}

}  // namespace

Section calibration() {
  return {"calibration", "Calibration", 70,
          [](const RunResult& run) { return has_plot(run, "reliability") || refused(run); },
          write_calibration};
}

}  // namespace secondsite::report::sections
