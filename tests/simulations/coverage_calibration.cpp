// How often do the intervals of the calibration metrics hold the truth, and how often do the tests
// of calibration cry wolf, with images of the same patients? Writes the page whose path is its
// argument.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "secondsite/core/file.h"
#include "secondsite/core/parallel.h"
#include "secondsite/core/random.h"
#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/metrics/metric.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::simulations {
namespace {

using namespace secondsite::metrics;  // NOLINT: the program is about nothing else

constexpr std::uint64_t seed = 20180321;
constexpr std::uint64_t repeats = 1000;
constexpr const char* intervals[] = {
    "brier", "observed_expected", "calibration_in_the_large", "cox_slope", "ece", "ici"};
constexpr const char* tests[] = {"spiegelhalter_z", "hosmer_lemeshow", "ece"};

struct Design {
  std::uint64_t patients;
  std::uint64_t images;  // a patient
  double correlation;    // of a patient's outcomes, given their scores, on the latent scale
  double slope;          // 1: calibrated
};
constexpr Design designs[] = {{300, 1, 0, 1},    {300, 1, 0, 0.5}, {2000, 1, 0, 1},
                              {2000, 1, 0, 0.5}, {500, 3, 0.6, 1}, {500, 3, 0.6, 0.5}};

double logistic(double x) {
  return 1 / (1 + std::exp(-x));
}

// Scores are logistic(−1 + 1.5 Z); the chance of being positive is logistic(slope · logit(score)).
// A patient's outcomes share a normal, so that they go together and still have exactly these
// chances.
struct Sample {
  std::vector<double> score, chance;
  std::vector<std::uint8_t> positive;
  std::vector<std::uint32_t> patient;
  std::vector<std::uint64_t> key;

