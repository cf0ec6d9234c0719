#pragma once
// No naked numbers: what can reach a page is an Estimate. It carries its interval, the method, the
// unit of analysis, how many cases, positives and clusters stand behind it, and the definitions it
// chose.

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "secondsite/core/json.h"

namespace secondsite::stats {

inline constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

struct Interval {
  double lower = unknown;
  double upper = unknown;
};

// A choice that the literature leaves open, made and named ("ties", "half credit").
struct Definition {
  std::string name;
  std::string choice;
};

// A null-hypothesis test as it was done.
struct TestResult {
  std::string method;  // "DeLong, paired"
  double statistic = unknown;
  double degrees_of_freedom = unknown;  // NaN: a normal reference
  double p_value = unknown;             // as `alternative` says
  std::string alternative = "two-sided";
};

// A second interval for the same value, by another method ("patient bootstrap, percentile").
struct OtherInterval {
  std::string method;
  Interval interval;
};

struct Estimate {
  std::string metric;  // the registry's id: "auroc"; for a contrast the metric that is contrasted
  double value = unknown;
  Interval interval;
  double level = 0.95;
  std::string method;         // estimator and interval: "DeLong; clusters: Obuchowski 1997; logit"
  std::string unit = "case";  // the unit of analysis: "patient", "study", "image", "case"
  std::uint64_t n = 0;        // cases
  std::uint64_t n_positive = 0;
  std::uint64_t n_clusters = 0;  // patients; 0 where each case is its own
  double standard_error = unknown;
  double design_effect = unknown;  // clustered variance over the variance of independent cases
  std::vector<Definition> definitions;
  std::vector<OtherInterval> other_intervals;
  std::optional<TestResult> test;  // for contrasts
  // Why there is no value, as a code of core/codes and a sentence; empty where there is one.
  std::string absent_code;
  std::string absent_reason;

  bool is_estimable() const { return absent_code.empty() && !std::isnan(value); }
  bool has_interval() const { return !std::isnan(interval.lower) && !std::isnan(interval.upper); }
};

// An estimate that could not be made; n and positives are still told by the caller.
Estimate not_estimable(std::string metric, std::string code, std::string reason);

core::Json to_json(const Estimate& estimate);
core::Json to_json(const TestResult& test);

}  // namespace secondsite::stats
