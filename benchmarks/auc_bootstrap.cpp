// How long do AUROC and its patient bootstrap take?
//
//   benchmark_auc_bootstrap [FILE [REPLICATES [THREADS [REPEATS]]]]
//
// FILE holds the columns patient, score and label; without one, 22,433 synthetic images of 6,187
// patients are used. Prints one "name value" a line; peers/auc_bootstrap.py runs it beside
// scikit-learn.

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "secondsite/cohort/table.h"
#include "secondsite/core/random.h"
#include "secondsite/core/registry.h"
#include "secondsite/metrics/metric.h"
#include "secondsite/metrics/support/bootstrap.h"
#include "secondsite/metrics/support/synthetic.h"

namespace {

using namespace secondsite;  // NOLINT: a program of its own
using Clock = std::chrono::steady_clock;

double seconds(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// The shortest of several runs.
template <typename Work>
double best_of(unsigned repeats, Work work) {
  double best = 1e300;
  for (unsigned k = 0; k < repeats; ++k) {
    const auto start = Clock::now();
    work();
    best = std::min(best, seconds(start));
  }
  return best;
}

const metrics::Metric& metric(std::string_view id) {
  return **core::find_entry(metrics::all(), id, "metric");
}

metrics::Synthetic from_file(const std::string& path) {
  core::Findings findings;
  const auto table = cohort::read_table(path, {}, findings);
  if (!table) {
    std::fprintf(stderr, "%s\n", table.error().text().c_str());
    std::exit(3);
  }
  metrics::Synthetic out;
  out.score = table->find("score")->cells->numbers(1).value;
  for (const double v : table->find("label")->cells->numbers(1).value)
    out.positive.push_back(v == 1 ? 1 : 0);
  const auto patients = table->find("patient")->cells->categories(1);
  out.patient = patients.code;
  for (const std::string& level : patients.levels) out.patient_key.push_back(core::key_of(level));
  return out;
}

metrics::Synthetic part_of(const metrics::Synthetic& data, const std::vector<std::uint8_t>& level,
                           std::uint8_t wanted) {
  metrics::Synthetic out;
  out.patient_key = data.patient_key;
  for (std::size_t i = 0; i < data.score.size(); ++i) {
    if (level[i] != wanted) continue;
    out.score.push_back(data.score[i]);
    out.positive.push_back(data.positive[i]);
    out.patient.push_back(data.patient[i]);
  }
  return out;
}

}  // namespace

int main(int count, char** arguments) {
  metrics::MetricOptions options;
  options.replicates = count > 2 ? static_cast<unsigned>(std::stoul(arguments[2])) : 2000;
  options.context.threads = count > 3 ? static_cast<unsigned>(std::stoul(arguments[3])) : 2;
  const unsigned repeats = count > 4 ? static_cast<unsigned>(std::stoul(arguments[4])) : 5;
  const metrics::SyntheticDesign design{.patients = 6187,
                                        .images = 3.626,
                                        .prevalence = 0.12,
                                        .label_agreement = 0.5,
                                        .score_correlation = 0.5,
                                        .separation = 1.5};
  const metrics::Synthetic data =
      count > 1 ? from_file(arguments[1]) : metrics::synthetic(design, 1);
  const metrics::Metric& auroc = metric("auroc");
  std::printf("images %zu\npatients %zu\nreplicates %u\n", data.score.size(),
              data.patient_key.size(), options.replicates);
  std::printf("analytic_seconds %.6f\n",
              best_of(repeats, [&] { (void)auroc.estimate(data.by_patient(), options); }));

  options.interval = metrics::IntervalKind::bootstrap_percentile;
  stats::Estimate estimate;
  std::printf("bootstrap_seconds %.6f\n",
              best_of(repeats, [&] { estimate = auroc.estimate(data.by_patient(), options); }));
  std::printf("value %.12f\nlower %.12f\nupper %.12f\n", estimate.value, estimate.interval.lower,
              estimate.interval.upper);

  // 14 findings × (everyone, 2 views, 2 sexes, 4 age bands), weights drawn once.
  std::vector<metrics::Synthetic> parts;
  const core::Random random(7, "benchmark strata");
  for (unsigned finding = 0; finding < 14; ++finding) {
    metrics::SyntheticDesign one = design;
    one.prevalence = 0.01 + 0.012 * finding;
    const metrics::Synthetic all = metrics::synthetic(one, finding);
    parts.push_back(all);
    for (const unsigned levels : {2U, 2U, 4U}) {
      std::vector<std::uint8_t> level;
      for (const std::uint32_t p : all.patient)
        level.push_back(static_cast<std::uint8_t>(random.below(levels, p, parts.size())));
      for (std::uint8_t wanted = 0; wanted < levels; ++wanted)
        parts.push_back(part_of(all, level, wanted));
    }
  }
  std::printf("strata %zu\n", parts.size());
  for (const char* id : {"auroc", "auprc", "sensitivity", "mcc"}) {
    options.threshold = 1.0;
    std::printf("strata_%s_seconds %.6f\n", id, best_of(repeats, [&] {
                  const auto weights = metrics::PatientWeights::poisson(
                      parts.front().patient_key, options.replicates, options.context);
                  options.weights = &weights;
                  for (const metrics::Synthetic& part : parts)
                    (void)metric(id).estimate(part.by_patient(), options);
                  options.weights = nullptr;
                }));
  }

  metrics::SyntheticDesign million = design;
  million.patients = 276'000;
  const metrics::Synthetic large = metrics::synthetic(million, 3);
  options.interval = metrics::IntervalKind::analytic;
  std::printf("large_rows %zu\n", large.score.size());
  std::printf("large_delong_seconds %.6f\n",
              best_of(repeats, [&] { (void)auroc.estimate(large.by_case(), options); }));
  std::printf("large_obuchowski_seconds %.6f\n",
              best_of(repeats, [&] { (void)auroc.estimate(large.by_patient(), options); }));
}
