#include "secondsite/readers/study/moments.h"

#include <algorithm>
#include <cmath>

#include "secondsite/stats/estimate.h"

namespace secondsite::readers::study {
namespace {

// From sums over "at least this is shared" to sums over "this and nothing more is shared".
Eight exactly(const Eight& at_least) {
  const auto& s = at_least;
  Eight out{};
  out[0] = s[0];
  out[1] = s[1] - s[0];
  out[2] = s[2] - s[0];
  out[3] = s[3] - s[1] - s[2] + s[0];
  out[4] = s[4] - s[0];
  out[5] = s[5] - s[4] - s[1] + s[0];
  out[6] = s[6] - s[4] - s[2] + s[0];
  out[7] = s[7] - s[6] - s[5] + s[4] - s[3] + s[2] + s[1] - s[0];
  return out;
}

Moments from_sums(const Eight& products, const Eight& pairs, double average_a, double average_b,
                  bool one_sample) {
  Moments out;
  out.average_a = average_a;
  out.average_b = average_b;
  Eight of = exactly(products);
  Eight in = exactly(pairs);
  // A one-sample figure has a dummy healthy case that every pair shares: what is independent is
  // what shares the dummy alone.
  if (one_sample) {
    std::swap(of[7], of[6]);
    std::swap(in[7], in[6]);
  }
  for (std::size_t k = 0; k < 8; ++k) {
    out.mean[k] = in[k] > 0 ? of[k] / in[k] : stats::unknown;
    out.mean_all[k] = pairs[k] > 0 ? products[k] / pairs[k] : stats::unknown;
    out.coefficient[k] = in[k] / pairs[7];
  }
  return out;
}

struct Effects {
  double healthy = 0;
  double diseased = 0;
  double reader = 0;
};

Effects main_effects(const Moments& m) {
  return {m.mean_all[6] - m.mean_all[7], m.mean_all[5] - m.mean_all[7],
          m.mean_all[3] - m.mean_all[7]};
}

// How many independent healthy cases, diseased cases and readers the design is worth, less one.
Effects effective_degrees(const Moments& m) {
  const Eight& c = m.coefficient;
  const auto worth = [](double share) { return std::round(1 / share - 1); };
  return {worth(c[0] + c[2] + c[4] + c[6]), worth(c[0] + c[1] + c[4] + c[5]),
          worth(c[0] + c[1] + c[2] + c[3])};
}

double satterthwaite(double variance, const Effects& component, const Effects& degrees) {
  if (!(variance > 0)) return stats::unknown;
  double below = 0;
  double least = std::numeric_limits<double>::infinity();
  const auto add = [&](double part, double df) {
    if (!(df > 0)) return;  // a dummy, or one reader
    below += part * part / (df * df * df);
    least = std::min(least, df);
  };
  add(component.healthy, degrees.healthy);
  add(component.diseased, degrees.diseased);
  add(component.reader, degrees.reader);
  return std::max(variance * variance / below, least);
}

void set_degrees(Averaged& out, const Effects& component, const Effects& degrees) {
  out.degrees = satterthwaite(out.variance, component, degrees);
  out.degrees_v = satterthwaite(out.variance_v, component, degrees);
}

}  // namespace

double Moments::covariance() const {
  return average_a * average_b - mean[7];
}

// The design's coefficients with the moments that the data's own distribution has.
double Moments::covariance_v() const {
  double out = -mean_all[7];
  for (std::size_t k = 0; k < 8; ++k)
    if (coefficient[k] != 0) out += coefficient[k] * mean_all[k];
  return out;
}

std::vector<Moments> moments_of(const Sample& sample, const Sums& sums, unsigned threads) {
  const std::size_t t = sample.modalities;
  const std::size_t r = sample.readers;
  const std::size_t cells = sample.cells();
  const bool one_sample = sample.kernel == Kernel::value;
  const std::vector<double> same_pair = pair_products(sample, threads);
  const Overlap shared = overlap_of(sample);
  const std::size_t n0 = sums.n0;
  const std::size_t n1 = sums.n1;
  // By modality: Σ over readers of the kernel's row and column sums, and of the numbers of pairs.
  struct ByModality {
    std::vector<double> healthy, diseased, pairs_healthy, pairs_diseased;
    double total = 0;
    double pairs = 0;
  };
  std::vector<ByModality> by(t);
  for (std::size_t a = 0; a < t; ++a) {
    by[a].healthy.assign(n0, 0);
    by[a].pairs_healthy.assign(n0, 0);
    by[a].diseased.assign(n1, 0);
    by[a].pairs_diseased.assign(n1, 0);
    for (std::size_t cell = a * r; cell < (a + 1) * r; ++cell) {
      if (std::isnan(sums.value[cell])) continue;  // a class is empty: no pair
      for (std::size_t i = 0; i < n0; ++i) {
        by[a].healthy[i] += sums.of_healthy[cell * n0 + i];
        by[a].pairs_healthy[i] += sums.read_healthy[cell * n0 + i] * sums.m1[cell];
      }
      for (std::size_t j = 0; j < n1; ++j) {
        by[a].diseased[j] += sums.of_diseased[cell * n1 + j];
        by[a].pairs_diseased[j] += sums.read_diseased[cell * n1 + j] * sums.m0[cell];
      }
      by[a].total += sums.total[cell];
      by[a].pairs += sums.m0[cell] * sums.m1[cell];
    }
  }
  const auto dot = [](const double* x, const double* y, std::size_t n) {
    double sum = 0;
    for (std::size_t k = 0; k < n; ++k) sum += x[k] * y[k];
    return sum;
  };
  std::vector<Moments> out(t * t);
  for (std::size_t a = 0; a < t; ++a)
    for (std::size_t b = 0; b < t; ++b) {
      Eight products{};
      Eight pairs{};
      for (std::size_t reader = 0; reader < r; ++reader) {
        const std::size_t p = a * r + reader;
        const std::size_t q = b * r + reader;
        const double both0 = shared.healthy[p * cells + q];
        const double both1 = shared.diseased[p * cells + q];
        products[0] += same_pair[p * cells + q];
        products[1] += dot(&sums.of_diseased[p * n1], &sums.of_diseased[q * n1], n1);
        products[2] += dot(&sums.of_healthy[p * n0], &sums.of_healthy[q * n0], n0);
        products[3] += sums.total[p] * sums.total[q];
        pairs[0] += both0 * both1;
        pairs[1] += both1 * sums.m0[p] * sums.m0[q];
        pairs[2] += both0 * sums.m1[p] * sums.m1[q];
        pairs[3] += sums.m0[p] * sums.m1[p] * sums.m0[q] * sums.m1[q];
      }
      for (std::size_t p = a * r; p < (a + 1) * r; ++p)
        for (std::size_t q = b * r; q < (b + 1) * r; ++q) {
          products[4] += same_pair[p * cells + q];
          pairs[4] += shared.healthy[p * cells + q] * shared.diseased[p * cells + q];
        }
      products[5] = dot(by[a].diseased.data(), by[b].diseased.data(), n1);
      products[6] = dot(by[a].healthy.data(), by[b].healthy.data(), n0);
      products[7] = by[a].total * by[b].total;
      pairs[5] = dot(by[a].pairs_diseased.data(), by[b].pairs_diseased.data(), n1);
      pairs[6] = dot(by[a].pairs_healthy.data(), by[b].pairs_healthy.data(), n0);
      pairs[7] = by[a].pairs * by[b].pairs;
      out[a * t + b] = from_sums(products, pairs, by[a].total / by[a].pairs,
                                 by[b].total / by[b].pairs, one_sample);
    }
  return out;
}

std::vector<Moments> moments_by_enumeration(const Sample& sample) {
  const std::size_t t = sample.modalities;
  struct Triple {
    std::size_t reader, i, j;
    double s;
  };
  std::vector<std::vector<Triple>> triples(t);
  for (std::size_t a = 0; a < t; ++a)
    for (std::size_t reader = 0; reader < sample.readers; ++reader) {
      const std::size_t cell = a * sample.readers + reader;
      for (std::size_t i = 0; i < sample.n0; ++i)
        for (std::size_t j = 0; j < sample.n1; ++j)
          if (!std::isnan(sample.healthy(cell)[i]) &&
              !std::isnan(sample.diseased(cell)[sample.slot_begin[j]]))
            triples[a].push_back({reader, i, j, kernel_at(sample, cell, i, j)});
    }
  std::vector<Moments> out(t * t);
  for (std::size_t a = 0; a < t; ++a)
    for (std::size_t b = 0; b < t; ++b) {
      Eight products{};
      Eight pairs{};
      const auto add = [&](bool holds, std::size_t kind, double s) {
        if (!holds) return;
        products[kind] += s;
        pairs[kind] += 1;
      };
      double total_a = 0;
      double total_b = 0;
      for (const Triple& x : triples[a]) total_a += x.s;
      for (const Triple& y : triples[b]) total_b += y.s;
      for (const Triple& x : triples[a])
        for (const Triple& y : triples[b]) {
          const double s = x.s * y.s;
          const bool reader = x.reader == y.reader;
          const bool i = x.i == y.i;
          const bool j = x.j == y.j;
          add(reader && i && j, 0, s);
          add(reader && j, 1, s);
          add(reader && i, 2, s);
          add(reader, 3, s);
          add(i && j, 4, s);
          add(j, 5, s);
          add(i, 6, s);
          add(true, 7, s);
        }
      out[a * t + b] =
          from_sums(products, pairs, total_a / double(triples[a].size()),
                    total_b / double(triples[b].size()), sample.kernel == Kernel::value);
    }
  return out;
}

Averaged one_modality(const Moments& aa) {
  Averaged out{aa.average_a, aa.covariance(), aa.covariance_v(), 0, 0};
  set_degrees(out, main_effects(aa), effective_degrees(aa));
  return out;
}

Averaged difference(const Moments& aa, const Moments& bb, const Moments& ab) {
  Averaged out{aa.average_a - bb.average_a, aa.covariance() + bb.covariance() - 2 * ab.covariance(),
               aa.covariance_v() + bb.covariance_v() - 2 * ab.covariance_v(), 0, 0};
  const Effects a = main_effects(aa);
  const Effects b = main_effects(bb);
  const Effects both = main_effects(ab);
  const Effects da = effective_degrees(aa);
  const Effects db = effective_degrees(bb);
  set_degrees(out,
              {a.healthy + b.healthy - 2 * both.healthy,
               a.diseased + b.diseased - 2 * both.diseased, a.reader + b.reader - 2 * both.reader},
              {std::min(da.healthy, db.healthy), std::min(da.diseased, db.diseased),
               std::min(da.reader, db.reader)});
  return out;
}

}  // namespace secondsite::readers::study
