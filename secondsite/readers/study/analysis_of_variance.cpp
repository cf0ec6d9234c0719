#include "secondsite/readers/study/analysis_of_variance.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "secondsite/stats/distributions.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::readers::study {
namespace {

constexpr double square(double x) {
  return x * x;
}

double ratio(double above, double below) {
  return below > 0 ? above / below : stats::unknown;
}

// A sum over a pattern of pairs of cells, as a mean.
struct Mean {
  double sum = 0;
  double count = 0;
  void add(double value) {
    sum += value;
    count += 1;
  }
  double value() const { return count > 0 ? sum / count : 0; }
};

double mean_of(const std::vector<double>& figures, const std::vector<std::size_t>& cells) {
  double sum = 0;
  for (const std::size_t cell : cells) sum += figures[cell];
  return sum / static_cast<double>(cells.size());
}

double spread_of(const std::vector<double>& figures, const std::vector<std::size_t>& cells) {
  if (cells.size() < 2) return stats::unknown;
  const double mean = mean_of(figures, cells);
  double sum = 0;
  for (const std::size_t cell : cells) sum += square(figures[cell] - mean);
  return sum / static_cast<double>(cells.size() - 1);
}

// Mean covariance between the cells of two groups, each cell with itself left out.
double between(const Covariance& covariance, const std::vector<std::size_t>& a,
               const std::vector<std::size_t>& b) {
  Mean mean;
  for (const std::size_t p : a)
    for (const std::size_t q : b)
      if (p != q) mean.add(covariance.at(p, q));
  return mean.value();
}

double own_variance(const Covariance& covariance, const std::vector<std::size_t>& cells) {
  Mean mean;
  for (const std::size_t p : cells) mean.add(covariance.at(p, p));
  return mean.value();
}

// What one nested modality adds to a variance, and the part of it that the readers make.
struct Part {
  double variance = 0;
  double from_readers = 0;
  double degrees = 0;
};

Part part_of(const std::vector<double>& figures, const Covariance& covariance,
             const std::vector<std::size_t>& cells, Population population) {
  const auto r = static_cast<double>(cells.size());
  const double spread = spread_of(figures, cells) / r;
  const double cov2 = between(covariance, cells, cells);
  if (population == Population::readers) return {spread, spread, r - 1};
  if (population == Population::cases)
    return {(own_variance(covariance, cells) + (r - 1) * std::max(cov2, 0.0)) / r, 0, 0};
  return {spread + std::max(cov2, 0.0), spread, r - 1};
}

Effect effect_of(double value, double variance, const std::vector<Part>& parts,
                 Population population) {
  if (population == Population::cases)
    return {value, std::sqrt(std::max(variance, 0.0)), stats::unknown};
  double below = 0;
  for (const Part& part : parts) below += square(part.from_readers) / part.degrees;
  return {value, std::sqrt(std::max(variance, 0.0)), square(variance) / below};
}

}  // namespace

Components components_of(const std::vector<double>& figures, const Covariance& covariance,
                         std::size_t modalities, std::size_t readers) {
  Components out;
  out.modalities = modalities;
  out.readers = readers;
  const auto t = static_cast<double>(modalities);
  const auto r = static_cast<double>(readers);
  const auto figure = [&](std::size_t a, std::size_t p) { return figures[a * readers + p]; };
  std::vector<double> of_modality(modalities, 0);
  std::vector<double> of_reader(readers, 0);
  double all = 0;
  for (std::size_t a = 0; a < modalities; ++a)
    for (std::size_t p = 0; p < readers; ++p) {
      of_modality[a] += figure(a, p) / r;
      of_reader[p] += figure(a, p) / t;
      all += figure(a, p) / (t * r);
    }
  MeanSquares& ms = out.mean_squares;
  for (const double mean : of_modality) ms.modality += r * square(mean - all);
  for (const double mean : of_reader) ms.reader += t * square(mean - all);
  for (std::size_t a = 0; a < modalities; ++a) {
    double within = 0;
    for (std::size_t p = 0; p < readers; ++p) {
      ms.modality_reader += square(figure(a, p) - of_modality[a] - of_reader[p] + all);
      within += square(figure(a, p) - of_modality[a]);
    }
    ms.reader_within.push_back(readers > 1 ? within / (r - 1) : stats::unknown);
  }
  ms.modality = modalities > 1 ? ms.modality / (t - 1) : stats::unknown;
  ms.reader = readers > 1 ? ms.reader / (r - 1) : stats::unknown;
  ms.modality_reader =
      modalities > 1 && readers > 1 ? ms.modality_reader / ((t - 1) * (r - 1)) : stats::unknown;
  Mean error;
  Mean cov1;
  Mean cov2;
  Mean cov3;
  std::vector<Mean> error_in(modalities);
  std::vector<Mean> cov2_in(modalities);
  std::vector<Mean> error_by(readers);
  std::vector<Mean> cov1_by(readers);
  for (std::size_t a = 0; a < modalities; ++a)
    for (std::size_t b = 0; b < modalities; ++b)
      for (std::size_t p = 0; p < readers; ++p)
        for (std::size_t q = 0; q < readers; ++q) {
          const double c = covariance.at(a * readers + p, b * readers + q);
          if (a == b && p == q) {
            error.add(c);
            error_in[a].add(c);
            error_by[p].add(c);
          } else if (p == q) {
            cov1.add(c);
            cov1_by[p].add(c);
          } else if (a == b) {
            cov2.add(c);
            cov2_in[a].add(c);
          } else {
            cov3.add(c);
          }
        }
  out.error = error.value();
  out.cov1 = cov1.value();
  out.cov2 = cov2.value();
  out.cov3 = cov3.value();
  for (const Mean& mean : error_in) out.error_within.push_back(mean.value());
  for (const Mean& mean : cov2_in) out.cov2_within.push_back(mean.value());
  for (const Mean& mean : error_by) out.error_of_reader.push_back(mean.value());
  for (const Mean& mean : cov1_by) out.cov1_of_reader.push_back(mean.value());
  out.modality_reader = ms.modality_reader - out.error + out.cov1 + (out.cov2 - out.cov3);
  out.reader = (ms.reader - ms.modality_reader) / t - out.cov1 + out.cov3;
  return out;
}

