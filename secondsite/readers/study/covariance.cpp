#include "secondsite/readers/study/covariance.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "secondsite/core/parallel.h"
#include "secondsite/core/random.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::readers::study {
namespace {

// Σ over columns of the products of two rows.
Covariance products_of_rows(const std::vector<double>& rows, std::size_t cells,
                            std::size_t columns) {
  Covariance out{cells, std::vector<double>(cells * cells)};
  for (std::size_t a = 0; a < cells; ++a)
    for (std::size_t b = a; b < cells; ++b) {
      const double* x = rows.data() + a * columns;
      const double* y = rows.data() + b * columns;
      double sum[4] = {0, 0, 0, 0};  // four chains, always in this order
      std::size_t k = 0;
      for (; k + 4 <= columns; k += 4)
        for (std::size_t lane = 0; lane < 4; ++lane) sum[lane] += x[k + lane] * y[k + lane];
      for (; k < columns; ++k) sum[0] += x[k] * y[k];
      out.at(a, b) = out.at(b, a) = (sum[0] + sum[1]) + (sum[2] + sum[3]);
    }
  return out;
}

}  // namespace

LeftOut leave_one_out(const Sample& sample, const Sums& sums) {
  const bool one_sample = sample.kernel == Kernel::value;
  const std::size_t skip = one_sample ? 1 : 0;
  LeftOut out{sums.total.size(), sample.case_of.size() - skip, sums.value, {}};
  out.without.assign(out.cells * out.cases, stats::unknown);
  for (std::size_t cell = 0; cell < out.cells; ++cell) {
    const double m0 = sums.m0[cell];
    const double m1 = sums.m1[cell];
    double* to = out.without.data() + cell * out.cases;
    const auto x = sample.healthy(cell);
    const auto y = sample.diseased(cell);
    if (!one_sample)
      for (std::size_t i = 0; i < sample.n0; ++i)
        if (!std::isnan(x[i]))
          to[i] = (sums.total[cell] - sums.of_healthy[cell * sample.n0 + i]) / ((m0 - 1) * m1);
    for (std::size_t j = 0; j < sample.n1; ++j)
      if (!std::isnan(y[sample.slot_begin[j]]))
        to[sample.n0 - skip + j] =
            (sums.total[cell] - sums.of_diseased[cell * sample.n1 + j]) / (m0 * (m1 - 1));
  }
  return out;
}

LeftOut leave_one_out(const Sample& sample, const Figure& figure, unsigned threads) {
  LeftOut out{sample.cells(), sample.case_of.size(), {}, {}};
  out.value.assign(out.cells, stats::unknown);
  out.without.assign(out.cells * out.cases, stats::unknown);
  core::parallel_for(out.cells, threads, [&](std::size_t cell) {
    std::vector<double> x(sample.healthy(cell).begin(), sample.healthy(cell).end());
    std::vector<double> y(sample.diseased(cell).begin(), sample.diseased(cell).end());
    double* to = out.without.data() + cell * out.cases;
    out.value[cell] = figure(sample, x, y);
    for (std::size_t i = 0; i < sample.n0; ++i) {
      const double kept = x[i];
      if (std::isnan(kept)) continue;
      x[i] = not_read;
      to[i] = figure(sample, x, y);
      x[i] = kept;
    }
    for (std::size_t j = 0; j < sample.n1; ++j) {
      const std::uint32_t begin = sample.slot_begin[j];
      const std::uint32_t end = sample.slot_begin[j + 1];
      if (std::isnan(y[begin])) continue;
      const std::vector<double> kept(y.begin() + begin, y.begin() + end);
      std::fill(y.begin() + begin, y.begin() + end, not_read);
      to[sample.n0 + j] = figure(sample, x, y);
      std::copy(kept.begin(), kept.end(), y.begin() + begin);
    }
  });
  return out;
}

Covariance jackknife_covariance(const LeftOut& left_out) {
  std::vector<double> rows(left_out.without.size(), 0);
  for (std::size_t cell = 0; cell < left_out.cells; ++cell) {
    const double* from = left_out.without.data() + cell * left_out.cases;
    double* to = rows.data() + cell * left_out.cases;
    double n = 0;
    double sum = 0;
    for (std::size_t c = 0; c < left_out.cases; ++c)
      if (!std::isnan(from[c])) {
        n += 1;
        sum += from[c];
      }
    for (std::size_t c = 0; c < left_out.cases; ++c)
      if (!std::isnan(from[c])) to[c] = (from[c] - sum / n) * std::sqrt((n - 1) / n);
    if (std::isnan(left_out.value[cell])) std::fill(to, to + left_out.cases, stats::unknown);
  }
  return products_of_rows(rows, left_out.cells, left_out.cases);
}

Covariance delong_covariance(const Sums& sums) {
  const std::size_t cells = sums.total.size();
  const std::size_t columns = sums.n0 + sums.n1;
  std::vector<double> rows(cells * columns, 0);
  for (std::size_t cell = 0; cell < cells; ++cell) {
    const double m0 = sums.m0[cell];
    const double m1 = sums.m1[cell];
    double* to = rows.data() + cell * columns;
    for (std::size_t i = 0; i < sums.n0; ++i)
      if (sums.read_healthy[cell * sums.n0 + i] != 0)
        to[i] = (sums.of_healthy[cell * sums.n0 + i] / m1 - sums.value[cell]) /
                std::sqrt(m0 * (m0 - 1));
    for (std::size_t j = 0; j < sums.n1; ++j)
      if (sums.read_diseased[cell * sums.n1 + j] != 0)
        to[sums.n0 + j] = (sums.of_diseased[cell * sums.n1 + j] / m0 - sums.value[cell]) /
                          std::sqrt(m1 * (m1 - 1));
    if (sums.n0 == 1) to[0] = 0;  // the dummy of a one-sample figure does not vary
    if (std::isnan(sums.value[cell])) std::fill(to, to + columns, stats::unknown);
  }
  return products_of_rows(rows, cells, columns);
}

