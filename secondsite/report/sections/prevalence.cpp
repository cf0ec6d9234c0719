#include "secondsite/report/section.h"
#include "secondsite/report/story.h"

// What is a positive call worth where the finding is rarer?
namespace secondsite::report::sections {
namespace {

using evaluation::RunResult;

void write_prevalence(const RunResult&, Page& page) {
  page.begin_section("prevalence", "What a positive call is worth",
                     "The same sensitivity and specificity give another predictive value where the "
                     "finding is rarer or "
                     "more frequent.");
  page.chart(
      {"ppv", "PPV against local prevalence",
       "By site of measurement, with bands; marks stand at each site\u2019s own prevalence."});
  page.end_section();
}

}  // namespace

Section prevalence() {
  return {"prevalence", "PPV", 80, [](const RunResult& run) { return has_plot(run, "ppv"); },
          write_prevalence};
}

}  // namespace secondsite::report::sections
