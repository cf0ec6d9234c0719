#include "secondsite/metrics/support/contrast.h"

#include "secondsite/core/random.h"
#include "secondsite/metrics/support/bootstrap.h"
#include "secondsite/metrics/support/describe.h"
#include "secondsite/metrics/support/influence.h"
#include "secondsite/metrics/support/scale.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::metrics {
namespace {

// Both sides as one cohort, b's influences with the opposite sign.
struct Joined {
  std::vector<double> score;
  std::vector<std::uint8_t> positive;
  std::vector<std::uint32_t> patient;
  Influence influence;
  Cases cases;
};

bool side_takes_part(const Influence& influence, std::size_t i) {
  return influence.takes_part.empty() || influence.takes_part[i] != 0;
}

Joined join(Side a, Side b) {
  Joined out;
  out.score.assign(a.cases.size() + b.cases.size(), 0);
  double sign = 1;
  for (const Side* side : {&a, &b}) {
    const Cases& cases = side->cases;
    out.positive.insert(out.positive.end(), cases.positive.begin(), cases.positive.end());
    out.patient.insert(out.patient.end(), cases.patient.begin(), cases.patient.end());
    for (std::size_t i = 0; i < cases.size(); ++i) {
      out.influence.per_case.push_back(sign * side->influence.per_case[i]);
      out.influence.takes_part.push_back(side_takes_part(side->influence, i) ? 1 : 0);
    }
    sign = -1;
  }
  out.cases = {out.score, out.positive, out.patient, a.cases.patient_key};
  return out;
}

double units_that_take_part(const Cases& cases, const Influence& influence) {
  return static_cast<double>(unit_sums(cases, influence).size());
}

struct Variances {
  double by_patient = stats::unknown;
  double by_case = stats::unknown;
  double degrees = stats::unknown;
  std::string method;
};

Variances variances_of(Side a, Side b, Relation relation, const MetricOptions& options) {
  Variances out;
  const bool student = options.reference == Reference::student;
  switch (relation) {
    case Relation::same_cohort: {
      const Joined both = join(a, b);
      out.by_patient = pooled_variance(both.cases, both.influence, Unit::patient);
      out.by_case = pooled_variance(both.cases, both.influence, Unit::one_case);
      if (student) {
        // Each side's own variance by its own rule, so that five positives count as five; what the
        // sides share stays.
        for (const Side& side : {a, b}) {
          out.by_patient += variance(side.cases, side.influence, Unit::patient) -
                            pooled_variance(side.cases, side.influence, Unit::patient);
          out.by_case += variance(side.cases, side.influence, Unit::one_case) -
                         pooled_variance(side.cases, side.influence, Unit::one_case);
        }
        out.degrees = degrees_of_freedom(a.cases, a.influence, b.cases, b.influence, Unit::patient);
      }
      out.method = a.cases.is_clustered()
                       ? "difference of parts of one cohort; influence values summed by patient"
                       : "difference of parts of one cohort; influence values by case";
      break;
    }
    case Relation::same_cases: {
      const Influence difference = paired_difference(a.influence, b.influence);
      out.by_patient = variance(a.cases, difference, Unit::patient);
      out.by_case = variance(a.cases, difference, Unit::one_case);
      if (student) out.degrees = degrees_of_freedom(a.cases, difference, Unit::patient);
      out.method =
          a.cases.is_clustered() ? "paired; influence values by patient" : "paired; by case";
      break;
    }
    case Relation::independent: {
      const double va = variance(a.cases, a.influence, Unit::patient);
      const double vb = variance(b.cases, b.influence, Unit::patient);
      out.by_patient = va + vb;
      out.by_case = variance(a.cases, a.influence, Unit::one_case) +
                    variance(b.cases, b.influence, Unit::one_case);
      const double na = units_that_take_part(a.cases, a.influence);
      const double nb = units_that_take_part(b.cases, b.influence);
      out.degrees = (va + vb) * (va + vb) / (va * va / (na - 1) + vb * vb / (nb - 1));
      out.method = "unpaired; Welch-Satterthwaite degrees of freedom";
      break;
    }
  }
  return out;
}

std::string why_not(Side a, Side b, Relation relation) {
  if (a.influence.per_case.size() != a.cases.size() ||
      b.influence.per_case.size() != b.cases.size())
    return "a side has no influence values";
  if (std::isnan(a.influence.value) || std::isnan(b.influence.value)) return "a side has no value";
  if (a.cases.is_clustered() != b.cases.is_clustered())
    return "one side has patients and the other has none";
  if (relation == Relation::same_cases && a.cases.size() != b.cases.size())
    return "the sides do not have the same cases: " + std::to_string(a.cases.size()) + " and " +
           std::to_string(b.cases.size());
  return {};
}

}  // namespace