Overlap overlap_of(const Sample& sample) {
  const std::size_t cells = sample.cells();
  const auto overlap = [&](std::size_t n,
                           const std::function<bool(std::size_t, std::size_t)>& has) {
    const std::size_t words = (n + 63) / 64;
    std::vector<std::uint64_t> bits(cells * words, 0);
    for (std::size_t cell = 0; cell < cells; ++cell)
      for (std::size_t k = 0; k < n; ++k)
        if (has(cell, k)) bits[cell * words + k / 64] |= std::uint64_t{1} << (k % 64);
    std::vector<double> out(cells * cells);
    for (std::size_t a = 0; a < cells; ++a)
      for (std::size_t b = a; b < cells; ++b) {
        int shared = 0;
        for (std::size_t w = 0; w < words; ++w)
          shared += std::popcount(bits[a * words + w] & bits[b * words + w]);
        out[a * cells + b] = out[b * cells + a] = shared;
      }
    return out;
  };
  return {overlap(sample.n0, [&](std::size_t cell,
                                 std::size_t i) { return !std::isnan(sample.healthy(cell)[i]); }),
          overlap(sample.n1, [&](std::size_t cell, std::size_t j) {
            return !std::isnan(sample.diseased(cell)[sample.slot_begin[j]]);
          })};
}

Covariance unbiased_covariance(const Sample& sample, const Sums& sums, unsigned threads) {
  const std::size_t cells = sample.cells();
  const std::vector<double> same_pair = pair_products(sample, threads);
  const Covariance same_healthy = products_of_rows(sums.of_healthy, cells, sample.n0);
  const Covariance same_diseased = products_of_rows(sums.of_diseased, cells, sample.n1);
  const Overlap shared = overlap_of(sample);
  Covariance out{cells, std::vector<double>(cells * cells)};
  for (std::size_t a = 0; a < cells; ++a)
    for (std::size_t b = 0; b < cells; ++b) {
      const std::size_t ab = a * cells + b;
      const double all = sums.m0[a] * sums.m1[a] * sums.m0[b] * sums.m1[b];
      double different = sums.total[a] * sums.total[b];
      double pairs = all;
      if (sample.kernel == Kernel::value) {
        different -= same_diseased.value[ab];
        pairs -= shared.diseased[ab];
      } else {
        different += same_pair[ab] - same_healthy.value[ab] - same_diseased.value[ab];
        pairs += shared.healthy[ab] * shared.diseased[ab] -
                 shared.healthy[ab] * sums.m1[a] * sums.m1[b] -
                 shared.diseased[ab] * sums.m0[a] * sums.m0[b];
      }
      out.value[ab] =
          pairs > 0 ? sums.value[a] * sums.value[b] - different / pairs : stats::unknown;
    }
  return out;
}

Covariance bootstrap_covariance(const Sample& sample, unsigned replicates,
                                const core::Context& context) {
  const std::size_t cells = sample.cells();
  const core::Random random(context.seed, "readers.study.bootstrap");
  std::vector<double> rows(cells * replicates);
  core::parallel_for(replicates, context.threads, [&](std::size_t replicate) {
    // Draw k of a class is keyed by its own number, so that it is the same for any thread.
    const auto drawn = [&](std::size_t n, std::uint64_t from) {
      std::vector<std::size_t> out(n);
      for (std::size_t k = 0; k < n; ++k) out[k] = random.below(n, from + k, replicate);
      return out;
    };
    const std::vector<std::size_t> healthy = drawn(sample.n0, 0);
    const std::vector<std::size_t> diseased = drawn(sample.n1, sample.n0);
    Sample again = sample;
    again.weight.clear();
    again.slot_begin.assign(1, 0);
    for (const std::size_t j : diseased) {
      for (std::uint32_t s = sample.slot_begin[j]; s < sample.slot_begin[j + 1]; ++s)
        again.weight.push_back(sample.weight[s]);
      again.slot_begin.push_back(static_cast<std::uint32_t>(again.weight.size()));
    }
    again.y.clear();
    for (std::size_t cell = 0; cell < cells; ++cell) {
      for (std::size_t i = 0; i < sample.n0; ++i)
        again.x[cell * sample.n0 + i] = sample.healthy(cell)[healthy[i]];
      for (const std::size_t j : diseased)
        for (std::uint32_t s = sample.slot_begin[j]; s < sample.slot_begin[j + 1]; ++s)
          again.y.push_back(sample.diseased(cell)[s]);
    }
    const Sums sums = sums_of(again);
    for (std::size_t cell = 0; cell < cells; ++cell)
      rows[cell * replicates + replicate] = sums.value[cell];
  });
  for (std::size_t cell = 0; cell < cells; ++cell) {
    double* row = rows.data() + cell * replicates;
    double sum = 0;
    for (unsigned b = 0; b < replicates; ++b) sum += row[b];
    for (unsigned b = 0; b < replicates; ++b)
      row[b] = (row[b] - sum / replicates) / std::sqrt(replicates - 1.0);
  }
  return products_of_rows(rows, cells, replicates);
}

}  // namespace secondsite::readers::study
