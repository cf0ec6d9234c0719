#include "secondsite/metrics/support/calibration_draws.h"

#include <algorithm>
#include <cmath>

#include "secondsite/core/random.h"

namespace secondsite::metrics {
namespace {

// Cases grouped by patient, in the order of rows within each.
struct ByPatient {
  std::vector<std::uint32_t> first;  // patients + 1
  std::vector<std::uint32_t> cases;
};

ByPatient by_patient(const Cases& cases) {
  ByPatient out;
  const std::uint32_t largest = *std::max_element(cases.patient.begin(), cases.patient.end());
  out.first.assign(largest + std::size_t{2}, 0);
  for (const std::uint32_t p : cases.patient) ++out.first[p + std::size_t{1}];
  for (std::size_t p = 1; p < out.first.size(); ++p) out.first[p] += out.first[p - 1];
  std::vector<std::uint32_t> next(out.first.begin(), out.first.end() - 1);
  out.cases.resize(cases.size());
  for (std::size_t i = 0; i < cases.size(); ++i)
    out.cases[next[cases.patient[i]]++] = static_cast<std::uint32_t>(i);
  return out;
}

// The lower triangle of the covariance, packed by rows of `dimension`.
std::vector<double> patient_covariance(const RowOf& row_of, std::size_t dimension,
                                       const Cases& cases) {
  std::vector<double> covariance(dimension * dimension, 0);
  std::vector<double> row(dimension);
  std::vector<double> sum(dimension);
  double units = 0;
  const auto add_unit = [&] {
    units += 1;
    for (std::size_t a = 0; a < dimension; ++a) {
      if (sum[a] == 0) continue;
      for (std::size_t b = 0; b <= a; ++b) covariance[a * dimension + b] += sum[a] * sum[b];
    }
  };
  if (cases.is_clustered()) {
    const ByPatient grouped = by_patient(cases);
    for (std::size_t p = 0; p + 1 < grouped.first.size(); ++p) {
      if (grouped.first[p] == grouped.first[p + 1]) continue;
      std::fill(sum.begin(), sum.end(), 0);
      for (std::uint32_t at = grouped.first[p]; at < grouped.first[p + 1]; ++at) {
        row_of(grouped.cases[at], row);
        for (std::size_t k = 0; k < dimension; ++k) sum[k] += row[k];
      }
      add_unit();
    }
  } else {
    for (std::size_t i = 0; i < cases.size(); ++i) {
      row_of(i, sum);
      add_unit();
    }
  }
  for (double& entry : covariance) entry *= units < 2 ? stats::unknown : units / (units - 1);
  return covariance;
}

// L with L·Lᵀ = the matrix; a direction without variance gets a column of zeros.
void factorise(std::vector<double>& m, std::size_t n) {
  for (std::size_t j = 0; j < n; ++j) {
    const double before = m[j * n + j];
    double pivot = before;
    for (std::size_t k = 0; k < j; ++k) pivot -= m[j * n + k] * m[j * n + k];
    const bool flat = !(pivot > 1e-12 * before);
    const double root = flat ? 0 : std::sqrt(pivot);
    for (std::size_t i = j; i < n; ++i) {
      double rest = m[i * n + j];
      for (std::size_t k = 0; k < j; ++k) rest -= m[i * n + k] * m[j * n + k];
      m[i * n + j] = flat ? 0 : (i == j ? root : rest / root);
    }
  }
}

}  // namespace

std::vector<std::vector<double>> normal_draws(const RowOf& row_of, std::size_t dimension,
                                              const Cases& cases, unsigned draws,
                                              const MetricOptions& options) {
  const std::size_t n = dimension;
  std::vector<double> factor = patient_covariance(row_of, n, cases);
  factorise(factor, n);
  const core::Random random(options.context.seed, "metrics.calibration-draws");
  std::vector<std::vector<double>> out(draws, std::vector<double>(n, 0));
  std::vector<double> z(n);
  for (unsigned r = 0; r < draws; ++r) {
    for (std::size_t k = 0; k < n; ++k) z[k] = random.normal(k, r);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t k = 0; k <= i; ++k) out[r][i] += factor[i * n + k] * z[k];
  }
  return out;
}

stats::Interval inverted_interval(std::span<const double> gap,
                                  const std::vector<std::vector<double>>& noise, const Fold& fold,
                                  double level) {
  std::vector<double> row(gap.begin(), gap.end());
  const double observed = fold(row);
  if (noise.empty() || std::isnan(noise.front().front())) return {};
  // The share of draws, at true gaps of s times the observed, that do not exceed what was observed.
  const auto share_below = [&](double s) {
    std::size_t below = 0;
    for (const std::vector<double>& draw : noise) {
      for (std::size_t k = 0; k < row.size(); ++k) row[k] = s * gap[k] + draw[k];
      below += fold(row) <= observed ? 1 : 0;
    }
    return static_cast<double>(below) / static_cast<double>(noise.size());
  };
  // The s at which share_below falls through `share`, from above at `low` to below at `high`.
  const auto crossing = [&](double share, double low, double high) {
    for (int step = 0; step < 20; ++step) {
      const double middle = (low + high) / 2;
      (share_below(middle) > share ? low : high) = middle;
    }
    return (low + high) / 2;
  };
  const double tail = (1 - level) / 2;
  stats::Interval interval{0, observed};
  if (share_below(0) > 1 - tail) interval.lower = observed * crossing(1 - tail, 0, 1);
  double high = 2;
  while (share_below(high) > tail && high < 1e6) high *= 2;
  if (share_below(0) > tail)
    interval.upper = std::max(observed, observed * crossing(tail, 0, high));
  interval.lower = std::min(interval.lower, observed);
  interval.upper = std::min(interval.upper, 1.0);
  return interval;
}

}  // namespace secondsite::metrics
