#include "secondsite/readers/study/roe_metz.h"

#include <cmath>

#include "secondsite/stats/distributions.h"
#include "secondsite/stats/noncentral.h"

namespace secondsite::readers::study {
namespace {

double sum_of(const EffectVariances& v) {
  double out = 0;
  for (int truth = 0; truth < 2; ++truth)
    out += v.reader[truth] + v.case_[truth] + v.reader_case[truth];
  return out;
}

// Covariance of two rating differences that share reader, healthy and diseased case or not.
double in_common(const EffectVariances& v, bool reader, bool healthy, bool diseased) {
  double out = 0;
  if (reader) out += v.reader[0] + v.reader[1];
  if (healthy) out += v.case_[0] + (reader ? v.reader_case[0] : 0);
  if (diseased) out += v.case_[1] + (reader ? v.reader_case[1] : 0);
  return out;
}

constexpr bool shares_reader[8] = {true, true, true, true, false, false, false, false};
constexpr bool shares_healthy[8] = {true, false, true, false, true, false, true, false};
constexpr bool shares_diseased[8] = {true, true, false, false, true, true, false, false};

}  // namespace

double area(const RoeMetz& model, std::size_t modality) {
  return stats::normal_cdf(model.separation[modality] /
                           std::sqrt(rating_variance(model, modality)));
}

double rating_variance(const RoeMetz& model, std::size_t modality) {
  return sum_of(model.shared) + sum_of(model.own[modality]);
}

double shared_variance(const RoeMetz& model, std::size_t a, std::size_t b, std::size_t kind) {
  const auto of = [&](const EffectVariances& v) {
    return in_common(v, shares_reader[kind], shares_healthy[kind], shares_diseased[kind]);
  };
  return of(model.shared) + (a == b ? of(model.own[a]) : 0);
}

Eight moment_means(const RoeMetz& model, std::size_t a, std::size_t b) {
  Eight out{};
  const double x = std::sqrt(rating_variance(model, a));
  const double y = std::sqrt(rating_variance(model, b));
  for (std::size_t k = 0; k < 8; ++k)
    out[k] = stats::bivariate_normal_cdf(model.separation[a] / x, model.separation[b] / y,
                                         std::min(shared_variance(model, a, b, k) / (x * y), 1.0));
  return out;
}

Eight moment_shares(const StudySize& size, bool between) {
  const auto g = static_cast<double>(size.blocks);
  const double r = static_cast<double>(size.readers) / g;  // of a block
  const double a = static_cast<double>(size.healthy) / g;
  const double b = static_cast<double>(size.diseased) / g;
  const double all = g * r * a * b;
  Eight out{};
  double within_block = 0;
  for (std::size_t k = 0; k < 7; ++k) {
    const bool possible = !between || ((!shares_reader[k] || size.paired_readers) &&
                                       (!shares_healthy[k] || size.paired_healthy) &&
                                       (!shares_diseased[k] || size.paired_diseased));
    if (!possible) continue;
    // With what is not shared different, or, where it cannot be the same between the modalities,
    // any of the other modality's.
    const auto others = [&](double n, bool paired) { return between && !paired ? n : n - 1; };
    const double pairs = all * (shares_reader[k] ? 1 : others(r, size.paired_readers)) *
                         (shares_healthy[k] ? 1 : others(a, size.paired_healthy)) *
                         (shares_diseased[k] ? 1 : others(b, size.paired_diseased));
    out[k] = pairs / (all * all);
    within_block += out[k];
  }
  out[7] = 1 - within_block;
  return out;
}

double covariance_of_averages(const RoeMetz& model, const StudySize& size, std::size_t a,
                              std::size_t b) {
  const Eight means = moment_means(model, a, b);
  const Eight shares = moment_shares(size, a != b);
  double out = -means[7];
  for (std::size_t k = 0; k < 8; ++k) out += shares[k] * means[k];
  return out;
}

double variance_of_difference(const RoeMetz& model, const StudySize& size) {
  return covariance_of_averages(model, size, 0, 0) + covariance_of_averages(model, size, 1, 1) -
         2 * covariance_of_averages(model, size, 0, 1);
}

Reads simulate(const RoeMetz& model, const StudySize& size, const core::Random& random,
               std::uint64_t study) {
  const std::size_t n = size.healthy + size.diseased;
  std::vector<std::string> readers;
  std::vector<std::string> cases;
  for (std::size_t r = 0; r < size.readers; ++r) readers.push_back(std::to_string(r + 1));
  for (std::size_t c = 0; c < n; ++c) cases.push_back(std::to_string(c + 1));
  std::vector<std::uint8_t> positive(n, 0);
  std::fill(positive.begin() + static_cast<std::ptrdiff_t>(size.healthy), positive.end(), 1);
  Reads out = Reads::empty({"A", "B"}, readers, cases, std::move(positive));
  // A draw's key says what it is of: which effect, which modality (2: shared), reader and case.
  enum Effect : std::uint64_t { of_reader, of_case, of_both };
  const auto draw = [&](Effect effect, std::uint64_t modality, std::uint64_t reader,
                        std::uint64_t c, double variance) {
    if (variance == 0) return 0.0;
    const std::uint64_t key = (((effect * 3 + modality) * 4096 + reader) << 32) + c;
    return std::sqrt(variance) * random.normal(key, study);
  };
  const auto block_of = [&](std::size_t k, std::size_t count) { return k * size.blocks / count; };
  const auto effects = [&](const EffectVariances& v, std::uint64_t modality, std::size_t r,
                           std::size_t c, int truth) {
    return draw(of_reader, modality, r, static_cast<std::uint64_t>(truth), v.reader[truth]) +
           draw(of_case, modality, 0, c, v.case_[truth]) +
           draw(of_both, modality, r, c, v.reader_case[truth]);
  };
  for (std::size_t r = 0; r < size.readers; ++r)
    for (std::size_t c = 0; c < n; ++c) {
      const int truth = c < size.healthy ? 0 : 1;
      const std::size_t block =
          truth == 0 ? block_of(c, size.healthy) : block_of(c - size.healthy, size.diseased);
      if (block != block_of(r, size.readers)) continue;
      const double shared = effects(model.shared, 2, r, c, truth);
      for (std::size_t t = 0; t < 2; ++t)
        out.at(out.cell(t, r), c) =
            truth * model.separation[t] + shared + effects(model.own[t], t, r, c, truth);
    }
  return out;
}

}  // namespace secondsite::readers::study
