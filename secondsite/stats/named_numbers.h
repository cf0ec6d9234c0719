#pragma once
// What the entries of the registry of tests share: taking their numbers out of a map by name.

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/core/result.h"
#include "secondsite/stats/alternative.h"
#include "secondsite/stats/hypothesis_test.h"

namespace secondsite::stats {

// The numbers under `wanted`, in that order. A wanted one that is absent ("stats.missing-input") or
// one under another name ("stats.unknown-input") is an error. The name "side" may be left out and
// then is 0.
core::Result<std::vector<double>> numbers_by_name(const NamedNumbers& given,
                                                  std::span<const std::string> wanted);

// "side" as a number: 0 two-sided, 1 greater, −1 less; anything else is "stats.bad-input".
core::Result<Alternative> alternative_of(double side);

// The `run` of an entry: takes `inputs` and hands their values, in order, to `test`.
using NumbersTest = std::function<core::Result<TestResult>(std::span<const double>)>;
HypothesisTest with_numbers(HypothesisTest entry, NumbersTest test);

// The same for a test with a side, whose last input is "side" (appended here).
using SidedTest = std::function<core::Result<TestResult>(std::span<const double>, Alternative)>;
HypothesisTest with_numbers_and_side(HypothesisTest entry, SidedTest test);

}  // namespace secondsite::stats
