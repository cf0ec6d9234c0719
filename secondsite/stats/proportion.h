#pragma once
// What share of the cases succeeded, and how sure is that when a patient brings several cases?

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "secondsite/core/context.h"
#include "secondsite/core/result.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::stats {

// Successes, one a case, and whose case it is. Borrowed. The patient index space may be wider than
// the patients met here (a stratum of a cohort); patients without a case here do not count.
struct ProportionCases {
  std::span<const std::uint8_t> success;  // 0 or 1
  std::span<const std::uint32_t>
      patient;  // index into patient_key, one a case; empty: independent cases
  std::span<const std::uint64_t>
      patient_key;  // keys of the random numbers; only the bootstrap needs them
};

struct ProportionOptions {
  double level = 0.95;
  std::string method = "wilson";  // an id of the registry of intervals
  std::string metric = "proportion";
  std::string unit = "case";
  unsigned replicates = 2000;  // of the bootstrap
  core::Context context;
};

// x of n independent cases. n = 0: not estimable ("stats.no-cases"). An unknown method or
// impossible counts give an error.
core::Result<Estimate> proportion(std::uint64_t successes, std::uint64_t cases,
                                  const ProportionOptions& options = {});

// The ratio estimator and its clustered variance.
//
//   p = Σ xᵢ / Σ mᵢ,   Var(p) = I/(I − 1) · Σ (xᵢ − p·mᵢ)² / n²        (linearised; Cochran 1977,
//   §6.3;
//                                                                       Rao & Scott 1992,
//                                                                       doi:10.2307/2532311)
//   design effect = Var(p) / (p(1 − p)/(n − 1))                        (exactly 1 where each
//   patient has one case)
//
// over I patients with mᵢ cases, xᵢ of them successes. Where the variance cannot be learned from
// the data (no success, no failure, or one patient only) standard_error is NaN and the design
// effect is that of cases that agree fully within a patient, Σmᵢ²/n: the cautious end.
struct ClusteredProportion {
  std::uint64_t n = 0;
  std::uint64_t successes = 0;
  std::uint64_t patients = 0;
  double value = unknown;
  double standard_error = unknown;
  double design_effect = unknown;
  bool design_effect_is_assumed = false;
  // The number of independent cases that know as much: n / max(1, design effect), shrunk by
  // (t_{n−1}/t_{I−1})² for a variance learned from few patients (Korn & Graubard 1998, Survey
  // Methodology 24:193–201). Depends on the level through t.
  double effective_cases(double level) const;
};
ClusteredProportion clustered_proportion(const ProportionCases& cases);

// The estimate with the interval of `options.method` for effective_cases (Dean & Pagano 2015,
// doi:10.1093/jssam/smv024, compare such intervals); without patients the plain one. No case: not
// estimable. The coverage is simulated in docs/reference/accuracy/coverage_proportions.md.
core::Result<Estimate> proportion(const ProportionCases& cases,
                                  const ProportionOptions& options = {});

// The interval from resampled patients (percentile, linear between order statistics). Each patient
// enters a replicate Poisson(1) times, drawn from (seed, patient key, replicate): the same bytes
// for any order of rows and number of threads, and mergeable between hospitals (Chamandy et al.
// 2012). Without patients each case is its own, keyed by its row. Replicates that drew nobody are
// left out. With no success or no failure the interval has no width: prefer the analytic one.
core::Result<Estimate> proportion_bootstrap(const ProportionCases& cases,
                                            const ProportionOptions& options = {});

// The q-quantile of ascending values, linear between neighbours (type 7 of Hyndman & Fan 1996,
// doi:10.1080/00031305.1996.10473566). NaN without values.
double sorted_quantile(std::span<const double> ascending, double q);

}  // namespace secondsite::stats