GlobalTest global_test(const Components& c, Population population) {
  const auto t = static_cast<double>(c.modalities);
  const auto r = static_cast<double>(c.readers);
  const MeanSquares& ms = c.mean_squares;
  const double shared = std::max(c.cov2 - c.cov3, 0.0);
  GlobalTest out;
  out.df1 = t - 1;
  if (population == Population::cases) {
    out.df2 = stats::unknown;
    out.statistic = ratio((t - 1) * ms.modality, c.error - c.cov1 + (r - 1) * shared);
    out.p_value = stats::chi_squared_upper(out.statistic, out.df1);
    return out;
  }
  const double below = ms.modality_reader + (population == Population::readers ? 0 : r * shared);
  out.statistic = ratio(ms.modality, below);
  out.df2 = square(below) / (square(ms.modality_reader) / ((t - 1) * (r - 1)));
  out.p_value = stats::f_upper(out.statistic, out.df1, out.df2);
  return out;
}

Effect modality_difference(const Components& c, double difference, Population population) {
  const auto r = static_cast<double>(c.readers);
  const double shared = std::max(c.cov2 - c.cov3, 0.0);
  if (population == Population::cases)
    return {difference, std::sqrt(2 / r * std::max(c.error - c.cov1 + (r - 1) * shared, 0.0)),
            stats::unknown};
  const double error =
      c.mean_squares.modality_reader + (population == Population::readers ? 0 : r * shared);
  return {difference, std::sqrt(2 / r * error), global_test(c, population).df2};
}

Effect modality_mean(const Components& c, std::size_t modality, double mean,
                     Population population) {
  const auto r = static_cast<double>(c.readers);
  const double shared = std::max(c.cov2_within[modality], 0.0);
  if (population == Population::cases)
    return {mean, std::sqrt((c.error_within[modality] + (r - 1) * shared) / r), stats::unknown};
  const double ms = c.mean_squares.reader_within[modality];
  const double error = ms + (population == Population::readers ? 0 : r * shared);
  return {mean, std::sqrt(error / r), square(error) / (square(ms) / (r - 1))};
}

Effect reader_difference(const Components& c, std::size_t reader, double difference) {
  const double variance = 2 * (c.error_of_reader[reader] - c.cov1_of_reader[reader]);
  return {difference, std::sqrt(std::max(variance, 0.0)), stats::unknown};
}

Effect nested_difference(const std::vector<double>& figures, const Covariance& covariance,
                         const Nested& nested, std::size_t a, std::size_t b,
                         Population population) {
  const auto& in_a = nested.members[a];
  const auto& in_b = nested.members[b];
  const Part of_a = part_of(figures, covariance, in_a, population);
  const Part of_b = part_of(figures, covariance, in_b, population);
  const double shared = population == Population::readers ? 0 : between(covariance, in_a, in_b);
  return effect_of(
      mean_of(figures, in_a) - mean_of(figures, in_b),
      std::max(of_a.variance + of_b.variance - 2 * shared, of_a.from_readers + of_b.from_readers),
      {of_a, of_b}, population);
}

Effect nested_mean(const std::vector<double>& figures, const Covariance& covariance,
                   const Nested& nested, std::size_t modality, Population population) {
  const Part part = part_of(figures, covariance, nested.members[modality], population);
  return effect_of(mean_of(figures, nested.members[modality]), part.variance, {part}, population);
}

double Pseudovalues::var_reader() const {
  return (reader - modality_reader - reader_case + residual) /
         static_cast<double>(modalities * cases);
}
double Pseudovalues::var_case() const {
  return (case_ - modality_case - reader_case + residual) /
         static_cast<double>(modalities * readers);
}
double Pseudovalues::var_modality_reader() const {
  return (modality_reader - residual) / static_cast<double>(cases);
}
double Pseudovalues::var_modality_case() const {
  return (modality_case - residual) / static_cast<double>(readers);
}
double Pseudovalues::var_reader_case() const {
  return (reader_case - residual) / static_cast<double>(modalities);
}

