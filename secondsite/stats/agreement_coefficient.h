#pragma once
// The registry of coefficients of agreement between readers: ratings in, an Estimate out.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/stats/estimate.h"
#include "secondsite/stats/ratings.h"

namespace secondsite::stats {

// What the categories mean; Krippendorff's distance between them follows from it.
enum class RatingScale { nominal, ordinal, interval, ratio };
// How much credit unequal categories get: none; 1 − |i − j|/(q − 1); 1 − (i − j)²/(q − 1)², by the
// values of the categories.
enum class AgreementWeights { identity, linear, quadratic };
std::string_view name(RatingScale scale);
std::string_view name(AgreementWeights weights);

struct AgreementOptions {
  RatingScale scale = RatingScale::nominal;
  AgreementWeights weights = AgreementWeights::identity;
  double level = 0.95;
};

// A coefficient under weights, with what each pattern adds to its error: to first order the
// variance is the sum over units (patients) of the squared sums of `influence`.
struct Agreement {
  double value = unknown;
  std::vector<double> influence;     // one a pattern; empty: none is known
  std::optional<Interval> interval;  // the coefficient's own (F distributions of the ICC)
  std::optional<TestResult> test;    // against no agreement beyond chance
  std::string method;                // of the interval
  double n = 0;                      // units that took part
  std::vector<Definition> definitions;
  std::string absent_code;
  std::string absent_reason;
};

// `with_errors` = false (bootstrap replicates) leaves influence, interval and test out.
struct AgreementCoefficient {
  std::string_view id;
  std::string_view title;
  std::string_view question;
  std::string_view definition;  // formula, missing readings, edges
  std::string_view reference;   // citation with DOI
  bool two_readers = false;     // for a pair only
  bool is_numeric = false;      // needs values on an interval scale
  bool is_weighted = false;     // takes AgreementWeights
  bool by_scale = false;        // takes RatingScale
  double highest = 1;           // no bound of an interval lies above it
  // `weight`: how often each pattern counts (unit_counts for the sample as it is).
  std::function<Agreement(const Ratings&, std::span<const double> weight, const AgreementOptions&,
                          bool with_errors)>
      compute;
};

namespace agreement {
std::span<const AgreementCoefficient> all();
}

// More categories than this are measurements, which the coefficients by category do not take.
inline constexpr std::size_t most_categories = 500;

// The patient of each unit, as indexes; empty: each unit is its own.
struct Clusters {
  std::span<const std::uint32_t> of_unit;
  std::uint32_t count = 0;
};

// The coefficient with its analytic interval: the one that the literature gives where units are
// independent; over patients, value ± t·SE with SE² = I/(I − 1) Σ (Σ influence)² over the I
// patients (linearisation; Gwet 2014). Bounds are cut
// at the coefficient's range. Never fails: where there is no value the estimate says why.
Estimate estimate_agreement(const AgreementCoefficient& coefficient, const Ratings& ratings,
                            Clusters clusters, const AgreementOptions& options,
                            const std::string& unit = "case");

}  // namespace secondsite::stats