  Sample(const Design& design, std::uint64_t number, std::uint64_t patients) {
    const core::Random scores(seed, "simulation.calibration.scores");
    const core::Random outcomes(seed, "simulation.calibration.outcomes");
    const core::Random shared(seed, "simulation.calibration.shared");
    const std::uint64_t stream = number * 8 + design.images;
    for (std::uint64_t p = 0; p < patients; ++p) {
      key.push_back(p);
      const double common = shared.normal(stream, p);
      for (std::uint64_t i = 0; i < design.images; ++i) {
        const std::uint64_t image = p * design.images + i;
        const double x = -1 + 1.5 * scores.normal(stream, image);
        const double latent = std::sqrt(design.correlation) * common +
                              std::sqrt(1 - design.correlation) * outcomes.normal(stream, image);
        score.push_back(logistic(x));
        chance.push_back(logistic(design.slope * x));
        positive.push_back(stats::normal_cdf(latent) < chance.back() ? 1 : 0);
        patient.push_back(static_cast<std::uint32_t>(p));
      }
    }
  }
  Cases cases() const { return {score, positive, patient, key}; }
};

const Metric& metric(const char* id) {
  return **core::find_entry(all(), id, "metric");
}

// What each interval should hold, from a population of 400,000 patients and their known chances.
std::vector<double> truths(const Design& design) {
  const Sample population({400000, 1, 0, design.slope}, 1U << 30U, 400000);
  double brier = 0, observed = 0, expected = 0, ici = 0;
  double gaps[10] = {};
  for (std::size_t i = 0; i < population.score.size(); ++i) {
    const double p = population.score[i];
    const double q = population.chance[i];
    brier += q * (1 - p) * (1 - p) + (1 - q) * p * p;
    observed += q;
    expected += p;
    ici += std::abs(q - p);
    gaps[std::min(9, static_cast<int>(p * 10))] += q - p;
  }
  double ece = 0;
  for (const double gap : gaps) ece += std::abs(gap);
  const auto n = static_cast<double>(population.score.size());
  // The offset a with Σ logistic(a + logit p) = Σ chance.
  double a = 0;
  for (int step = 0; step < 30; ++step) {
    double sum = 0, slope = 0;
    for (const double p : population.score) {
      const double q = logistic(a + std::log(p / (1 - p)));
      sum += q;
      slope += q * (1 - q);
    }
    a += (observed - sum) / slope;
  }
  return {brier / n, observed / expected, a, design.slope, ece / n, ici / n};
}

std::string per_cent(double hits) {
  const double share = hits / static_cast<double>(repeats);
  return core::fixed(100 * share, 1) + " ± " +
         core::fixed(100 * std::sqrt(share * (1 - share) / static_cast<double>(repeats)), 1);
}

std::string row_for(const Design& design, bool want_tests) {
  constexpr std::size_t questions = std::size(intervals) + std::size(tests);
  const std::vector<double> truth = truths(design);
  std::vector<std::uint8_t> yes(repeats * questions, 0);
  core::parallel_for(
      repeats, std::max(1U, std::thread::hardware_concurrency()), [&](std::size_t r) {
        const Sample sample(design, r, design.patients);
        MetricOptions options;
        options.replicates = 500;
        options.context.seed =
            seed + r;  // else every sample would share the error of the same draws
        std::uint8_t* answers = &yes[r * questions];
        for (std::size_t m = 0; m < std::size(intervals) && !want_tests; ++m) {
          const stats::Estimate e = metric(intervals[m]).estimate(sample.cases(), options);
          answers[m] = e.interval.lower <= truth[m] && e.interval.upper >= truth[m];
        }
        for (std::size_t t = 0; t < std::size(tests) && want_tests; ++t) {
          const stats::Estimate e = metric(tests[t]).estimate(sample.cases(), options);
          answers[std::size(intervals) + t] = e.test && e.test->p_value < 0.05;
        }
      });
  std::string out = "| " + std::to_string(design.patients) + " | " + std::to_string(design.images) +
                    " | " + core::fixed(design.correlation, 1) + " | " +
                    core::fixed(design.slope, 1);
  const std::size_t first = want_tests ? std::size(intervals) : 0;
  const std::size_t last = want_tests ? questions : std::size(intervals);
  for (std::size_t q = first; q < last; ++q) {
    double hits = 0;
    for (std::uint64_t r = 0; r < repeats; ++r) hits += yes[r * questions + q];
    out += " | " + per_cent(hits);
  }
  return out + " |\n";
}

std::string table(bool want_tests) {
  std::string out = "| patients | images a patient | correlation | slope";
  std::string line = "|---|---|---|---";
  const auto add = [&](const char* id) {
    out += " | " + std::string(id);
    line += "|---";
  };
  if (want_tests)
    for (const char* id : tests) add(id);
  else
    for (const char* id : intervals) add(id);
  out += " |\n" + line + "|\n";
  for (const Design& design : designs) out += row_for(design, want_tests);
  return out;
}

}  // namespace
}  // namespace secondsite::simulations

int main(int count, char** arguments) {
  using namespace secondsite::simulations;
  if (count != 2) {
    std::fprintf(stderr, "usage: %s PAGE.md\n", arguments[0]);
    return 2;
  }
  const std::string page =
      "# Coverage and type-I error of the calibration metrics\n\nWritten by "
      "tests/simulations/coverage_calibration.cpp with the seed " +
      std::to_string(seed) + ", " + secondsite::core::grouped(repeats) +
      " samples a row; run it again with `./dev simulate`. Scores are logistic(-1 + 1.5 Z); "
      "*slope* is "
      "the true calibration slope (1: calibrated); *correlation* is that of a patient's outcomes "
      "given "
      "their scores, on a latent normal scale. ± is the Monte-Carlo standard error in points.\n\n"
      "## Intervals\n\nShare in % of 95 % intervals that hold the truth, all by patient.\n\n" +
      table(false) +
      "\n## Tests\n\nShare in % of samples with p < 0.05: type-I error where the slope is 1, power "
      "elsewhere.\n\n" +
      table(true);
  const auto written = secondsite::core::write_file(arguments[1], page);
  if (!written) {
    std::fprintf(stderr, "%s\n", written.error().text().c_str());
    return 3;
  }
  return 0;
}