stats::Estimate contrast(std::string_view metric, Side a, Side b, Relation relation,
                         const MetricOptions& options) {
  stats::Estimate out;
  out.metric = metric;
  out.level = options.level;
  out.unit = unit_of(a.cases, options);
  const Counts counts =
      relation == Relation::same_cases ? count(a.cases) : count_together(a.cases, b.cases);
  out.n = counts.n;
  out.n_positive = counts.n_positive;
  out.n_clusters = relation == Relation::independent
                       ? count(a.cases).n_clusters + count(b.cases).n_clusters
                       : counts.n_clusters;
  if (const std::string reason = why_not(a, b, relation); !reason.empty()) {
    mark_absent(out, "metric.not-comparable", reason);
    return out;
  }
  out.value = a.influence.value - b.influence.value;
  const Variances v = variances_of(a, b, relation, options);
  out.method = v.method;
  if (a.cases.is_clustered() && v.by_case > 0) out.design_effect = v.by_patient / v.by_case;
  if (!(v.by_patient > 0)) return out;
  out.standard_error = std::sqrt(v.by_patient);
  stats::TestResult test;
  test.method = v.method;
  test.statistic = out.value / out.standard_error;
  test.degrees_of_freedom = v.degrees;
  if (std::isnan(v.degrees)) {
    test.p_value = stats::two_sided(test.statistic);
    out.interval = interval_on(Scale::identity, out.value, out.standard_error, options.level);
  } else {
    test.p_value = stats::student_two_sided(test.statistic, v.degrees);
    const double reach =
        stats::student_quantile(0.5 + options.level / 2, v.degrees) * out.standard_error;
    out.interval = {out.value - reach, out.value + reach};
  }
  out.test = test;
  return out;
}

stats::Estimate contrast(const Metric& metric, const Cases& a, const Cases& b, Relation relation,
                         const MetricOptions& options) {
  Influence of_a;
  Influence of_b;
  if (metric.influence) {
    of_a = metric.influence(a, options);
    of_b = metric.influence(b, options);
  }
  stats::Estimate out = contrast(metric.id, {a, of_a}, {b, of_b}, relation, options);
  if (!out.is_estimable() || options.interval == IntervalKind::analytic || !metric.replicates)
    return out;

  // Patients that both sides have must weigh the same in both; cases that merely stand in the same
  // row must not.
  const bool shares_units =
      relation == Relation::same_cases || (relation == Relation::same_cohort && a.is_clustered());
  MetricOptions of_other = options;
  if (!shares_units && !b.is_clustered()) of_other.weights = nullptr;
  if (!shares_units && of_other.weights == nullptr)
    of_other.context.seed = core::Random(options.context.seed, "metrics.other-side").bits(0, 0);
  std::optional<PatientWeights> own_a;
  std::optional<PatientWeights> own_b;
  const PatientWeights& weights_a = weights_for(a, options, own_a);
  if (shares_units) of_other.weights = &weights_a;
  const PatientWeights& weights_b = weights_for(b, of_other, own_b);
  std::vector<double> differences = metric.replicates(a, weights_a, options);
  const std::vector<double> others = metric.replicates(b, weights_b, of_other);
  for (std::size_t r = 0; r < differences.size(); ++r) differences[r] -= others[r];
  MetricOptions percentile = options;
  percentile.interval = IntervalKind::bootstrap_percentile;
  set_bootstrap_interval(out, std::move(differences), {}, percentile, weights_a.resampling());
  return out;
}

}  // namespace secondsite::metrics
