#include "secondsite/stats/agreement/support/icc.h"

#include <array>
#include <cmath>

#include "secondsite/stats/agreement/support/tally.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::stats::agreement {
namespace {

// X with P(F ≤ X) = p.
double f_quantile(double p, double d1, double d2) {
  const double b = beta_quantile(p, d1 / 2, d2 / 2);
  return d2 * b / (d1 * (1 - b));
}

// Mean squares from three moments that are means over units: k (mᵢ − m)², the variance within a
// unit, and the variance of the readers' means.
struct Moments {
  double between = 0;
  double within = 0;
  double readers = 0;
};

struct MeanSquares {
  double n = 0;
  double k = 0;
  double between = 0;
  double within = 0;
  double readers = 0;
  double error = 0;
};

MeanSquares squares_of(const Moments& moments, double n, double k) {
  return {n,
          k,
          moments.between * n / (n - 1),
          moments.within,
          n * moments.readers,
          n * (moments.within - moments.readers) / (n - 1)};
}

double icc_of(const MeanSquares& ms, IccModel model, bool of_mean) {
  const double noise = model == IccModel::one_way ? ms.within : ms.error;
  const double shift =
      model == IccModel::two_way ? (ms.readers - ms.error) / ms.n : 0;  // variance of readers
  if (of_mean) return (ms.between - noise) / (ms.between + shift);
  return (ms.between - noise) / (ms.between + (ms.k - 1) * noise + ms.k * shift);
}

double spearman_brown(double single, double k) {
  return k * single / (1 + (k - 1) * single);
}

Interval by_f(double ratio, double d1, double d2, double k, bool of_mean, double level) {
  const double lower = ratio / f_quantile(0.5 + level / 2, d1, d2);
  const double upper = ratio * f_quantile(0.5 + level / 2, d2, d1);
  if (of_mean) return {1 - 1 / lower, 1 - 1 / upper};
  return {(lower - 1) / (lower + k - 1), (upper - 1) / (upper + k - 1)};
}

Interval two_way_interval(const MeanSquares& ms, double level) {
  const double n = ms.n;
  const double k = ms.k;
  const double single = icc_of(ms, IccModel::two_way, false);
  const double a = k * single / (n * (1 - single));
  const double b = 1 + k * single * (n - 1) / (n * (1 - single));
  const double reader_part = a * ms.readers;
  const double error_part = b * ms.error;
  const double v =
      (reader_part + error_part) * (reader_part + error_part) /
      (reader_part * reader_part / (k - 1) + error_part * error_part / ((n - 1) * (k - 1)));
  const double rest = k * ms.readers + (k * n - k - n) * ms.error;
  const double low = f_quantile(0.5 + level / 2, n - 1, v);
  const double high = f_quantile(0.5 + level / 2, v, n - 1);
  return {n * (ms.between - low * ms.error) / (low * rest + n * ms.between),
          n * (high * ms.between - ms.error) / (rest + n * high * ms.between)};
}

// Which units all readers read, and their means.
struct Layout {
  double n = 0;
  double k = 0;
  double mean = 0;
  std::vector<double> reader_mean;
  std::vector<std::uint8_t> complete;  // one a pattern
  std::vector<double> unit_mean;
};

Layout layout_of(const Ratings& ratings, std::span<const double> weight) {
  Layout out;
  out.k = ratings.readers;
  out.reader_mean.assign(ratings.readers, 0);
  out.complete.assign(ratings.patterns(), 0);
  out.unit_mean.assign(ratings.patterns(), 0);
  for (std::size_t p = 0; p < ratings.patterns(); ++p) {
    if (ratings.readings(p) != ratings.readers || ratings.readers == 0) continue;
    out.complete[p] = 1;
    out.n += weight[p];
    for (std::uint32_t k = ratings.start[p]; k < ratings.start[p + 1]; ++k) {
      out.unit_mean[p] += ratings.value(k) / out.k;
      out.reader_mean[ratings.reader[k]] += weight[p] * ratings.value(k);
    }
  }
  for (double& mean : out.reader_mean) {
    mean /= out.n;
    out.mean += mean / out.k;
  }
  return out;
}

// What one pattern adds to the moments, before taking means.
Moments part_of(const Ratings& ratings, const Layout& layout, std::size_t p) {
  Moments out;
  const double own = layout.unit_mean[p];
  out.between = layout.k * (own - layout.mean) * (own - layout.mean);
  for (std::uint32_t i = ratings.start[p]; i < ratings.start[p + 1]; ++i) {
    const double x = ratings.value(i);
    const double reader = layout.reader_mean[ratings.reader[i]];
    out.within += (x - own) * (x - own) / (layout.k - 1);
    // The derivative of Σ (cⱼ − m)²/(k − 1).
    out.readers += 2 * (reader - layout.mean) * (x - reader - (own - layout.mean)) / (layout.k - 1);
  }
  return out;
}

std::array<double, 3> gradient(const Moments& at, double n, double k, IccModel model,
                               bool of_mean) {
  std::array<double, 3> out{};
  const double step = 1e-6 * (at.between + at.within + at.readers);
  for (int i = 0; i < 3; ++i) {
    const auto moved = [&](double by) {
      Moments m = at;
      (i == 0 ? m.between : i == 1 ? m.within : m.readers) += by;
      return icc_of(squares_of(m, n, k), model, of_mean);
    };
    out[static_cast<std::size_t>(i)] = (moved(step) - moved(-step)) / (2 * step);
  }
  return out;
}

}  // namespace