std::optional<Pseudovalues> pseudovalue_anova(const LeftOut& left_out, std::size_t modalities,
                                              std::size_t readers) {
  const std::size_t cases = left_out.cases;
  if (modalities < 2 || readers < 2 || cases < 2) return std::nullopt;
  const auto n = static_cast<double>(cases);
  std::vector<double> y(left_out.without.size());
  for (std::size_t cell = 0; cell < left_out.cells; ++cell)
    for (std::size_t c = 0; c < cases; ++c) {
      const double without = left_out.without[cell * cases + c];
      if (!std::isfinite(without)) return std::nullopt;
      y[cell * cases + c] = n * left_out.value[cell] - (n - 1) * without;
    }
  const auto t = static_cast<double>(modalities);
  const auto r = static_cast<double>(readers);
  std::vector<double> of_t(modalities, 0), of_r(readers, 0), of_c(cases, 0);
  std::vector<double> of_tr(modalities * readers, 0), of_tc(modalities * cases, 0);
  std::vector<double> of_rc(readers * cases, 0);
  double all = 0;
  for (std::size_t a = 0; a < modalities; ++a)
    for (std::size_t p = 0; p < readers; ++p)
      for (std::size_t c = 0; c < cases; ++c) {
        const double value = y[(a * readers + p) * cases + c];
        all += value / (t * r * n);
        of_t[a] += value / (r * n);
        of_r[p] += value / (t * n);
        of_c[c] += value / (t * r);
        of_tr[a * readers + p] += value / n;
        of_tc[a * cases + c] += value / r;
        of_rc[p * cases + c] += value / t;
      }
  Pseudovalues out;
  out.modalities = modalities;
  out.readers = readers;
  out.cases = cases;
  for (const double mean : of_t) out.modality += r * n * square(mean - all) / (t - 1);
  for (const double mean : of_r) out.reader += t * n * square(mean - all) / (r - 1);
  for (const double mean : of_c) out.case_ += t * r * square(mean - all) / (n - 1);
  for (std::size_t a = 0; a < modalities; ++a)
    for (std::size_t p = 0; p < readers; ++p)
      out.modality_reader +=
          n * square(of_tr[a * readers + p] - of_t[a] - of_r[p] + all) / ((t - 1) * (r - 1));
  for (std::size_t a = 0; a < modalities; ++a)
    for (std::size_t c = 0; c < cases; ++c)
      out.modality_case +=
          r * square(of_tc[a * cases + c] - of_t[a] - of_c[c] + all) / ((t - 1) * (n - 1));
  for (std::size_t p = 0; p < readers; ++p)
    for (std::size_t c = 0; c < cases; ++c)
      out.reader_case +=
          t * square(of_rc[p * cases + c] - of_r[p] - of_c[c] + all) / ((r - 1) * (n - 1));
  for (std::size_t a = 0; a < modalities; ++a)
    for (std::size_t p = 0; p < readers; ++p)
      for (std::size_t c = 0; c < cases; ++c)
        out.residual += square(y[(a * readers + p) * cases + c] - of_tr[a * readers + p] -
                               of_tc[a * cases + c] - of_rc[p * cases + c] + of_t[a] + of_r[p] +
                               of_c[c] - all) /
                        ((t - 1) * (r - 1) * (n - 1));
  return out;
}

GlobalTest global_test(const Pseudovalues& v, Population population) {
  const auto t = static_cast<double>(v.modalities);
  const auto r = static_cast<double>(v.readers);
  const auto n = static_cast<double>(v.cases);
  GlobalTest out;
  out.df1 = t - 1;
  double below = v.modality_reader;
  out.df2 = (t - 1) * (r - 1);
  if (population == Population::cases) {
    below = v.modality_case;
    out.df2 = (t - 1) * (n - 1);
  } else if (population == Population::readers_and_cases) {
    below += std::max(v.modality_case - v.residual, 0.0);
    out.df2 = square(below) / (square(v.modality_reader) / ((t - 1) * (r - 1)));
  }
  out.statistic = ratio(v.modality, below);
  out.p_value = stats::f_upper(out.statistic, out.df1, out.df2);
  return out;
}

Effect modality_difference(const Pseudovalues& v, double difference, Population population) {
  const GlobalTest test = global_test(v, population);
  const double error = v.modality / test.statistic;
  return {difference, std::sqrt(2 * error / static_cast<double>(v.readers * v.cases)), test.df2};
}

double p_value_of(const Effect& effect, double against) {
  const double z = (effect.value - against) / effect.standard_error;
  return std::isnan(effect.degrees) ? stats::two_sided(z)
                                    : stats::student_two_sided(z, effect.degrees);
}

double quantile_of(const Effect& effect, double p) {
  return std::isnan(effect.degrees) ? stats::normal_quantile(p)
                                    : stats::student_quantile(p, effect.degrees);
}

}  // namespace secondsite::readers::study
