#include "secondsite/metrics/support/calibration_bins.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "secondsite/stats/distributions.h"

namespace secondsite::metrics {
namespace {

// The linear rule (type 7 of Hyndman and Fan) at k/count.
std::vector<double> quantile_edges(std::span<const double> score, unsigned count) {
  std::vector<double> sorted(score.begin(), score.end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<double> edges(count + 1);
  for (unsigned k = 0; k <= count; ++k) {
    const double place = static_cast<double>(sorted.size() - 1) * (static_cast<double>(k) / count);
    const auto below = static_cast<std::size_t>(place);
    const double part = place - static_cast<double>(below);
    edges[k] = sorted[below];
    if (part > 0) edges[k] += part * (sorted[below + 1] - sorted[below]);
  }
  return edges;
}

// E|gap + σZ| for a standard normal Z: the mean of a folded normal.
double folded_mean(double gap, double sigma) {
  if (sigma <= 0) return std::abs(gap);
  const double ratio = gap / sigma;
  return sigma * std::sqrt(2 / std::numbers::pi) * std::exp(-ratio * ratio / 2) +
         gap * (1 - 2 * stats::normal_cdf(-ratio));
}

}  // namespace

std::string_view describe(BinRule rule) {
  switch (rule) {
    case BinRule::equal_width:
      return "equal width, (lower, upper], 0 in the first";
    case BinRule::equal_count:
      return "equal count: quantile edges (linear), (lower, upper], the lowest score in the first, "
             "ties together";
    case BinRule::equal_count_open_below:
      return "equal count: quantile edges (linear), (lower, upper], the lowest score in no bin";
  }
  return "";
}

Binned bin_cases(std::span<const double> score, std::span<const std::uint8_t> positive,
                 unsigned count, BinRule rule) {
  std::vector<double> edges(count + 1);
  if (rule == BinRule::equal_width)
    for (unsigned k = 0; k <= count; ++k) edges[k] = static_cast<double>(k) / count;
  else
    edges = quantile_edges(score, count);

  std::vector<Bin> all(count);
  for (unsigned k = 0; k < count; ++k) all[k] = {.lower = edges[k], .upper = edges[k + 1]};
  Binned binned;
  binned.bin_of.assign(score.size(), Binned::no_bin);
  for (std::size_t i = 0; i < score.size(); ++i) {
    if (rule == BinRule::equal_count_open_below && score[i] <= edges.front()) continue;
    // The first inner edge that is not below the score: (lower, upper].
    const auto inner = std::lower_bound(edges.begin() + 1, edges.end() - 1, score[i]);
    const auto k = static_cast<std::uint32_t>(inner - (edges.begin() + 1));
    binned.bin_of[i] = k;
    all[k].n += 1;
    all[k].positives += positive[i];
    all[k].score_sum += score[i];
    binned.n += 1;
  }
  std::vector<std::uint32_t> renumbered(count, Binned::no_bin);
  for (unsigned k = 0; k < count; ++k) {
    if (all[k].n == 0) continue;
    renumbered[k] = static_cast<std::uint32_t>(binned.bins.size());
    binned.bins.push_back(all[k]);
  }
  for (std::uint32_t& k : binned.bin_of)
    if (k != Binned::no_bin) k = renumbered[k];
  return binned;
}

double expected_calibration_error(const Binned& binned) {
  double sum = 0;
  for (const Bin& bin : binned.bins) sum += std::abs(bin.positives - bin.score_sum);
  return sum / binned.n;
}

double maximum_calibration_error(const Binned& binned) {
  double largest = 0;
  for (const Bin& bin : binned.bins) largest = std::max(largest, std::abs(bin.gap()));
  return largest;
}

double debiased_calibration_error(const Binned& binned) {
  double sum = 0;
  for (const Bin& bin : binned.bins) {
    const double sigma = std::sqrt(bin.observed() * (1 - bin.observed()) / bin.n);
    sum += bin.n * (2 * std::abs(bin.gap()) - folded_mean(bin.gap(), sigma));
  }
  return std::max(0.0, sum / binned.n);
}

double debiased_squared_error(const Binned& binned) {
  double sum = 0;
  for (const Bin& bin : binned.bins)
    if (bin.n > 1)
      sum += bin.n * (bin.gap() * bin.gap() - bin.observed() * (1 - bin.observed()) / (bin.n - 1));
  return sum / binned.n;
}

TopClass top_class(const Cases& cases) {
  TopClass top;
  top.confidence.resize(cases.size());
  top.correct.resize(cases.size());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const bool predicted = cases.score[i] > 0.5;
    top.confidence[i] = predicted ? cases.score[i] : 1 - cases.score[i];
    top.correct[i] = predicted == (cases.positive[i] != 0);
  }
  return top;
}

}  // namespace secondsite::metrics