Agreement icc(const Ratings& ratings, std::span<const double> weight, IccModel model,
              bool mean_of_readers, const AgreementOptions& options, bool with_errors) {
  if (ratings.readers < 2)
    return absent(0, "agreement.no-pairs", "an intraclass correlation needs two readers");
  const Layout layout = layout_of(ratings, weight);
  if (layout.n < 2)
    return absent(layout.n, "agreement.no-pairs", "fewer than two units were read by all readers");
  Moments moments;
  for (std::size_t p = 0; p < ratings.patterns(); ++p) {
    if (layout.complete[p] == 0 || weight[p] == 0) continue;
    const Moments part = part_of(ratings, layout, p);
    moments.between += weight[p] * part.between / layout.n;
    moments.within += weight[p] * part.within / layout.n;
  }
  for (const double mean : layout.reader_mean)
    moments.readers += (mean - layout.mean) * (mean - layout.mean) / (layout.k - 1);
  if (moments.between + moments.within <= 0)
    return absent(layout.n, "agreement.no-variation", "every reading is the same");
  const MeanSquares ms = squares_of(moments, layout.n, layout.k);
  Agreement out;
  out.n = layout.n;
  out.value = icc_of(ms, model, mean_of_readers);
  if (!with_errors) return out;

  const auto slope = gradient(moments, layout.n, layout.k, model, mean_of_readers);
  out.influence.assign(ratings.patterns(), 0);
  for (std::size_t p = 0; p < ratings.patterns(); ++p) {
    if (layout.complete[p] == 0) continue;
    const Moments part = part_of(ratings, layout, p);
    out.influence[p] = (slope[0] * (part.between - moments.between) +
                        slope[1] * (part.within - moments.within) + slope[2] * part.readers) /
                       layout.n;
  }
  const double d1 = layout.n - 1;
  if (model == IccModel::two_way) {
    Interval single = two_way_interval(ms, options.level);
    if (mean_of_readers)
      single = {spearman_brown(single.lower, layout.k), spearman_brown(single.upper, layout.k)};
    out.interval = single;
    out.method = "F, Satterthwaite's degrees of freedom (McGraw & Wong 1996)";
  } else {
    const bool one_way = model == IccModel::one_way;
    const double noise = one_way ? ms.within : ms.error;
    const double d2 = one_way ? layout.n * (layout.k - 1) : d1 * (layout.k - 1);
    out.interval = by_f(ms.between / noise, d1, d2, layout.k, mean_of_readers, options.level);
    out.method = "exact by F (Shrout & Fleiss 1979)";
    TestResult test;
    test.method = "F test of no correlation within units";
    test.statistic = ms.between / noise;
    test.degrees_of_freedom = d1;
    test.p_value = f_upper(test.statistic, d1, d2);
    test.alternative = "greater";
    out.test = test;
  }
  if (std::isnan(out.interval->lower) || std::isnan(out.interval->upper)) out.interval.reset();
  return out;
}

AgreementCoefficient icc_entry(std::string_view id, std::string_view title,
                               std::string_view question, std::string_view definition,
                               IccModel model, bool mean_of_readers) {
  return {
      .id = id,
      .title = title,
      .question = question,
      .definition = definition,
      .reference =
          "Shrout & Fleiss 1979, doi:10.1037/0033-2909.86.2.420; McGraw & Wong 1996, "
          "doi:10.1037/1082-989X.1.1.30",
      .is_numeric = true,
      .compute = [model, mean_of_readers](const Ratings& ratings, std::span<const double> weight,
                                          const AgreementOptions& options, bool with_errors) {
        return icc(ratings, weight, model, mean_of_readers, options, with_errors);
      }};
}

}  // namespace secondsite::stats::agreement
