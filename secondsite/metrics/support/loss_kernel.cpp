#include "secondsite/metrics/support/loss_kernel.h"

#include <algorithm>
#include <cmath>

#include "secondsite/core/parallel.h"
#include "secondsite/core/text.h"

namespace secondsite::metrics {

using core::Done;
using core::Error;
using core::Result;
using core::Status;

namespace {

constexpr std::size_t chunk = 1U << 16;

bool is_fraction(double v) {
  return v >= 0 && v <= 1;
}

Error bad_loss(const char* option, double value, const char* range) {
  return Error("loss.bad-option",
               std::string(option) + " is " + core::exact(value) + "; it must be " + range);
}

}  // namespace

ClassSums& ClassSums::operator+=(const ClassSums& other) {
  pg += other.pg;
  p += other.p;
  g += other.g;
  pp += other.pp;
  gg += other.gg;
  return *this;
}

namespace {

Status check_loss_options(const LossOptions& options, std::size_t classes) {
  if (!(options.smooth >= 0)) return bad_loss("smooth", options.smooth, "0 or more");
  if (!(options.false_positive_cost >= 0))
    return bad_loss("false_positive_cost", options.false_positive_cost, "0 or more");
  if (!(options.false_negative_cost >= 0))
    return bad_loss("false_negative_cost", options.false_negative_cost, "0 or more");
  if (!(options.gamma >= 0)) return bad_loss("gamma", options.gamma, "0 or more");
  if (!(options.tversky_gamma > 0))
    return bad_loss("tversky_gamma", options.tversky_gamma, "above 0");
  if (!(options.alpha <= 1))
    return bad_loss("alpha", options.alpha, "at most 1, or negative for none");
  if (!(options.balance >= 0 && options.balance < 1))
    return bad_loss("balance", options.balance, "in [0, 1)");
  if (!(options.clip > 0 && options.clip < 0.5))
    return bad_loss("clip", options.clip, "in (0, 0.5)");
  if (!options.class_counts.empty() && options.class_counts.size() != classes)
    return Error("loss.uneven-columns", std::to_string(options.class_counts.size()) +
                                            " class counts were given for " +
                                            std::to_string(classes) + " classes");
  for (const double n : options.class_counts)
    if (!(n >= 0)) return bad_loss("a class count", n, "0 or more");
  return Done{};
}

template <typename T>
Status check_loss(const LossInput<T>& input, std::span<const T> gradient, bool needs_distance,
                  const LossOptions& options) {
  const std::size_t n = input.probability.size();
  if (n == 0 || input.classes == 0 || n % input.classes != 0)
    return Error("loss.uneven-columns", std::to_string(n) + " probabilities are no " +
                                            std::to_string(input.classes) +
                                            " planes of equal length");
  if (input.reference.size() != n || (!gradient.empty() && gradient.size() != n) ||
      (needs_distance && input.distance.size() != n))
    return Error("loss.uneven-columns",
                 "probabilities, reference, gradient and distances differ in length");
  if (auto checked = check_loss_options(options, input.classes); !checked) return checked;
  std::vector<std::uint8_t> odd((n + chunk - 1) / chunk, 0);
  core::parallel_for(odd.size(), options.threads, [&](std::size_t c) {
    for (std::size_t i = c * chunk; i < std::min(n, (c + 1) * chunk); ++i) {
      const bool is_odd = !is_fraction(input.probability[i]) || !is_fraction(input.reference[i]) ||
                          (needs_distance && !std::isfinite(input.distance[i]));
      odd[c] = odd[c] != 0 || is_odd ? 1 : 0;
    }
  });
  if (std::find(odd.begin(), odd.end(), 1) != odd.end())
    return Error("loss.not-a-probability",
                 "a probability or reference lies outside [0, 1] or is not a number, or a distance "
                 "is not finite");
  return Done{};
}

template <typename T>
std::vector<ClassSums> class_sums(const LossInput<T>& input, unsigned threads) {
  const std::size_t voxels = input.voxels();
  std::vector<ClassSums> out;
  for (std::size_t c = 0; c < input.classes; ++c) {
    const T* p = input.probability.data() + c * voxels;
    const T* g = input.reference.data() + c * voxels;
    out.push_back(core::parallel_sum<ClassSums>(voxels, chunk, threads,
                                                [&](std::size_t begin, std::size_t end) {
                                                  ClassSums sums;
                                                  for (std::size_t i = begin; i < end; ++i) {
                                                    const double pi = p[i];
                                                    const double gi = g[i];
                                                    sums.pg += pi * gi;
                                                    sums.p += pi;
                                                    sums.g += gi;
                                                    sums.pp += pi * pi;
                                                    sums.gg += gi * gi;
                                                  }
                                                  return sums;
                                                }));
  }
  return out;
}

template <typename T>
void write_gradient(const LossInput<T>& input, std::span<const ClassSlope> slopes,
                    std::span<T> gradient, unsigned threads) {
  const std::size_t voxels = input.voxels();
  for (std::size_t c = 0; c < input.classes; ++c) {
    const ClassSlope slope = slopes[c];
    const std::size_t first = c * voxels;
    core::parallel_for((voxels + chunk - 1) / chunk, threads, [&](std::size_t part) {
      const std::size_t end = first + std::min(voxels, (part + 1) * chunk);
      for (std::size_t i = first + part * chunk; i < end; ++i)
        gradient[i] = static_cast<T>(slope.of_g * input.reference[i] +
                                     slope.of_p * input.probability[i] + slope.constant);
    });
  }
}

template <typename T>
Result<double> overlap(const LossInput<T>& input, std::span<T> gradient, const LossOptions& options,
                       const OverlapFormula& formula) {
  if (auto checked = check_loss<T>(input, gradient, false, options); !checked)
    return std::move(checked).error();
  const OverlapLoss out = formula(class_sums(input, options.threads), options);
  if (!gradient.empty()) write_gradient(input, out.slopes, gradient, options.threads);
  return out.value;
}

template <typename T>
Result<double> voxelwise(const LossInput<T>& input, std::span<T> gradient,
                         const LossOptions& options, bool needs_distance, VoxelFormula formula,
                         const ClassWeights& weights) {
  if (auto checked = check_loss<T>(input, gradient, needs_distance, options); !checked)
    return std::move(checked).error();
  std::vector<double> weight(input.classes, 1);
  if (weights) weight = weights(class_sums(input, options.threads), options);
  const std::size_t voxels = input.voxels();
  const auto count = static_cast<double>(voxels);
  double total = 0;
  for (std::size_t c = 0; c < input.classes; ++c) {
    const std::size_t first = c * voxels;
    total += core::parallel_sum<double>(
        voxels, chunk, options.threads, [&](std::size_t begin, std::size_t end) {
          double sum = 0;
          for (std::size_t i = first + begin; i < first + end; ++i) {
            const double extra = needs_distance ? double{input.distance[i]} : weight[c];
            const VoxelTerm term = formula(input.probability[i], input.reference[i], extra, options,
                                           input.classes == 1);
            sum += term.value;
            if (!gradient.empty()) gradient[i] = static_cast<T>(term.slope / count);
          }
          return sum;
        });
  }
  return total / count;
}

}  // namespace

void set_overlap(Loss& loss, OverlapFormula formula) {
  loss.of_float = [formula](const LossInput<float>& input, std::span<float> gradient,
                            const LossOptions& options) {
    return overlap(input, gradient, options, formula);
  };
  loss.of_double = [formula](const LossInput<double>& input, std::span<double> gradient,
                             const LossOptions& options) {
    return overlap(input, gradient, options, formula);
  };
}

void set_voxelwise(Loss& loss, VoxelFormula formula, ClassWeights weights) {
  const bool distance = loss.needs_distance;
  loss.of_float = [=](const LossInput<float>& input, std::span<float> gradient,
                      const LossOptions& options) {
    return voxelwise(input, gradient, options, distance, formula, weights);
  };
  loss.of_double = [=](const LossInput<double>& input, std::span<double> gradient,
                       const LossOptions& options) {
    return voxelwise(input, gradient, options, distance, formula, weights);
  };
}

}  // namespace secondsite::metrics
