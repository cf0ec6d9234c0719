#include "secondsite/readers/study/two_sample.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "secondsite/core/parallel.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::readers::study {
namespace {

Sample shape_of(const Reads& reads) {
  Sample out;
  out.modalities = reads.modalities.size();
  out.readers = reads.readers.size();
  for (const std::uint8_t wanted : {std::uint8_t{0}, std::uint8_t{1}})
    for (std::size_t c = 0; c < reads.cases.size(); ++c)
      if (reads.positive[c] == wanted) out.case_of.push_back(static_cast<std::uint32_t>(c));
  out.n1 = reads.positives();
  out.n0 = reads.cases.size() - out.n1;
  return out;
}

// One slot a diseased case, each rating through a function of (rating, diseased).
Sample one_slot(const Reads& reads, const std::function<double(double, bool)>& as) {
  Sample out = shape_of(reads);
  out.weight.assign(out.n1, 1);
  out.slot_begin.resize(out.n1 + 1);
  std::iota(out.slot_begin.begin(), out.slot_begin.end(), 0U);
  for (std::size_t cell = 0; cell < reads.cells(); ++cell)
    for (std::size_t k = 0; k < out.case_of.size(); ++k) {
      const bool diseased = k >= out.n0;
      const double rating = reads.at(cell, reads.slot_begin[out.case_of[k]]);
      (diseased ? out.y : out.x).push_back(std::isnan(rating) ? not_read : as(rating, diseased));
    }
  return out;
}

void sum_cell(const Sample& sample, std::size_t cell, Sums& out) {
  struct Rated {
    double rating;
    double weight;        // of a lesion; 0 for a healthy case
    std::uint32_t index;  // of the case within its class
    bool diseased;
  };
  std::vector<Rated> all;
  all.reserve(sample.n0 + sample.slots());
  const auto x = sample.healthy(cell);
  const auto y = sample.diseased(cell);
  double m0 = 0;
  double m1 = 0;
  for (std::size_t i = 0; i < sample.n0; ++i) {
    if (std::isnan(x[i])) continue;
    all.push_back({x[i], 0, static_cast<std::uint32_t>(i), false});
    m0 += 1;
  }
  double all_weight = 0;
  for (std::size_t j = 0; j < sample.n1; ++j) {
    if (std::isnan(y[sample.slot_begin[j]])) continue;
    m1 += 1;
    for (std::uint32_t s = sample.slot_begin[j]; s < sample.slot_begin[j + 1]; ++s) {
      all.push_back({y[s], sample.weight[s], static_cast<std::uint32_t>(j), true});
      all_weight += sample.weight[s];
    }
  }
  out.m0[cell] = m0;
  out.m1[cell] = m1;
  std::sort(all.begin(), all.end(), [](const Rated& a, const Rated& b) {
    if (a.rating != b.rating) return a.rating < b.rating;
    if (a.diseased != b.diseased) return !a.diseased;
    return a.index < b.index;
  });
  double* of_healthy = out.of_healthy.data() + cell * sample.n0;
  double* of_diseased = out.of_diseased.data() + cell * sample.n1;
  double healthy_below = 0;
  double weight_below = 0;
  double total = 0;
  for (std::size_t begin = 0; begin < all.size();) {
    std::size_t end = begin;
    double healthy = 0;
    double weight = 0;
    for (; end < all.size() && all[end].rating == all[begin].rating; ++end) {
      healthy += all[end].diseased ? 0 : 1;
      weight += all[end].weight;
    }
    const double lower = healthy_below + healthy / 2;
    const double higher = all_weight - weight_below - weight / 2;
    for (std::size_t k = begin; k < end; ++k) {
      if (all[k].diseased)
        of_diseased[all[k].index] += all[k].weight * lower;
      else
        of_healthy[all[k].index] = higher;
    }
    total += weight * lower;
    healthy_below += healthy;
    weight_below += weight;
    begin = end;
  }
  out.total[cell] = total;
}

Sums room_for(const Sample& sample) {
  Sums out;
  out.n0 = sample.n0;
  out.n1 = sample.n1;
  const std::size_t cells = sample.cells();
  out.of_healthy.assign(cells * sample.n0, 0);
  out.of_diseased.assign(cells * sample.n1, 0);
  out.read_healthy.assign(cells * sample.n0, 0);
  out.read_diseased.assign(cells * sample.n1, 0);
  for (std::size_t cell = 0; cell < cells; ++cell) {
    for (std::size_t i = 0; i < sample.n0; ++i)
      out.read_healthy[cell * sample.n0 + i] = std::isnan(sample.healthy(cell)[i]) ? 0 : 1;
    for (std::size_t j = 0; j < sample.n1; ++j)
      out.read_diseased[cell * sample.n1 + j] =
          std::isnan(sample.diseased(cell)[sample.slot_begin[j]]) ? 0 : 1;
  }
  out.total.assign(cells, 0);
  out.m0.assign(cells, 0);
  out.m1.assign(cells, 0);
  out.value.assign(cells, stats::unknown);
  return out;
}

void set_values(Sums& sums) {
  for (std::size_t cell = 0; cell < sums.total.size(); ++cell)
    if (sums.m0[cell] > 0 && sums.m1[cell] > 0)
      sums.value[cell] = sums.total[cell] / (sums.m0[cell] * sums.m1[cell]);
}

}  // namespace

