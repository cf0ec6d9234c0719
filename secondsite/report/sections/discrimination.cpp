#include "secondsite/report/section.h"
#include "secondsite/report/story.h"

// How well does the score rank, at each site?
namespace secondsite::report::sections {
namespace {

using evaluation::RunResult;

void write_discrimination(const RunResult& run, Page& page) {
  page.begin_section("discrimination", "Ranking",
                     "Curves by site with their bands; the mark on each is the operating point.");
  page.open("div", {{"class", "pair"}});
  if (has_plot(run, "roc"))
    page.chart(
        {"roc", "ROC", "Sensitivity against the share of negatives that is called positive."});
  if (has_plot(run, "pr"))
    page.chart({"pr", "Precision and recall",
                "Precision depends on prevalence: the broken lines are what a coin would reach at "
                "each site."});
  page.close().end_section();
}

}  // namespace

Section discrimination() {
  return {"discrimination", "Ranking", 60,
          [](const RunResult& run) { return has_plot(run, "roc") || has_plot(run, "pr"); },
          write_discrimination};
}

}  // namespace secondsite::report::sections
