// How long do matching, FROC and its scan bootstrap take?
//
//   benchmark_froc [FILE [REPLICATES [THREADS [REPEATS]]]]
//
// FILE holds the columns kind (mark, lesion, excluded), scan (0 … n − 1, all of them named by at
// least one row), x, y, z and value (a rating, or a diameter); without one, 888 synthetic scans
// with 55,000 marks are used. Then 10,000,000 marks on one scan with 1,000 lesions. Prints one
// "name value" a line; peers/froc_luna16.py runs it beside the challenge script's method.

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "secondsite/cohort/table.h"
#include "secondsite/core/random.h"
#include "secondsite/metrics/support/froc.h"
#include "secondsite/metrics/support/mark_match.h"

namespace {

using namespace secondsite;  // NOLINT: a program of its own
using Clock = std::chrono::steady_clock;

struct Cloud {
  std::vector<std::uint32_t> scan;
  std::vector<double> x, y, z, value;
  void add(std::uint32_t s, double px, double py, double pz, double v) {
    scan.push_back(s);
    x.push_back(px);
    y.push_back(py);
    z.push_back(pz);
    value.push_back(v);
  }
  metrics::Places places() const { return {scan, x, y, z, value, {}, {}, {}}; }
};

struct Challenge {
  Cloud marks, lesions, excluded;
  std::size_t scans = 0;
};

Challenge from_file(const std::string& path) {
  core::Findings findings;
  const auto table = cohort::read_table(path, {}, findings);
  if (!table) {
    std::fprintf(stderr, "%s\n", table.error().text().c_str());
    std::exit(3);
  }
  Challenge out;
  const auto column = [&](const char* name) { return table->find(name)->cells->numbers(1).value; };
  const auto scan = column("scan");
  const auto x = column("x");
  const auto y = column("y");
  const auto z = column("z");
  const auto value = column("value");
  for (std::size_t i = 0; i < table->rows(); ++i) {
    const std::string kind = table->find("kind")->raw(i);
    const auto s = static_cast<std::uint32_t>(scan[i]);
    out.scans = std::max<std::size_t>(out.scans, s + 1);
    Cloud& cloud = kind == "mark" ? out.marks : (kind == "lesion" ? out.lesions : out.excluded);
    if (kind != "scan") cloud.add(s, x[i], y[i], z[i], value[i]);
  }
  return out;
}

Challenge synthetic(std::uint32_t scans, std::size_t marks, std::size_t lesions) {
  const core::Random random(1, "benchmark.froc");
  Challenge out;
  out.scans = scans;
  for (std::size_t l = 0; l < lesions; ++l)
    out.lesions.add(static_cast<std::uint32_t>(l % scans), 300 * random.uniform(l, 1),
                    300 * random.uniform(l, 2), 300 * random.uniform(l, 3),
                    4 + 20 * random.uniform(l, 4));
  for (std::size_t m = 0; m < marks; ++m)
    out.marks.add(static_cast<std::uint32_t>(m % scans), 300 * random.uniform(m, 11),
                  300 * random.uniform(m, 12), 300 * random.uniform(m, 13), random.uniform(m, 14));
  return out;
}

// The shortest of several runs.
template <typename Work>
double best_of(unsigned repeats, Work work) {
  double best = 1e300;
  for (unsigned k = 0; k < repeats; ++k) {
    const auto start = Clock::now();
    work();
    best = std::min(best, std::chrono::duration<double>(Clock::now() - start).count());
  }
  return best;
}

metrics::Matching match(const Challenge& data, const metrics::MatchRules& rules, unsigned threads) {
  return metrics::match_marks(data.marks.places(), data.marks.value, data.lesions.places(),
                              data.excluded.places(), data.scans, rules, threads);
}

}  // namespace

int main(int count, char** arguments) {
  const auto number = [&](int at, unsigned fallback) {
    return count > at ? static_cast<unsigned>(std::stoul(arguments[at])) : fallback;
  };
  const unsigned replicates = number(2, 1000);
  core::Context context;
  context.threads = number(3, 2);
  const unsigned repeats = number(4, 5);
  const Challenge data = count > 1 ? from_file(arguments[1]) : synthetic(888, 55'000, 1'186);
  const metrics::MatchRules rules{.most_marks = 100};

  double cpm = 0;
  std::vector<double> draws;
  metrics::FrocColumns columns;
  const double matching = best_of(repeats, [&] {
    const auto matched = match(data, rules, context.threads);
    columns = froc_columns(matched, data.marks.places(), data.marks.value, data.lesions.places(),
                           data.scans, rules);
  });
  const double bootstrap = best_of(repeats, [&] {
    const auto plan = metrics::froc_plan(columns.cases());
    cpm = 0;
    for (const double s : froc_at(plan, metrics::froc_rates)) cpm += s / 7;
    const auto weights = metrics::froc_weights(columns.cases(), metrics::Resampling::multinomial,
                                               replicates, context);
    draws = froc_replicates(plan, weights, metrics::froc_rates, metrics::FrocInterpolation::linear,
                            context.threads);
  });
  std::vector<double> means(replicates, 0);
  for (std::size_t i = 0; i < draws.size(); ++i) means[i / 7] += draws[i] / 7;
  std::sort(means.begin(), means.end());
  std::printf("marks %zu\nscans %zu\nreplicates %u\ncpm %.9f\nlower %.6f\nupper %.6f\n",
              data.marks.scan.size(), data.scans, replicates, cpm, metrics::quantile(means, 0.025),
              metrics::quantile(means, 0.975));
  std::printf("matching_seconds %.6f\nbootstrap_seconds %.6f\n", matching, bootstrap);

  const Challenge crowded = synthetic(1, 10'000'000, 1'000);
  std::uint64_t found = 0;
  const double one_scan = best_of(2, [&] { found = match(crowded, {}, context.threads).found; });
  std::printf("crowded_marks %zu\ncrowded_found %llu\ncrowded_seconds %.6f\n",
              crowded.marks.scan.size(), static_cast<unsigned long long>(found), one_scan);
}
