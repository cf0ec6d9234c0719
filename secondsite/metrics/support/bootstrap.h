#pragma once
// The one bootstrap of all metrics. A replicate is a weight for each patient: how often the patient
// counts in it. Metrics are computed under weights; nothing is ever copied or sorted again.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "secondsite/metrics/metric.h"

namespace secondsite::metrics {

// Weights of every resampled unit (a patient; a case where there are none) in every replicate. Made
// once for a cohort and shared by all its findings, strata and metrics: what two metrics or two
// strata have in common then moves together in each replicate, and differences are right without
// further work.
//
// A Poisson weight depends on (seed, unit key, replicate) alone: not on the order of rows, the
// other units or the threads. So hospitals that may not share a row can add up their replicates.
// Weights from multinomial draws depend on which units there are (sorted by key), never on the
// order of rows.
class PatientWeights {
 public:
  static constexpr unsigned lanes = 32;  // replicates side by side
  static constexpr std::string_view purpose = "metrics.bootstrap";

  static PatientWeights poisson(std::span<const std::uint64_t> keys, unsigned replicates,
                                const core::Context& context);
  static PatientWeights multinomial(std::span<const std::uint64_t> keys, unsigned replicates,
                                    const core::Context& context);
  // Within each class by itself, so that every replicate has as many positives as the sample.
  // `positive` is one a unit: for cases without patients only.
  static PatientWeights stratified(std::span<const std::uint64_t> keys,
                                   std::span<const std::uint8_t> positive, unsigned replicates,
                                   const core::Context& context);

  std::size_t units() const { return units_; }
  unsigned replicates() const { return replicates_; }
  unsigned blocks() const { return (replicates_ + lanes - 1) / lanes; }
  Resampling resampling() const { return resampling_; }
  std::uint8_t largest() const { return largest_; }
  // Replicates b·lanes … b·lanes + lanes − 1, laid out [unit][lane]. Lanes beyond the last
  // replicate hold weights too; what they yield is not used.
  const std::uint8_t* block(unsigned b) const { return weights_.data() + b * units_ * lanes; }
  std::uint8_t weight(std::size_t unit, unsigned replicate) const {
    return block(replicate / lanes)[unit * lanes + replicate % lanes];
  }

 private:
  PatientWeights(std::size_t units, unsigned replicates, Resampling resampling);
  void draw_multinomial(std::span<const std::uint64_t> keys, std::span<const std::uint32_t> members,
                        const core::Context& context, std::uint64_t salt);
  void find_largest();

  std::size_t units_ = 0;
  unsigned replicates_ = 0;
  Resampling resampling_ = Resampling::poisson;
  std::uint8_t largest_ = 0;
  std::vector<std::uint8_t> weights_;
};

// The unit of a case: its patient, or itself.
inline std::uint32_t unit_of_case(const Cases& cases, std::size_t i) {
  return cases.is_clustered() ? cases.patient[i] : static_cast<std::uint32_t>(i);
}

// options.weights where they fit these cases, else new ones in `own`.
const PatientWeights& weights_for(const Cases& cases, const MetricOptions& options,
                                  std::optional<PatientWeights>& own);

// Σ weight × value over cases, one a replicate. Values are first rounded to a multiple of a power
// of two at which every sum is exact (better than 1e-9 of the largest value for up to 100,000
// cases), so that no order of summation changes a bit. For means: Σ w·x over Σ w.
std::vector<double> replicate_sums(const Cases& cases, std::span<const double> per_case,
                                   const PatientWeights& weights, unsigned threads);

// Replaces the interval of `estimate` by the bootstrap's that the options ask for, and names it.
// Replicates without a value (NaN: a class was empty) are left out and counted in the definitions;
// with fewer than half left there is no interval. BCa: Efron 1987,
// doi:10.1080/01621459.1987.10478410, with the bias from the share of replicates below the value
// and the acceleration Σl³ / 6(Σl²)^1.5 from the units' influences.
void set_bootstrap_interval(stats::Estimate& estimate, std::vector<double> replicates,
                            std::span<const double> unit_influence, const MetricOptions& options,
                            Resampling resampling);

// The q-quantile of ascending values by the linear rule (Hyndman & Fan's type 7).
double quantile(std::span<const double> ascending, double q);

}  // namespace secondsite::metrics
