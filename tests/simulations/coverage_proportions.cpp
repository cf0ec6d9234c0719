// How often do the intervals for a proportion hold the truth, and how often does the test of a
// clustered difference cry wolf? Writes the page whose path is its argument.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "secondsite/core/parallel.h"
#include "secondsite/core/random.h"
#include "secondsite/core/text.h"
#include "secondsite/stats/clustered_difference.h"
#include "secondsite/stats/distributions.h"
#include "secondsite/stats/interval_method.h"
#include "secondsite/stats/mcnemar.h"
#include "secondsite/stats/proportion.h"
#include "write_page.h"

namespace secondsite::simulations {
namespace {

using namespace secondsite::stats;  // NOLINT: the program is about nothing else

constexpr std::uint64_t seed = 20180321;
constexpr std::uint64_t repeats = 4000;
constexpr unsigned bootstrap_replicates = 500;
constexpr double level = 0.95;

unsigned threads() {
  return std::max(1U, std::thread::hardware_concurrency());
}

std::string per_cent(double share) {
  return core::fixed(100 * share, 1);
}
// The Monte-Carlo standard error of a share, in points.
std::string with_error(double share) {
  const auto n = static_cast<double>(repeats);
  return per_cent(share) + " ± " + core::fixed(100 * std::sqrt(share * (1 - share) / n), 1);
}

// Coverage of independent cases: a sum over all counts, so without a Monte-Carlo error.
std::string independent_cases() {
  std::string out =
      "## Independent cases\n\nSummed over every possible count: exact, no Monte-Carlo error. "
      "Coverage in % of "
      "the 95 % interval; *least* and *mean* over p = 0.50, 0.51 … 0.99.\n\n| interval | n | p = "
      "0.75 | p = 0.85 | "
      "p = 0.95 | least | mean |\n|---|---|---|---|---|---|---|\n";
  for (const IntervalMethod& method : intervals::all()) {
    for (const double n : {10.0, 30.0, 66.0, 200.0}) {
      std::vector<Interval> at;
      for (double x = 0; x <= n; ++x) at.push_back(method.interval(x, n, level));
      const auto coverage = [&](double p) {
        double sum = 0;
        for (std::size_t x = 0; x < at.size(); ++x)
          if (at[x].lower <= p && p <= at[x].upper)
            sum += binomial_pmf(static_cast<double>(x), n, p);
        return sum;
      };
      double least = 1;
      double mean = 0;
      for (int per_hundred = 50; per_hundred < 100; ++per_hundred) {
        const double each = coverage(per_hundred / 100.0);
        least = std::min(least, each);
        mean += each / 50;
      }
      out += "| " + std::string(method.id) + " | " + core::fixed(n, 0) + " | " +
             per_cent(coverage(0.75)) + " | " + per_cent(coverage(0.85)) + " | " +
             per_cent(coverage(0.95)) + " | " + per_cent(least) + " | " + per_cent(mean) + " |\n";
    }
  }
  return out + "\n";
}

struct World {
  std::uint32_t patients;
  double truth;
  double correlation;  // of two cases of a patient
};

// The cases of two models in one world. A case shows its patient's common outcome with probability
// √correlation, else its own, so that two cases of a patient correlate by `correlation`; the second
// model repeats half of the first one's outcomes. Patients bring one to twelve cases, about three
// on average, most of them few.
struct Sample {
  std::vector<std::uint8_t> first;
  std::vector<std::uint8_t> second;
  std::vector<std::uint32_t> patient;
  std::vector<std::uint64_t> key;
  ProportionCases first_cases() const { return {first, patient, key}; }
  ProportionCases second_cases() const { return {second, patient, key}; }
};

Sample draw(const World& world, std::uint64_t repeat) {
  const core::Random random(seed, "coverage " + core::exact(world.truth) + " " +
                                      core::exact(world.correlation) + " " +
                                      std::to_string(world.patients));
  const double share = std::sqrt(world.correlation);
  Sample out;
  for (std::uint32_t i = 0; i < world.patients; ++i) {
    const std::uint64_t key = repeat * 1'000'000 + i;
    out.key.push_back(key);
    std::uint64_t index = 0;
    const auto uniform = [&] { return random.uniform(key, index++); };
    const auto size = std::min(12, 1 + static_cast<int>(-2.5 * std::log(uniform())));
    const std::array<bool, 2> common{uniform() < world.truth, uniform() < world.truth};
    for (int k = 0; k < size; ++k) {
      const auto outcome = [&](bool of_patient) {
        const double which = uniform();
        const double own = uniform();
        return which < share ? of_patient : own < world.truth;
      };
      const bool one = outcome(common[0]);
      const bool other = outcome(common[1]);
      out.first.push_back(one);
      out.second.push_back(uniform() < 0.5 ? one : other);
      out.patient.push_back(i);
    }
  }
  return out;
}

// The share of repeats in which `happens`.
std::vector<double> shares(
    std::size_t questions,
    const std::function<void(std::uint64_t, std::vector<std::uint8_t>&)>& answer) {
  std::vector<std::vector<std::uint8_t>> answers(repeats, std::vector<std::uint8_t>(questions, 0));
  core::parallel_for(repeats, threads(), [&](std::size_t r) { answer(r, answers[r]); });
  std::vector<double> out(questions, 0);
  for (const auto& each : answers)
    for (std::size_t q = 0; q < questions; ++q) out[q] += each[q] / static_cast<double>(repeats);
  return out;
}

std::string clustered_cases(const std::vector<World>& worlds) {
  std::string out = "## Cases of patients\n\n" + core::grouped(repeats) +
                    " samples a row; ± is the Monte-Carlo standard error, in points. Coverage in % "
                    "of the 95 % interval. *Ignoring "
                    "patients*: Wilson on all cases as if independent. *Wilson*, "
                    "*Clopper–Pearson*: on the effective sample size, as this "
                    "program does. *Bootstrap*: patients resampled, percentile, " +
                    core::grouped(bootstrap_replicates) +
                    " replicates. *Assumed*: how often nothing failed, so that the design effect "
                    "was assumed, not estimated.\n\n"
                    "| patients | truth | correlation | ignoring patients | Wilson | "
                    "Clopper–Pearson | bootstrap | assumed |\n"
                    "|---|---|---|---|---|---|---|---|\n";
  for (const World& world : worlds) {
    const auto got = shares(5, [&](std::uint64_t repeat, std::vector<std::uint8_t>& answer) {
      const Sample sample = draw(world, repeat);
      const auto holds = [&](const core::Result<Estimate>& estimate) -> std::uint8_t {
        return estimate && estimate->interval.lower <= world.truth &&
               world.truth <= estimate->interval.upper;
      };
      ProportionCases alone = sample.first_cases();
      alone.patient = {};
      answer[0] = holds(proportion(alone));
      answer[1] = holds(proportion(sample.first_cases()));
      answer[2] = holds(proportion(sample.first_cases(), {.method = "clopper_pearson"}));
      ProportionOptions boot{.replicates = bootstrap_replicates};
      boot.context.seed = seed + repeat;
      answer[3] = holds(proportion_bootstrap(sample.first_cases(), boot));
      answer[4] = clustered_proportion(sample.first_cases()).design_effect_is_assumed;
    });
    out += "| " + std::to_string(world.patients) + " | " + core::fixed(world.truth, 2) + " | " +
           core::fixed(world.correlation, 1);
    for (const double share : got) out += " | " + with_error(share);
    out += " |\n";
  }
  return out + "\n";
}

std::string paired_tests(const std::vector<World>& worlds) {
  std::string out =
      "## Two models on the same cases\n\nBoth models are equally good; a test at 5 % should cry "
      "wolf in 5 % of the samples. "
      "Type-I error in %, ± its Monte-Carlo standard error.\n\n"
      "| patients | truth | correlation | McNemar, ignoring patients | clustered (Obuchowski) "
      "|\n|---|---|---|---|---|\n";
  for (const World& world : worlds) {
    const auto got = shares(2, [&](std::uint64_t repeat, std::vector<std::uint8_t>& answer) {
      const Sample sample = draw(world, repeat);
      Discordant discordant;
      for (std::size_t k = 0; k < sample.first.size(); ++k) {
        discordant.first_only += sample.first[k] > sample.second[k];
        discordant.second_only += sample.second[k] > sample.first[k];
      }
      answer[0] = mcnemar_exact(discordant, true)->p_value < 0.05;
      const auto clustered = clustered_difference_test(sample.first_cases(), sample.second_cases(),
                                                       Alternative::two_sided);
      answer[1] = clustered && clustered->p_value < 0.05;
    });
    out += "| " + std::to_string(world.patients) + " | " + core::fixed(world.truth, 2) + " | " +
           core::fixed(world.correlation, 1);
    for (const double share : got) out += " | " + with_error(share);
    out += " |\n";
  }
  return out;
}

int run(const std::string& path) {
  std::vector<World> worlds;
  for (const std::uint32_t patients : {15U, 30U, 66U, 200U})
    for (const double truth : {0.75, 0.85, 0.95})
      for (const double correlation : {0.0, 0.3, 0.7})
        worlds.push_back({patients, truth, correlation});
  const std::string page =
      "# Coverage of the intervals for a proportion\n\nWritten by "
      "tests/simulations/coverage_proportions.cpp with the "
      "seed " +
      std::to_string(seed) + "; run it again with `./dev simulate`.\n\n" + independent_cases() +
      clustered_cases(worlds) + paired_tests(worlds);
  return write_page(path, page);
}

}  // namespace
}  // namespace secondsite::simulations

int main(int count, char** arguments) {
  return secondsite::simulations::run(
      count > 1 ? arguments[1] : "docs/reference/accuracy/coverage_proportions.md");
}