Sample compare_ratings(const Reads& reads) {
  if (!reads.is_localisation()) return one_slot(reads, [](double rating, bool) { return rating; });
  Sample out = shape_of(reads);
  out.equal_weights = false;
  for (std::size_t j = 0; j < out.n1; ++j) {
    const std::uint32_t c = out.case_of[out.n0 + j];
    out.slot_begin.push_back(static_cast<std::uint32_t>(out.weight.size()));
    for (std::uint32_t s = reads.slot_begin[c]; s < reads.slot_begin[c + 1]; ++s)
      out.weight.push_back(reads.weight[s]);
  }
  out.slot_begin.push_back(static_cast<std::uint32_t>(out.weight.size()));
  for (std::size_t cell = 0; cell < reads.cells(); ++cell)
    for (std::size_t k = 0; k < out.case_of.size(); ++k) {
      const std::uint32_t c = out.case_of[k];
      for (std::uint32_t s = reads.slot_begin[c]; s < reads.slot_begin[c + 1]; ++s)
        (k < out.n0 ? out.x : out.y).push_back(reads.at(cell, s));
    }
  return out;
}

Sample sensitivity_at(const Reads& reads, double threshold) {
  return one_slot(reads, [threshold](double rating, bool diseased) {
    return diseased ? (rating >= threshold ? 1.0 : 0.0) : 0.5;
  });
}

Sample specificity_at(const Reads& reads, double threshold) {
  return one_slot(reads, [threshold](double rating, bool diseased) {
    return diseased ? 0.5 : (rating >= threshold ? 1.0 : 0.0);
  });
}

Sample mean_of(const Reads& reads, bool diseased_only) {
  Sample out;
  out.kernel = Kernel::value;
  out.equal_weights = false;
  out.modalities = reads.modalities.size();
  out.readers = reads.readers.size();
  out.n0 = 1;
  out.x.assign(reads.cells(), 0);
  out.case_of.push_back(0);  // of the dummy; never used
  for (std::size_t c = 0; c < reads.cases.size(); ++c)
    if (!diseased_only || reads.positive[c] != 0)
      out.case_of.push_back(static_cast<std::uint32_t>(c));
  out.n1 = out.case_of.size() - 1;
  out.weight.assign(out.n1, 1);
  out.slot_begin.resize(out.n1 + 1);
  std::iota(out.slot_begin.begin(), out.slot_begin.end(), 0U);
  for (std::size_t cell = 0; cell < reads.cells(); ++cell)
    for (std::size_t j = 0; j < out.n1; ++j)
      out.y.push_back(reads.at(cell, reads.slot_begin[out.case_of[1 + j]]));
  return out;
}

double kernel_at(const Sample& sample, std::size_t cell, std::size_t i, std::size_t j) {
  const double x = sample.healthy(cell)[i];
  const auto y = sample.diseased(cell);
  double out = 0;
  for (std::uint32_t s = sample.slot_begin[j]; s < sample.slot_begin[j + 1]; ++s)
    out += sample.kernel == Kernel::value
               ? y[s]
               : sample.weight[s] * (x < y[s] ? 1.0 : (x == y[s] ? 0.5 : 0.0));
  return out;
}

Sums sums_of(const Sample& sample, unsigned threads) {
  if (sample.kernel == Kernel::value) return sums_by_pairs(sample);
  Sums out = room_for(sample);
  core::parallel_for(sample.cells(), threads,
                     [&](std::size_t cell) { sum_cell(sample, cell, out); });
  set_values(out);
  return out;
}

Sums sums_by_pairs(const Sample& sample) {
  Sums out = room_for(sample);
  for (std::size_t cell = 0; cell < sample.cells(); ++cell) {
    const auto x = sample.healthy(cell);
    const auto y = sample.diseased(cell);
    const auto has_y = [&](std::size_t j) { return !std::isnan(y[sample.slot_begin[j]]); };
    for (std::size_t i = 0; i < sample.n0; ++i) out.m0[cell] += std::isnan(x[i]) ? 0 : 1;
    for (std::size_t j = 0; j < sample.n1; ++j) out.m1[cell] += has_y(j) ? 1 : 0;
    for (std::size_t i = 0; i < sample.n0; ++i) {
      if (std::isnan(x[i])) continue;
      for (std::size_t j = 0; j < sample.n1; ++j) {
        if (!has_y(j)) continue;
        const double s = kernel_at(sample, cell, i, j);
        out.of_healthy[cell * sample.n0 + i] += s;
        out.of_diseased[cell * sample.n1 + j] += s;
        out.total[cell] += s;
      }
    }
  }
  set_values(out);
  return out;
}

}  // namespace secondsite::readers::study
