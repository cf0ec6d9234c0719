// How fast are reports labelled? `benchmark_label REPORTS [REPEATS]` reads a file, folder or
// archive of reports once, labels them from memory on one thread with each built-in English
// labeler, and prints name value lines.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

#include "secondsite/labels/label_run.h"

using namespace secondsite;

int main(int count, char** arguments) {
  if (count < 2) return 2;
  const int repeats = count > 2 ? std::atoi(arguments[2]) : 5;
  auto source = labels::open_reports(arguments[1], {});
  const auto rules = labels::built_in_rules("chest_en");
  if (!source || !rules) return 3;
  core::Findings findings;
  std::vector<labels::Report> all;
  for (std::vector<labels::Report> batch; (*source)->next(batch, 4096, findings) && !batch.empty();)
    for (labels::Report& report : batch) all.push_back(std::move(report));
  std::size_t bytes = 0;
  for (const labels::Report& report : all) bytes += report.text.size();
  std::printf("reports %zu\nbytes %zu\n", all.size(), bytes);
  labels::Workspace work;
  labels::Labelled done;
  for (const labels::LabelSet& set : rules->label_sets) {
    double best = 1e300;
    for (int k = 0; k < repeats; ++k) {
      const std::clock_t start = std::clock();
      for (const labels::Report& report : all)
        labels::label_report(report.text, *rules, set, work, done);
      best = std::min(best, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    }
    std::printf("%s_seconds %.6f\n%s_reports_per_second %.0f\n", set.id.c_str(), best,
                set.id.c_str(), static_cast<double>(all.size()) / best);
  }
}
