#pragma once
// The registry of tests that need summary numbers only (counts, variances): named numbers in, a
// test out. Typed functions for C++ callers stand in two_proportions.h and its neighbours; an entry
// wraps one.

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/core/result.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::stats {

using NamedNumbers = std::map<std::string, double, std::less<>>;

struct HypothesisTest {
  std::string_view id;
  std::string_view title;
  std::string_view null_hypothesis;
  std::string_view reference;
  std::vector<std::string> inputs;  // names of the numbers that it wants
  std::function<core::Result<TestResult>(const NamedNumbers&)> run;
};

namespace tests {
std::span<const HypothesisTest> all();
}

}  // namespace secondsite::stats
