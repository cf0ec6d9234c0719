#include "secondsite/stats/agreement_coefficient.h"

#include <algorithm>
#include <cmath>

#include "secondsite/stats/distributions.h"

namespace secondsite::stats {

std::string_view name(RatingScale scale) {
  switch (scale) {
    case RatingScale::nominal:
      return "nominal";
    case RatingScale::ordinal:
      return "ordinal";
    case RatingScale::interval:
      return "interval";
    case RatingScale::ratio:
      return "ratio";
  }
  return "";
}

std::string_view name(AgreementWeights weights) {
  switch (weights) {
    case AgreementWeights::identity:
      return "identity";
    case AgreementWeights::linear:
      return "linear";
    case AgreementWeights::quadratic:
      return "quadratic";
  }
  return "";
}

namespace {

// Squared errors by unit and by patient, from what each pattern adds.
struct Spread {
  double by_unit = unknown;     // variance with each unit on its own
  double by_cluster = unknown;  // variance with patients as units
  double clusters = 0;          // that took part
};

double scaled(double sum_of_squares, double units) {
  return units < 2 ? unknown : sum_of_squares * units / (units - 1);
}

Spread spread_of(const Ratings& ratings, const std::vector<double>& influence, Clusters clusters) {
  Spread out;
  double squares = 0;
  double units = 0;
  std::vector<double> sum(clusters.of_unit.empty() ? 0 : clusters.count, 0);
  std::vector<std::uint8_t> there(sum.size(), 0);
  for (std::size_t u = 0; u < ratings.units(); ++u) {
    const std::uint32_t p = ratings.pattern_of_unit[u];
    if (ratings.readings(p) == 0) continue;
    squares += influence[p] * influence[p];
    units += 1;
    if (sum.empty()) continue;
    sum[clusters.of_unit[u]] += influence[p];
    there[clusters.of_unit[u]] = 1;
  }
  out.by_unit = scaled(squares, units);
  if (sum.empty()) return out;
  double cluster_squares = 0;
  for (std::size_t c = 0; c < sum.size(); ++c) {
    cluster_squares += sum[c] * sum[c];
    out.clusters += there[c];
  }
  out.by_cluster = scaled(cluster_squares, out.clusters);
  return out;
}

void set_interval(Estimate& out, const Agreement& found, const Spread& spread, double degrees,
                  double highest) {
  const bool clustered = !std::isnan(spread.by_cluster);
  const double variance = clustered ? spread.by_cluster : spread.by_unit;
  if (!std::isnan(variance)) out.standard_error = std::sqrt(std::max(0.0, variance));
  if (clustered && spread.by_unit > 0) out.design_effect = variance / spread.by_unit;
  if (found.interval && !clustered) {
    out.interval = *found.interval;
    out.method = found.method;
    return;
  }
  if (std::isnan(out.standard_error)) return;
  const double half = student_quantile(0.5 + out.level / 2, degrees) * out.standard_error;
  out.interval = {out.value - half, std::min(highest, out.value + half)};
  out.method = clustered ? "linearised variance over patients, Student's t"
                         : "linearised variance (Gwet 2014), Student's t";
}

}  // namespace

Estimate estimate_agreement(const AgreementCoefficient& coefficient, const Ratings& ratings,
                            Clusters clusters, const AgreementOptions& options,
                            const std::string& unit) {
  if (!coefficient.is_numeric && ratings.categories() > most_categories)
    return not_estimable(std::string(coefficient.id), "agreement.too-many-categories",
                         "there are " + std::to_string(ratings.categories()) +
                             " different values; measurements want an ICC or Bland-Altman");
  const auto weight = unit_counts(ratings);
  Agreement found = coefficient.compute(ratings, weight, options, true);
  Estimate out;
  out.metric = coefficient.id;
  out.level = options.level;
  out.unit = clusters.of_unit.empty() ? unit : "patient";
  out.n = static_cast<std::uint64_t>(found.n);
  out.definitions = std::move(found.definitions);
  if (coefficient.is_weighted)
    out.definitions.push_back({"weights", std::string(name(options.weights))});
  if (coefficient.by_scale) out.definitions.push_back({"scale", std::string(name(options.scale))});
  if (!found.absent_code.empty()) {
    out.absent_code = found.absent_code;
    out.absent_reason = found.absent_reason;
    return out;
  }
  out.value = found.value;
  out.test = std::move(found.test);
  out.method = "value only";
  Spread spread;
  if (!found.influence.empty()) spread = spread_of(ratings, found.influence, clusters);
  out.n_clusters = static_cast<std::uint64_t>(spread.clusters);
  const double units = spread.clusters > 0 ? spread.clusters : found.n;
  set_interval(out, found, spread, units - 1, coefficient.highest);
  return out;
}

}  // namespace secondsite::stats
