#include "secondsite/report/dossier.h"
#include "secondsite/report/section.h"

// What was odd in the data, counted, with the first examples.
namespace secondsite::report::sections {
namespace {

using evaluation::RunResult;

void write_odd_data(const RunResult& run, Page& page) {
  page.begin_section("odd-data", "Odd data",
                     "Nothing that was odd stopped the run, and nothing was dropped in silence.");
  page.table(odd_data_table(run.odd_data));
  page.end_section();
}

}  // namespace

Section odd_data() {
  return {"odd-data", "Odd data", 110, [](const RunResult& run) { return !run.odd_data.empty(); },
          write_odd_data};
}

}  // namespace secondsite::report::sections
