#include "secondsite/metrics/support/calibration_null.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "secondsite/core/random.h"
#include "secondsite/metrics/support/influence.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::metrics {
namespace {

constexpr double largest_exact_variance = 100;
constexpr double negligible = 1e-18;

}  // namespace

SuccessCount::SuccessCount(std::span<const double> chances) {
  double third = 0;
  for (const double p : chances) {
    mean_ += p;
    variance_ += p * (1 - p);
    third += p * (1 - p) * (1 - 2 * p);
  }
  if (variance_ > largest_exact_variance) {
    skewness_ = third / std::pow(variance_, 1.5);
    return;
  }
  // One trial at a time; what has become negligible at either end is cut away.
  std::vector<double> mass{1.0};
  std::size_t start = 0;  // mass[j] = P(count = j); below start it is negligible
  for (const double p : chances) {
    mass.push_back(0);
    for (std::size_t j = mass.size() - 1; j > start; --j)
      mass[j] = mass[j] * (1 - p) + mass[j - 1] * p;
    mass[start] *= 1 - p;
    while (mass.size() > start + 1 && mass.back() < negligible) mass.pop_back();
    while (start + 1 < mass.size() && mass[start] < negligible) ++start;
  }
  first_ = start;
  double sum = 0;
  for (std::size_t j = start; j < mass.size(); ++j) cumulative_.push_back(sum += mass[j]);
}

double SuccessCount::quantile(double u) const {
  if (cumulative_.empty()) {
    const double z = stats::normal_quantile(u);
    return mean_ + std::sqrt(variance_) * (z + skewness_ * (z * z - 1) / 6);
  }
  const auto at = std::lower_bound(cumulative_.begin(), cumulative_.end(), u);
  const auto j = std::min<std::size_t>(static_cast<std::size_t>(at - cumulative_.begin()),
                                       cumulative_.size() - 1);
  return static_cast<double>(first_ + j);
}

double SuccessCount::mean_deviation() const {
  if (cumulative_.empty()) return std::sqrt(2 * variance_ / std::numbers::pi);
  double sum = 0;
  double before = 0;
  for (std::size_t j = 0; j < cumulative_.size(); ++j) {
    sum += (cumulative_[j] - before) * std::abs(static_cast<double>(first_ + j) - mean_);
    before = cumulative_[j];
  }
  return sum;
}

double gap_design_effect(const Cases& cases, std::span<const double> chances,
                         std::span<const std::uint8_t> outcome, const Binned& binned) {
  if (!cases.is_clustered()) return 1;
  double weighted = 0;
  for (std::uint32_t k = 0; k < binned.bins.size(); ++k) {
    const Bin& bin = binned.bins[k];
    Influence gap;
    gap.per_case.assign(cases.size(), 0);
    gap.takes_part.assign(cases.size(), 0);
    for (std::size_t i = 0; i < cases.size(); ++i) {
      if (binned.bin_of[i] != k) continue;
      gap.takes_part[i] = 1;
      gap.per_case[i] = (outcome[i] - chances[i] - bin.gap()) / bin.n;
    }
    const double effect =
        pooled_variance(cases, gap, Unit::patient) / pooled_variance(cases, gap, Unit::one_case);
    weighted += bin.n * (std::isfinite(effect) ? effect : 1);
  }
  return std::max(1.0, weighted / binned.n);
}

NullError null_calibration_error(const Cases& cases, std::span<const double> chances,
                                 std::span<const std::uint8_t> outcome, const Binned& binned,
                                 double observed, const MetricOptions& options) {
  std::vector<std::vector<double>> chances_of(binned.bins.size());
  for (std::size_t i = 0; i < chances.size(); ++i)
    if (binned.bin_of[i] != Binned::no_bin) chances_of[binned.bin_of[i]].push_back(chances[i]);

  NullError null;
  null.draws = std::max(1U, options.replicates);
  null.inflation = gap_design_effect(cases, chances, outcome, binned);
  const core::Random random(options.context.seed, "metrics.calibration-null");
  std::vector<double> errors(null.draws, 0);
  double mean = 0;
  for (std::size_t k = 0; k < chances_of.size(); ++k) {
    // In order of score, so that the sums below do not depend on the order of rows.
    std::sort(chances_of[k].begin(), chances_of[k].end());
    const SuccessCount count(chances_of[k]);
    mean += count.mean_deviation();
    for (unsigned r = 0; r < null.draws; ++r)
      errors[r] += std::abs(count.quantile(random.uniform(k, r)) - count.mean());
  }
  const double scale = std::sqrt(null.inflation) / binned.n;
  null.mean = mean * scale;
  for (double& error : errors) error *= scale;
  std::sort(errors.begin(), errors.end());
  const auto reached = errors.end() - std::lower_bound(errors.begin(), errors.end(), observed);
  null.p_value = (1 + static_cast<double>(reached)) / (1 + static_cast<double>(null.draws));
  const auto at = [&](double p) {
    const double place = p * static_cast<double>(errors.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, errors.size() - 1);
    return errors[below] + (place - static_cast<double>(below)) * (errors[above] - errors[below]);
  };
  null.band = {at((1 - options.level) / 2), at((1 + options.level) / 2)};
  return null;
}

}  // namespace secondsite::metrics
