#include "secondsite/stats/proportion.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "secondsite/core/parallel.h"
#include "secondsite/core/random.h"
#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/stats/distributions.h"
#include "secondsite/stats/interval_method.h"

namespace secondsite::stats {
namespace {

struct PatientSum {
  std::uint64_t cases = 0;
  std::uint64_t successes = 0;
};

// One a patient index; indices without a case here stay at 0 cases.
std::vector<PatientSum> sums_by_patient(const ProportionCases& cases) {
  std::uint32_t last = 0;
  for (const std::uint32_t i : cases.patient) last = std::max(last, i);
  std::vector<PatientSum> sums(cases.success.empty() ? 0 : std::size_t{last} + 1);
  for (std::size_t k = 0; k < cases.success.size(); ++k) {
    PatientSum& sum = sums[cases.patient[k]];
    ++sum.cases;
    sum.successes += cases.success[k];
  }
  return sums;
}

core::Result<const IntervalMethod*> method_of(const ProportionOptions& options) {
  if (!(options.level > 0 && options.level < 1))
    return core::Error("stats.bad-input",
                       "the level " + core::exact(options.level) + " is not between 0 and 1");
  return core::find_entry(intervals::all(), options.method, "interval for a proportion");
}

Estimate begun(const ProportionOptions& options, std::uint64_t n, std::uint64_t successes) {
  Estimate out;
  if (n == 0)
    out =
        not_estimable(options.metric, "stats.no-cases", "there is no case to take a proportion of");
  out.metric = options.metric;
  out.level = options.level;
  out.unit = options.unit;
  out.n = n;
  out.n_positive = successes;
  if (n > 0) out.value = static_cast<double>(successes) / static_cast<double>(n);
  return out;
}

// Poisson(1) by inversion of one uniform draw.
std::uint64_t poisson_one(double u) {
  double term = std::exp(-1.0);
  double sum = term;
  std::uint64_t k = 0;
  while (u > sum && k < 40) sum += term /= static_cast<double>(++k);
  return k;
}

}  // namespace

core::Result<Estimate> proportion(std::uint64_t successes, std::uint64_t cases,
                                  const ProportionOptions& options) {
  auto method = method_of(options);
  if (!method) return std::move(method).error();
  if (successes > cases)
    return core::Error("stats.bad-counts", core::grouped(successes) + " successes of " +
                                               core::grouped(cases) + " cases cannot be");
  Estimate out = begun(options, cases, successes);
  out.method = (*method)->title;
  if (cases == 0) return out;
  const auto n = static_cast<double>(cases);
  out.interval = (*method)->interval(static_cast<double>(successes), n, options.level);
  out.standard_error = std::sqrt(out.value * (1 - out.value) / n);
  return out;
}

double ClusteredProportion::effective_cases(double level) const {
  if (n == 0) return 0;
  const auto cases = static_cast<double>(n);
  const double effective = cases / std::max(1.0, design_effect);
  if (design_effect_is_assumed || n < 2) return effective;
  const double tail = 0.5 + level / 2;
  const double ratio =
      student_quantile(tail, cases - 1) / student_quantile(tail, static_cast<double>(patients - 1));
  return effective * ratio * ratio;
}

ClusteredProportion clustered_proportion(const ProportionCases& cases) {
  ClusteredProportion out;
  const std::vector<PatientSum> sums = sums_by_patient(cases);
  std::uint64_t squares = 0;
  for (const PatientSum& sum : sums) {
    if (sum.cases == 0) continue;
    ++out.patients;
    out.n += sum.cases;
    out.successes += sum.successes;
    squares += sum.cases * sum.cases;
  }
  if (out.n == 0) return out;
  const auto n = static_cast<double>(out.n);
  const auto patients = static_cast<double>(out.patients);
  out.value = static_cast<double>(out.successes) / n;
  if (out.patients < 2 || out.successes == 0 || out.successes == out.n) {
    out.design_effect = static_cast<double>(squares) / n;
    out.design_effect_is_assumed = true;
    return out;
  }
  // Σ (n·xᵢ − x·mᵢ)² in whole numbers would be exact but may overflow; doubles summed in index
  // order do.
  double residuals = 0;
  for (const PatientSum& sum : sums) {
    const double e =
        static_cast<double>(sum.successes) - out.value * static_cast<double>(sum.cases);
    residuals += e * e;
  }
  const double variance = patients / (patients - 1) * residuals / (n * n);
  out.standard_error = std::sqrt(variance);
  out.design_effect = variance / (out.value * (1 - out.value) / (n - 1));
  return out;
}

core::Result<Estimate> proportion(const ProportionCases& cases, const ProportionOptions& options) {
  if (cases.patient.empty()) {
    std::uint64_t successes = 0;
    for (const std::uint8_t s : cases.success) successes += s;
    return proportion(successes, cases.success.size(), options);
  }
  auto method = method_of(options);
  if (!method) return std::move(method).error();
  const ClusteredProportion made = clustered_proportion(cases);
  Estimate out = begun(options, made.n, made.successes);
  out.n_clusters = made.patients;
  out.method = "ratio estimator; clusters: linearised; " + std::string((*method)->title) +
               ", effective sample size";
  if (made.n == 0) return out;
  const double effective = made.effective_cases(options.level);
  out.interval = (*method)->interval(out.value * effective, effective, options.level);
  out.standard_error = made.standard_error;
  out.design_effect = made.design_effect;
  out.definitions.push_back(
      {"design effect", made.design_effect_is_assumed
                            ? "assumed: cases of a patient agree fully (sum m^2 / n)"
                            : "linearised variance over p(1 - p)/(n - 1)"});
  out.definitions.push_back(
      {"effective sample size", core::fixed(effective, 1) +
                                    ", n / max(1, design effect), Student-corrected for " +
                                    core::counted(made.patients, "patient")});
  return out;
}

core::Result<Estimate> proportion_bootstrap(const ProportionCases& cases,
                                            const ProportionOptions& options) {
  if (!(options.level > 0 && options.level < 1))
    return core::Error("stats.bad-input",
                       "the level " + core::exact(options.level) + " is not between 0 and 1");
  const bool clustered = !cases.patient.empty();
  std::vector<PatientSum> sums;
  if (clustered) {
    sums = sums_by_patient(cases);
    if (cases.patient_key.size() < sums.size())
      return core::Error("stats.bad-input", "the bootstrap needs a key for each patient; " +
                                                core::grouped(cases.patient_key.size()) +
                                                " keys for " + core::grouped(sums.size()) +
                                                " patients");
  } else {
    for (const std::uint8_t s : cases.success) sums.push_back({1, s});
  }
  std::uint64_t n = 0;
  std::uint64_t successes = 0;
  std::uint64_t patients = 0;
  for (const PatientSum& sum : sums) {
    n += sum.cases;
    successes += sum.successes;
    patients += sum.cases > 0;
  }
  Estimate out = begun(options, n, successes);
  out.n_clusters = clustered ? patients : 0;
  out.method = std::string(clustered ? "patients" : "cases") +
               " resampled, Poisson(1) weights, percentile, " + core::grouped(options.replicates) +
               " replicates";
  out.definitions.push_back({"percentile", "linear between order statistics"});
  if (n == 0) return out;

  const core::Random random(options.context.seed, "proportion bootstrap");
  std::vector<double> values(options.replicates, unknown);
  core::parallel_for(options.replicates, options.context.threads, [&](std::size_t replicate) {
    std::uint64_t drawn = 0;
    std::uint64_t drawn_successes = 0;
    for (std::size_t i = 0; i < sums.size(); ++i) {
      if (sums[i].cases == 0) continue;
      const std::uint64_t weight =
          poisson_one(random.uniform(clustered ? cases.patient_key[i] : i, replicate));
      drawn += weight * sums[i].cases;
      drawn_successes += weight * sums[i].successes;
    }
    if (drawn > 0)
      values[replicate] = static_cast<double>(drawn_successes) / static_cast<double>(drawn);
  });
  std::erase_if(values, [](double value) { return std::isnan(value); });
  std::sort(values.begin(), values.end());
  out.interval = {sorted_quantile(values, (1 - options.level) / 2),
                  sorted_quantile(values, (1 + options.level) / 2)};
  if (values.size() > 1) {
    double mean = 0;
    for (const double value : values) mean += value / static_cast<double>(values.size());
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    out.standard_error = std::sqrt(squares / static_cast<double>(values.size() - 1));
    const double independent = out.value * (1 - out.value) / static_cast<double>(n);
    if (independent > 0) out.design_effect = out.standard_error * out.standard_error / independent;
  }
  return out;
}

double sorted_quantile(std::span<const double> ascending, double q) {
  if (ascending.empty()) return unknown;
  const double at = q * static_cast<double>(ascending.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  if (below + 1 >= ascending.size()) return ascending.back();
  const double share = at - static_cast<double>(below);
  return ascending[below] + share * (ascending[below + 1] - ascending[below]);
}

}  // namespace secondsite::stats
