// What every interval for a proportion keeps.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "secondsite/stats/hypothesis_test.h"
#include "secondsite/stats/interval_method.h"

namespace secondsite::conformance {
namespace {

struct Trial {
  double successes;
  double trials;
};

// Whole and fractional counts, none and all of them, one trial and a million.
std::vector<Trial> trials() {
  std::vector<Trial> out;
  for (const double n : {1.0, 2.0, 3.5, 7.0, 66.0, 250.0, 1234.5, 1e6})
    for (const double share : {0.0, 0.01, 0.1, 0.5, 0.85, 0.99, 1.0}) out.push_back({share * n, n});
  return out;
}

// The equal-tailed Jeffreys interval leaves out the share observed where that rests on less than
// half a success or failure: fractional counts only, and no fault of the code.
bool may_leave_out(const stats::IntervalMethod& method, const Trial& trial) {
  return method.id == "jeffreys" &&
         std::min(trial.successes, trial.trials - trial.successes) < 0.5 && trial.successes > 0 &&
         trial.successes < trial.trials;
}

TEST(EveryInterval, ContainsTheShareObservedAndStaysWithinZeroAndOne) {
  for (const stats::IntervalMethod& method : stats::intervals::all())
    for (const Trial& trial : trials())
      for (const double level : {0.5, 0.8, 0.95, 0.999}) {
        const stats::Interval found = method.interval(trial.successes, trial.trials, level);
        const double share = trial.successes / trial.trials;
        EXPECT_GE(found.lower, 0) << method.id;
        EXPECT_LE(found.upper, 1) << method.id;
        if (may_leave_out(method, trial)) continue;
        EXPECT_LE(found.lower, share + 1e-12)
            << method.id << " " << trial.successes << "/" << trial.trials << " at " << level;
        EXPECT_GE(found.upper, share - 1e-12)
            << method.id << " " << trial.successes << "/" << trial.trials << " at " << level;
      }
}

TEST(EveryInterval, GrowsWithItsLevel) {
  for (const stats::IntervalMethod& method : stats::intervals::all())
    for (const Trial& trial : trials()) {
      stats::Interval before = method.interval(trial.successes, trial.trials, 0.5);
      for (const double level : {0.8, 0.9, 0.95, 0.99, 0.999}) {
        const stats::Interval found = method.interval(trial.successes, trial.trials, level);
        EXPECT_LE(found.lower, before.lower + 1e-12)
            << method.id << " " << trial.successes << "/" << trial.trials << " at " << level;
        EXPECT_GE(found.upper, before.upper - 1e-12)
            << method.id << " " << trial.successes << "/" << trial.trials << " at " << level;
        before = found;
      }
    }
}

TEST(EveryInterval, TreatsFailuresAsItTreatsSuccesses) {
  for (const stats::IntervalMethod& method : stats::intervals::all())
    for (const Trial& trial : trials()) {
      const stats::Interval found = method.interval(trial.successes, trial.trials, 0.95);
      const stats::Interval turned =
          method.interval(trial.trials - trial.successes, trial.trials, 0.95);
      EXPECT_NEAR(found.lower, 1 - turned.upper, 1e-9)
          << method.id << " " << trial.successes << "/" << trial.trials;
      EXPECT_NEAR(found.upper, 1 - turned.lower, 1e-9)
          << method.id << " " << trial.successes << "/" << trial.trials;
    }
}

TEST(EveryInterval, KnowsNothingWithoutTrials) {
  for (const stats::IntervalMethod& method : stats::intervals::all()) {
    const stats::Interval found = method.interval(0, 0, 0.95);
    EXPECT_EQ(found.lower, 0) << method.id;
    EXPECT_EQ(found.upper, 1) << method.id;
  }
}

TEST(EveryInterval, ShrinksAsTrialsGrow) {
  for (const stats::IntervalMethod& method : stats::intervals::all()) {
    double before = 2;
    for (const double n : {10.0, 40.0, 160.0, 640.0, 2560.0}) {
      const stats::Interval found = method.interval(0.3 * n, n, 0.95);
      EXPECT_LT(found.upper - found.lower, before) << method.id << " at n = " << n;
      before = found.upper - found.lower;
    }
  }
}

TEST(EveryTest, RefusesMissingUnknownAndImpossibleNumbersWithoutThrowing) {
  for (const stats::HypothesisTest& test : stats::tests::all()) {
    EXPECT_FALSE(test.run({})) << test.id << " ran without its inputs";
    stats::NamedNumbers numbers;
    for (const std::string& input : test.inputs) numbers[input] = 1;
    numbers["nobody_asked"] = 1;
    EXPECT_FALSE(test.run(numbers)) << test.id << " took a number that it does not know";
    for (const double value : {-1.0, 0.0, std::nan(""), double{INFINITY}}) {
      numbers.clear();
      for (const std::string& input : test.inputs) numbers[input] = value;
      const auto result = test.run(numbers);
      if (result && !std::isnan(result->p_value)) {
        EXPECT_GE(result->p_value, 0) << test.id << " with all inputs " << value;
        EXPECT_LE(result->p_value, 1) << test.id << " with all inputs " << value;
      }
    }
  }
}

}  // namespace
}  // namespace secondsite::conformance
