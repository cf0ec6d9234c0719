#include <algorithm>
#include <cmath>

#include "secondsite/core/parallel.h"
#include "secondsite/metrics/support/vector_clones.h"
#include "secondsite/readers/study/covariance.h"

namespace secondsite::readers::study {
namespace {

// Twice the kernel of one healthy case against all diseased ones: 0, 1 or 2; 0 where not read. The
// ratings are ranks within the cell, and 0 stands for a case that was not read.
SECONDSITE_VECTOR_CLONES void compare_row(std::int16_t healthy, const std::int16_t* diseased,
                                          std::size_t n, std::int16_t* out) {
  for (std::size_t j = 0; j < n; ++j) {
    const int wins = (healthy < diseased[j] ? 2 : 0) + (healthy == diseased[j] ? 1 : 0);
    out[j] = static_cast<std::int16_t>(wins);
  }
}

SECONDSITE_VECTOR_CLONES std::int32_t product(const std::int16_t* a, const std::int16_t* b,
                                              std::size_t n) {
  std::int32_t sum = 0;
  for (std::size_t j = 0; j < n; ++j) sum += std::int32_t{a[j]} * b[j];
  return sum;
}

// Ranks from 1 of the distinct ratings of a cell; 0: not read. Empty where they do not fit.
bool ranks_of(std::span<const double> x, std::span<const double> y, std::int16_t* of_x,
              std::int16_t* of_y) {
  std::vector<double> distinct;
  for (const auto ratings : {x, y})
    for (const double rating : ratings)
      if (!std::isnan(rating)) distinct.push_back(rating);
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  if (distinct.size() > 32000) return false;
  const auto rank = [&](double rating) {
    if (std::isnan(rating)) return std::int16_t{0};
    const auto at = std::lower_bound(distinct.begin(), distinct.end(), rating);
    return static_cast<std::int16_t>(at - distinct.begin() + 1);
  };
  std::transform(x.begin(), x.end(), of_x, rank);
  std::transform(y.begin(), y.end(), of_y, rank);
  return true;
}

constexpr std::size_t rows_a_chunk = 64;

struct Products {
  std::vector<std::int64_t> sum;
  Products& operator+=(const Products& other) {
    if (sum.empty()) sum.assign(other.sum.size(), 0);
    for (std::size_t k = 0; k < other.sum.size(); ++k) sum[k] += other.sum[k];
    return *this;
  }
};

bool in_whole_numbers(const Sample& sample, unsigned threads, std::vector<double>& out) {
  const std::size_t cells = sample.cells();
  const std::size_t n0 = sample.n0;
  const std::size_t n1 = sample.n1;
  std::vector<std::int16_t> x(cells * n0);
  std::vector<std::int16_t> y(cells * n1);
  for (std::size_t cell = 0; cell < cells; ++cell)
    if (!ranks_of(sample.healthy(cell), sample.diseased(cell), x.data() + cell * n0,
                  y.data() + cell * n1))
      return false;
  const Products all = core::parallel_sum<Products>(
      n0, rows_a_chunk, threads, [&](std::size_t begin, std::size_t end) {
        Products part{std::vector<std::int64_t>(cells * cells, 0)};
        std::vector<std::int16_t> row(cells * n1);
        std::vector<std::size_t> reads;
        for (std::size_t i = begin; i < end; ++i) {
          reads.clear();
          for (std::size_t cell = 0; cell < cells; ++cell) {
            const std::int16_t healthy = x[cell * n0 + i];
            if (healthy == 0) continue;
            reads.push_back(cell);
            compare_row(healthy, y.data() + cell * n1, n1, row.data() + cell * n1);
          }
          for (std::size_t p = 0; p < reads.size(); ++p)
            for (std::size_t q = p; q < reads.size(); ++q)
              part.sum[reads[p] * cells + reads[q]] +=
                  product(row.data() + reads[p] * n1, row.data() + reads[q] * n1, n1);
        }
        return part;
      });
  for (std::size_t a = 0; a < cells; ++a)
    for (std::size_t b = a; b < cells; ++b)
      out[a * cells + b] = out[b * cells + a] =
          static_cast<double>(all.sum[a * cells + b]) / 4;  // both factors were doubled
  return true;
}

}  // namespace

std::vector<double> pair_products(const Sample& sample, unsigned threads) {
  const std::size_t cells = sample.cells();
  std::vector<double> out(cells * cells, 0);
  if (sample.kernel == Kernel::compare && sample.equal_weights && sample.n1 < 500'000'000 / 4 &&
      in_whole_numbers(sample, threads, out))
    return out;
  std::vector<double> row(cells * sample.n1);
  for (std::size_t i = 0; i < sample.n0; ++i) {
    for (std::size_t cell = 0; cell < cells; ++cell)
      for (std::size_t j = 0; j < sample.n1; ++j) {
        const bool read = !std::isnan(sample.healthy(cell)[i]) &&
                          !std::isnan(sample.diseased(cell)[sample.slot_begin[j]]);
        row[cell * sample.n1 + j] = read ? kernel_at(sample, cell, i, j) : 0;
      }
    for (std::size_t a = 0; a < cells; ++a)
      for (std::size_t b = a; b < cells; ++b) {
        double sum = 0;
        for (std::size_t j = 0; j < sample.n1; ++j)
          sum += row[a * sample.n1 + j] * row[b * sample.n1 + j];
        out[a * cells + b] += sum;
      }
  }
  for (std::size_t a = 0; a < cells; ++a)
    for (std::size_t b = 0; b < a; ++b) out[a * cells + b] = out[b * cells + a];
  return out;
}

}  // namespace secondsite::readers::study
