#include "secondsite/report/section.h"

// Every number of the chosen finding. The script writes the table from the page's data, where each
// estimate is stored once.
namespace secondsite::report::sections {
namespace {

using evaluation::RunResult;

void write_estimates(const RunResult&, Page& page) {
  page.begin_section("estimates", "Every estimate",
                     "All metrics of the chosen finding in every stratum. estimates.csv has all "
                     "findings, unrounded.");
  page.open("details", {{"class", "estimates"}});
  page.element("summary", "Open the table");
  page.open("div", {{"id", "estimates-table"}}).close();
  page.close().end_section();
}

}  // namespace

Section estimates() {
  return {"estimates", "Estimates", 100, [](const RunResult& run) { return !run.strata.empty(); },
          write_estimates};
}

}  // namespace secondsite::report::sections
