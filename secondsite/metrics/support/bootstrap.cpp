#include "secondsite/metrics/support/bootstrap.h"

#include <cmath>
#include <numeric>

#include "secondsite/core/parallel.h"
#include "secondsite/core/random.h"
#include "secondsite/metrics/support/bootstrap_lanes.h"
#include "secondsite/stats/distributions.h"
#include "secondsite/stats/proportion.h"

namespace secondsite::metrics {
namespace {

constexpr unsigned words = 4;                     // of one Philox call
constexpr unsigned calls = lanes::count / words;  // Philox calls for one unit and block
constexpr unsigned poisson_steps = 12;

// steps[k] = P(W ≤ k) · 2^32 for W ~ Poisson(1): a word u is the weight #{k : u ≥ steps[k]}.
constexpr std::array<std::uint32_t, poisson_steps> poisson_table() {
  std::array<std::uint32_t, poisson_steps> steps{};
  long double probability = 0.36787944117144232159552377016146L;  // e^−1
  long double sum = 0;
  for (unsigned k = 0; k < poisson_steps; ++k) {
    if (k > 0) probability /= k;
    sum += probability;
    steps[k] = static_cast<std::uint32_t>(sum * 4294967296.0L);
  }
  return steps;
}
constexpr auto poisson_of = poisson_table();

// Random(seed, purpose).words(key, call) for `calls` consecutive calls at once, each word turned
// into a Poisson(1) weight; out[call · words + word].
SECONDSITE_VECTOR_CLONES
void draw_poisson(std::uint64_t key, std::uint32_t first_call, std::uint64_t base,
                  std::uint8_t* out) {
  std::uint32_t c0[calls];
  std::uint32_t c1[calls];
  std::uint32_t c2[calls];
  std::uint32_t c3[calls];
  for (unsigned i = 0; i < calls; ++i) {
    c0[i] = static_cast<std::uint32_t>(key);
    c1[i] = static_cast<std::uint32_t>(key >> 32);
    c2[i] = first_call + i;
    c3[i] = 0;
  }
  auto k0 = static_cast<std::uint32_t>(base);
  auto k1 = static_cast<std::uint32_t>(base >> 32);
  for (int round = 0; round < 10; ++round) {
    for (unsigned i = 0; i < calls; ++i) {
      const std::uint64_t a = std::uint64_t{0xD2511F53U} * c0[i];
      const std::uint64_t b = std::uint64_t{0xCD9E8D57U} * c2[i];
      c0[i] = static_cast<std::uint32_t>(b >> 32) ^ c1[i] ^ k0;
      c1[i] = static_cast<std::uint32_t>(b);
      c2[i] = static_cast<std::uint32_t>(a >> 32) ^ c3[i] ^ k1;
      c3[i] = static_cast<std::uint32_t>(a);
    }
    k0 += 0x9E3779B9U;
    k1 += 0xBB67AE85U;
  }
  std::uint32_t packed[calls];
  for (unsigned i = 0; i < calls; ++i) {
    std::uint32_t w0 = 0;
    std::uint32_t w1 = 0;
    std::uint32_t w2 = 0;
    std::uint32_t w3 = 0;
    for (unsigned k = 0; k < poisson_steps; ++k) {
      w0 += c0[i] >= poisson_of[k] ? 1 : 0;
      w1 += c1[i] >= poisson_of[k] ? 1 : 0;
      w2 += c2[i] >= poisson_of[k] ? 1 : 0;
      w3 += c3[i] >= poisson_of[k] ? 1 : 0;
    }
    packed[i] = w0 | w1 << 8 | w2 << 16 | w3 << 24;
  }
  for (unsigned i = 0; i < calls; ++i) {
    for (unsigned w = 0; w < words; ++w)
      out[i * words + w] = static_cast<std::uint8_t>(packed[i] >> (8 * w));
  }
}

// totals[lane] += value · weight over units; the values are whole numbers and so is every sum.
SECONDSITE_VECTOR_CLONES
void add_weighted(const double* value, std::size_t units, const std::uint8_t* weights,
                  double* totals) {
  double sum[lanes::count] = {};
  for (std::size_t u = 0; u < units; ++u) {
    const double v = value[u];
    const std::uint8_t* row = weights + u * lanes::count;
    for (unsigned lane = 0; lane < lanes::count; ++lane)
      sum[lane] += v * static_cast<double>(row[lane]);
  }
  for (unsigned lane = 0; lane < lanes::count; ++lane) totals[lane] = sum[lane];
}

}  // namespace

PatientWeights::PatientWeights(std::size_t units, unsigned replicates, Resampling resampling)
    : units_(units), replicates_(replicates), resampling_(resampling) {
  weights_.assign(blocks() * units_ * lanes::count, 0);
}

void PatientWeights::find_largest() {
  for (const std::uint8_t w : weights_) largest_ = std::max(largest_, w);
}

PatientWeights PatientWeights::poisson(std::span<const std::uint64_t> keys, unsigned replicates,
                                       const core::Context& context) {
  PatientWeights out(keys.size(), replicates, Resampling::poisson);
  const std::uint64_t base = context.seed ^ core::key_of(purpose);
  core::parallel_for(out.blocks(), context.threads, [&](std::size_t b) {
    if (context.stopped()) return;  // what is drawn is not used then
    std::uint8_t* row = out.weights_.data() + b * out.units_ * lanes::count;
    for (const std::uint64_t key : keys) {
      draw_poisson(key, static_cast<std::uint32_t>(b * calls), base, row);
      row += lanes::count;
    }
  });
  out.largest_ = poisson_steps;
  return out;
}

void PatientWeights::draw_multinomial(std::span<const std::uint64_t> keys,
                                      std::span<const std::uint32_t> members,
                                      const core::Context& context, std::uint64_t salt) {
  std::vector<std::uint32_t> by_key(members.begin(), members.end());
  std::sort(by_key.begin(), by_key.end(), [&](std::uint32_t a, std::uint32_t b) {
    return keys[a] != keys[b] ? keys[a] < keys[b] : a < b;
  });
  const core::Random random(context.seed, purpose);
  core::parallel_for(replicates_, context.threads, [&](std::size_t r) {
    std::uint8_t* column =
        weights_.data() + (r / lanes::count) * units_ * lanes::count + r % lanes::count;
    for (std::size_t draw = 0; draw < by_key.size(); ++draw) {
      const std::uint64_t at = random.below(by_key.size(), (salt << 40) | draw, r);
      std::uint8_t& weight = column[std::size_t{by_key[at]} * lanes::count];
      if (weight < 255) ++weight;  // 255 of the same among many: less likely than 1e-500
    }
  });
}

PatientWeights PatientWeights::multinomial(std::span<const std::uint64_t> keys, unsigned replicates,
                                           const core::Context& context) {
  PatientWeights out(keys.size(), replicates, Resampling::multinomial);
  std::vector<std::uint32_t> members(keys.size());
  std::iota(members.begin(), members.end(), 0U);
  out.draw_multinomial(keys, members, context, 1);
  out.find_largest();
  return out;
}

PatientWeights PatientWeights::stratified(std::span<const std::uint64_t> keys,
                                          std::span<const std::uint8_t> positive,
                                          unsigned replicates, const core::Context& context) {
  PatientWeights out(keys.size(), replicates, Resampling::stratified);
  for (const bool wanted : {false, true}) {
    std::vector<std::uint32_t> members;
    for (std::size_t u = 0; u < keys.size(); ++u) {
      if ((positive[u] != 0) == wanted) members.push_back(static_cast<std::uint32_t>(u));
    }
    out.draw_multinomial(keys, members, context, wanted ? 3 : 2);
  }
  out.find_largest();
  return out;
}

const PatientWeights& weights_for(const Cases& cases, const MetricOptions& options,
                                  std::optional<PatientWeights>& own) {
  std::size_t units = cases.size();
  if (cases.is_clustered()) {
    units = cases.patient_key.size();
    for (const std::uint32_t p : cases.patient) units = std::max<std::size_t>(units, p + 1);
  }
  if (options.weights != nullptr && options.weights->units() == units) return *options.weights;
  std::vector<std::uint64_t> keys(cases.patient_key.begin(), cases.patient_key.end());
  for (std::size_t u = keys.size(); u < units; ++u) keys.push_back(u);
  keys.resize(units);
  if (options.resampling == Resampling::stratified && !cases.is_clustered())
    own = PatientWeights::stratified(keys, cases.positive, options.replicates, options.context);
  else if (options.resampling == Resampling::multinomial)
    own = PatientWeights::multinomial(keys, options.replicates, options.context);
  else
    own = PatientWeights::poisson(keys, options.replicates, options.context);
  return *own;
}

std::vector<double> replicate_sums(const Cases& cases, std::span<const double> per_case,
                                   const PatientWeights& weights, unsigned threads) {
  double largest = 0;
  for (const double value : per_case) largest = std::max(largest, std::abs(value));
  std::vector<double> out(weights.replicates(), 0);
  if (!(largest > 0) || !std::isfinite(largest)) {
    if (!std::isfinite(largest)) out.assign(out.size(), stats::unknown);
    return out;
  }
  const double highest = largest * static_cast<double>(cases.size()) * weights.largest();
  const int exponent = 52 - (std::ilogb(highest) + 1);
  std::vector<double> per_unit(weights.units(), 0);
  for (std::size_t i = 0; i < cases.size(); ++i)
    per_unit[unit_of_case(cases, i)] += std::nearbyint(std::ldexp(per_case[i], exponent));
  core::parallel_for(weights.blocks(), threads, [&](std::size_t b) {
    double totals[lanes::count];
    add_weighted(per_unit.data(), weights.units(), weights.block(static_cast<unsigned>(b)), totals);
    for (std::size_t r = b * lanes::count;
         r < std::min<std::size_t>(out.size(), (b + 1) * lanes::count); ++r)
      out[r] = std::ldexp(totals[r % lanes::count], -exponent);
  });
  return out;
}

double quantile(std::span<const double> ascending, double q) {
  return stats::sorted_quantile(ascending, q);
}

void set_bootstrap_interval(stats::Estimate& estimate, std::vector<double> replicates,
                            std::span<const double> unit_influence, const MetricOptions& options,
                            Resampling resampling) {
  const std::size_t all = replicates.size();
  std::erase_if(replicates, [](double v) { return std::isnan(v); });
  std::sort(replicates.begin(), replicates.end());
  const std::size_t skipped = all - replicates.size();
  estimate.interval = {};
  double low = (1 - options.level) / 2;
  double high = 1 - low;
  const bool is_bca = options.interval == IntervalKind::bootstrap_bca;
  estimate.method += std::string("; ") + (is_bca ? "BCa" : "percentile") + " bootstrap, " +
                     std::to_string(all) + " replicates";
  estimate.definitions.push_back(
      {"resampling", resampling == Resampling::poisson
                         ? "each " + estimate.unit + " counts Poisson(1) times (mergeable)"
                         : (resampling == Resampling::stratified
                                ? estimate.unit + "s drawn with replacement within each class"
                                : estimate.unit + "s drawn with replacement")});
  estimate.definitions.push_back({"percentiles", "linear between order statistics"});
  if (skipped > 0)
    estimate.definitions.push_back(
        {"replicates without a value",
         std::to_string(skipped) + " of " + std::to_string(all) + ", left out"});
  if (replicates.size() < 2 || replicates.size() < all - all / 2) return;

  if (is_bca) {
    const auto below =
        static_cast<double>(std::lower_bound(replicates.begin(), replicates.end(), estimate.value) -
                            replicates.begin());
    const auto not_above =
        static_cast<double>(std::upper_bound(replicates.begin(), replicates.end(), estimate.value) -
                            replicates.begin());
    const auto count = static_cast<double>(replicates.size());
    const double share =
        std::clamp((below + not_above) / 2, 0.5, count - 0.5) / count;  // ties half below
    const double bias = stats::normal_quantile(share);
    double squares = 0;
    double cubes = 0;
    for (const double l : unit_influence) {
      squares += l * l;
      cubes += l * l * l;
    }
    const double acceleration = squares > 0 ? cubes / (6 * std::pow(squares, 1.5)) : 0;
    const auto moved = [&](double q) {
      const double z = bias + stats::normal_quantile(q);
      return stats::normal_cdf(bias + z / (1 - acceleration * z));
    };
    low = moved(low);
    high = moved(high);
  }
  estimate.interval = {quantile(replicates, low), quantile(replicates, high)};
}

}  // namespace secondsite::metrics
