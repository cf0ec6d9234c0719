// How often does the interval that carries the error of the labels hold the truth, and how often
// does the naive one? Writes the page whose path is its argument.

#include <cmath>
#include <string>
#include <thread>

#include "coverage_cell.h"
#include "secondsite/core/parallel.h"
#include "secondsite/core/random.h"
#include "secondsite/core/text.h"
#include "secondsite/labels/label_error.h"
#include "secondsite/stats/distributions.h"
#include "write_page.h"

namespace secondsite::simulations {
namespace {

constexpr std::uint64_t seed = 20180321;
constexpr std::size_t repeats = 1000;
constexpr double shift = 1.5;       // of the scores of the truly positive
constexpr double threshold = 0.75;  // sensitivity and specificity Φ(.75)

struct World {
  const char* name;
  std::size_t cases;
  double prevalence;
  double sensitivity;  // of the label
  double specificity;
  std::size_t audit;  // cases of each class whose label is known to be right or wrong
  // Of the cases that the label gets wrong, the share whose score is drawn from the label's class:
  // a model that learnt the label's errors.
  double shared = 0;
};

// One in each column: does the interval hold the truth? 0 no, 1 yes, 2 none.
struct Answer {
  std::uint8_t naive[3] = {2, 2, 2};
  std::uint8_t corrected[3] = {2, 2, 2};
};

Answer one_study(const World& world, const core::Random& random, std::uint64_t repeat) {
  std::vector<double> score;
  std::vector<std::uint8_t> label;
  std::vector<std::uint64_t> key;
  const std::uint64_t base = repeat * 1000003ULL;
  for (std::uint64_t i = 0; i < world.cases; ++i) {
    const bool truth = random.uniform(base + i, 0) < world.prevalence;
    const bool right =
        random.uniform(base + i, 1) < (truth ? world.sensitivity : world.specificity);
    const bool called = right == truth;
    const bool copied = !right && random.uniform(base + i, 2) < world.shared;
    score.push_back(random.normal(base + i, 3) + ((copied ? called : truth) ? shift : 0));
    label.push_back(called ? 1 : 0);
    key.push_back(base + i);
  }
  double hit = 0;
  double cleared = 0;
  for (std::uint64_t i = 0; i < world.audit; ++i) {
    hit += random.uniform(base + i, 4) < world.sensitivity ? 1 : 0;
    cleared += random.uniform(base + i, 5) < world.specificity ? 1 : 0;
  }
  const auto n = static_cast<double>(world.audit);
  labels::LabelErrorRequest request;
  request.rates = *labels::rates_from_audit(hit, n - cleared, n - hit, cleared, "audit");
  metrics::MetricOptions options;
  options.threshold = threshold;
  options.replicates = 500;
  options.context.seed = seed + repeat;
  Answer out;
  const auto done = labels::correct_for_label_error({score, label, {}, key}, request, options);
  if (!done) return out;
  const double truth[] = {world.prevalence, stats::normal_cdf(shift / std::sqrt(2.0)),
                          stats::normal_cdf(threshold)};
  for (std::size_t m = 0; m < 3; ++m) {
    const labels::CorrectedEstimate& each = done->estimates[m];
    const auto holds = [&](const stats::Estimate& e) -> std::uint8_t {
      if (!e.is_estimable() || !e.has_interval()) return 2;
      return e.interval.lower <= truth[m] && truth[m] <= e.interval.upper ? 1 : 0;
    };
    out.naive[m] = holds(each.naive);
    out.corrected[m] = holds(each.corrected);
  }
  return out;
}

std::string row_of(const World& world) {
  const core::Random random(seed, world.name);
  std::vector<Answer> answer(repeats);
  core::parallel_for(repeats, std::max(1U, std::thread::hardware_concurrency()),
                     [&](std::size_t r) { answer[r] = one_study(world, random, r); });
  std::string out = "| " + std::string(world.name) + " | " + std::to_string(world.cases) + " | " +
                    core::fixed(world.prevalence, 2) + " | " + core::fixed(world.sensitivity, 2) +
                    ", " + core::fixed(world.specificity, 2) + " | " + std::to_string(world.audit) +
                    " + " + std::to_string(world.audit);
  for (std::size_t m = 0; m < 3; ++m)
    for (const bool corrected : {false, true}) {
      double held = 0;
      double n = 0;
      for (const Answer& each : answer) {
        const std::uint8_t v = corrected ? each.corrected[m] : each.naive[m];
        if (v == 2) continue;
        held += v;
        n += 1;
      }
      out += coverage_cell(held, n, repeats);
    }
  return out + " |\n";
}

int run(const std::string& path) {
  const World worlds[] = {{"independent errors", 1000, .30, .90, .97, 200},
                          {"independent errors", 1000, .30, .90, .97, 50},
                          {"independent errors", 4000, .30, .90, .97, 200},
                          {"independent errors", 4000, .10, .85, .98, 400},
                          {"poor labels", 4000, .30, .70, .90, 400},
                          {"the model learnt a third of the errors", 4000, .30, .90, .97, 200, .33},
                          {"the model learnt all the errors", 4000, .30, .90, .97, 200, 1}};
  std::string page =
      "# Coverage of estimates corrected for label error\n\n"
      "Written by tests/simulations/coverage_label_error.cpp with the seed " +
      std::to_string(seed) +
      "; run it again with `./dev simulate`.\n\n"
      "Scores N(0, 1) and N(1.5, 1), labels that err at the rates shown, an audit of so many cases "
      "of each class; " +
      std::to_string(repeats) +
      " cohorts of each kind. How often the 95 % interval holds the truth, in %: against the "
      "labels "
      "as they are, and with their error carried through (500 replicates). Monte-Carlo error at "
      "95 %: 1.4. *none*: cohorts without a corrected value. In the last two worlds label and "
      "model "
      "share errors, which the correction takes to be independent.\n\n"
      "| world | cases | prevalence | label's rates | audit | prevalence, naive | corrected | "
      "AUROC, naive | corrected | sensitivity, naive | corrected |\n"
      "|---|---|---|---|---|---|---|---|---|---|---|\n";
  for (const World& world : worlds) page += row_of(world);
  return write_page(path, page);
}

}  // namespace
}  // namespace secondsite::simulations

int main(int count, char** arguments) {
  if (count != 2) return 2;
  return secondsite::simulations::run(arguments[1]);
}
