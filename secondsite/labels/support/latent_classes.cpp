#include "secondsite/labels/support/latent_classes.h"

#include <algorithm>
#include <cmath>

namespace secondsite::labels {
namespace {

// P(true category | readings) of each pattern, and the log-likelihood.
double expect(const stats::Ratings& ratings, std::span<const double> weight,
              const std::vector<double>& confusion, const std::vector<double>& prevalence,
              std::vector<double>& posterior) {
  const std::size_t q = prevalence.size();
  double log_likelihood = 0;
  std::vector<double> logs(q);
  for (std::size_t p = 0; p < ratings.patterns(); ++p) {
    if (ratings.readings(p) == 0) {
      std::copy(prevalence.begin(), prevalence.end(),
                posterior.begin() + static_cast<std::ptrdiff_t>(p * q));
      continue;
    }
    double largest = -INFINITY;
    for (std::size_t t = 0; t < q; ++t) {
      logs[t] = std::log(prevalence[t]);
      for (std::uint32_t k = ratings.start[p]; k < ratings.start[p + 1]; ++k)
        logs[t] += std::log(confusion[(ratings.reader[k] * q + t) * q + ratings.code[k]]);
      largest = std::max(largest, logs[t]);
    }
    double sum = 0;
    for (std::size_t t = 0; t < q; ++t) {
      // Readings that no category explains (every chance 0) leave the prevalence.
      const double part = std::isinf(largest) ? prevalence[t] : std::exp(logs[t] - largest);
      posterior[p * q + t] = part;
      sum += part;
    }
    for (std::size_t t = 0; t < q; ++t) posterior[p * q + t] /= sum;
    if (!std::isinf(largest)) log_likelihood += weight[p] * (largest + std::log(sum));
  }
  return log_likelihood;
}

// Chances and prevalences that the posteriors make most likely. A row without evidence stays.
void maximise(const stats::Ratings& ratings, std::span<const double> weight,
              const std::vector<double>& posterior, std::vector<double>& confusion,
              std::vector<double>* prevalence) {
  const std::size_t q = ratings.categories();
  std::vector<double> sums(confusion.size(), 0);
  std::vector<double> shares(q, 0);
  double read = 0;
  for (std::size_t p = 0; p < ratings.patterns(); ++p) {
    if (ratings.readings(p) == 0 || weight[p] == 0) continue;
    read += weight[p];
    for (std::size_t t = 0; t < q; ++t) {
      const double mass = weight[p] * posterior[p * q + t];
      shares[t] += mass;
      for (std::uint32_t k = ratings.start[p]; k < ratings.start[p + 1]; ++k)
        sums[(ratings.reader[k] * q + t) * q + ratings.code[k]] += mass;
    }
  }
  for (std::size_t row = 0; row < sums.size() / q; ++row) {
    double total = 0;
    for (std::size_t s = 0; s < q; ++s) total += sums[row * q + s];
    if (total <= 0) continue;
    for (std::size_t s = 0; s < q; ++s) confusion[row * q + s] = sums[row * q + s] / total;
  }
  if (prevalence == nullptr || read <= 0) return;
  for (std::size_t t = 0; t < q; ++t) (*prevalence)[t] = shares[t] / read;
}

}  // namespace

Consensus fit_latent_classes(const stats::Ratings& ratings, std::span<const double> weight,
                             const LatentStart& start, const LatentOptions& options) {
  const std::size_t q = ratings.categories();
  Consensus out;
  out.categories = q;
  out.prevalence = start.prevalence;
  out.pattern_posterior.assign(ratings.patterns() * q, 0);
  out.converged = false;
  std::vector<double> confusion = start.confusion;
  std::vector<double> before;
  out.log_likelihood = expect(ratings, weight, confusion, out.prevalence, out.pattern_posterior);
  while (!out.converged && out.rounds < options.most_rounds) {
    before = out.pattern_posterior;
    maximise(ratings, weight, out.pattern_posterior, confusion,
             options.estimate_prevalence ? &out.prevalence : nullptr);
    out.log_likelihood = expect(ratings, weight, confusion, out.prevalence, out.pattern_posterior);
    double moved = 0;
    for (std::size_t i = 0; i < before.size(); ++i)
      moved = std::max(moved, std::abs(before[i] - out.pattern_posterior[i]));
    ++out.rounds;
    out.converged = moved <= options.tolerance;
  }
  out.readers.resize(ratings.readers);
  for (std::size_t r = 0; r < ratings.readers; ++r)
    out.readers[r].confusion.assign(
        confusion.begin() + static_cast<std::ptrdiff_t>(r * q * q),
        confusion.begin() + static_cast<std::ptrdiff_t>((r + 1) * q * q));
  for (std::size_t p = 0; p < ratings.patterns(); ++p)
    for (std::uint32_t k = ratings.start[p]; k < ratings.start[p + 1]; ++k)
      out.readers[ratings.reader[k]].readings += weight[p];
  return out;
}

std::vector<double> nearly_perfect(std::size_t readers, std::size_t categories, double right) {
  const double wrong = categories > 1 ? (1 - right) / static_cast<double>(categories - 1) : 0;
  std::vector<double> out(readers * categories * categories, wrong);
  for (std::size_t r = 0; r < readers; ++r)
    for (std::size_t t = 0; t < categories; ++t)
      out[(r * categories + t) * categories + t] = categories > 1 ? right : 1;
  return out;
}

}  // namespace secondsite::labels
