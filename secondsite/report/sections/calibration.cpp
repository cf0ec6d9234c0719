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

void write(const RunResult& run, Page& page) {
  page.begin_section("calibration", "Calibration, before any recalibration",
                     "Where the curve leaves the diagonal, a score of 0.3 does not mean that 30 in "
                     "100 are positive.");
  for (const evaluation::FindingResult& finding : run.findings)
    if (!finding.calibration_refused.empty()) {
      page.open("div", {{"data-finding", finding.name}});
      page.note(Tone::warning, finding.name + ": " + finding.calibration_refused);
      page.close();
    }
  if (has_plot(run, "reliability"))
    page.chart({"reliability", "Reliability",
                "Observed share of positives against the score, by site, with bands."});
  page.end_section();
}

}  // namespace

Section calibration() {
  return {"calibration", "Calibration", 70,
          [](const RunResult& run) { return has_plot(run, "reliability") || refused(run); }, write};
}

}  // namespace secondsite::report::sections
