#include "secondsite/metrics/support/operating_point.h"

#include "secondsite/core/text.h"
#include "secondsite/metrics/support/describe.h"
#include "secondsite/metrics/support/edge_interval.h"
#include "secondsite/stats/proportion.h"

namespace secondsite::metrics {
namespace {

Confusion cells_of(Denominator denominator) {
  switch (denominator) {
    case Denominator::everyone:
      return {1, 1, 1, 1};
    case Denominator::positives:
      return {1, 0, 1, 0};
    case Denominator::negatives:
      return {0, 1, 0, 1};
    case Denominator::called:
      return {1, 1, 0, 0};
    case Denominator::not_called:
      return {0, 0, 1, 1};
    case Denominator::all_but_true_negatives:
      return {1, 1, 1, 0};
  }
  return {};
}

double dot(const Confusion& a, const Confusion& b) {
  return a.true_positive * b.true_positive + a.false_positive * b.false_positive +
         a.false_negative * b.false_negative + a.true_negative * b.true_negative;
}

// Metrics without a threshold (prevalence) call nobody.
double threshold_of(const MetricOptions& options) {
  return options.threshold.value_or(std::numeric_limits<double>::infinity());
}

std::string count_text(double value) {
  return std::to_string(static_cast<long long>(value));
}

Influence operating_point_influence(const OperatingPoint& point, const Cases& cases,
                                    const MetricOptions& options) {
  const double threshold = threshold_of(options);
  const Confusion counts = confusion(cases, threshold);
  const double value = point.value(counts, options);
  if (std::isnan(value)) return {};
  Influence out = cell_influence(cases, threshold, value, point.gradient(counts, options));
  out.by_class = point.by_class;
  if (point.denominator != Denominator::everyone) {
    const Confusion below_the_line = cells_of(point.denominator);
    out.takes_part.resize(cases.size());
    for (std::size_t i = 0; i < cases.size(); ++i)
      out.takes_part[i] =
          cell(below_the_line, cases.positive[i] != 0, cases.score[i] >= threshold) > 0 ? 1 : 0;
  }
  return out;
}

// The interval of a fraction, from the cases below its line.
void set_fraction(stats::Estimate& out, const OperatingPoint& point, const Cases& cases,
                  const MetricOptions& options) {
  const double threshold = threshold_of(options);
  const Confusion below_the_line = cells_of(point.denominator);
  std::vector<std::uint8_t> success;
  std::vector<std::uint32_t> patient;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const bool positive = cases.positive[i] != 0;
    const bool called = cases.score[i] >= threshold;
    if (cell(below_the_line, positive, called) == 0) continue;
    success.push_back(cell(*point.successes, positive, called) > 0 ? 1 : 0);
    if (cases.is_clustered()) patient.push_back(cases.patient[i]);
  }
  stats::ProportionOptions how;
  how.level = options.level;
  how.metric = std::string(point.id);
  how.unit = out.unit;
  if (options.plain_wald) how.method = "wald";
  const auto fraction = stats::proportion({success, patient, cases.patient_key}, how);
  if (!fraction) {
    mark_absent(out, fraction.error().code(), fraction.error().what());
    return;
  }
  out.interval = {fraction->interval.lower * point.multiple,
                  fraction->interval.upper * point.multiple};
  out.standard_error = fraction->standard_error * point.multiple;
  out.design_effect = fraction->design_effect;
  out.method = fraction->method;
  out.definitions.insert(out.definitions.end(), fraction->definitions.begin(),
                         fraction->definitions.end());
}

void set_smooth(stats::Estimate& out, const OperatingPoint& point, const Cases& cases,
                const MetricOptions& options, const Influence& influence) {
  set_errors(out, cases, influence);
  out.method =
      cases.is_clustered() ? "influence values summed by patient" : "influence values by case";
  if (options.plain_wald || point.scale == Scale::identity) {
    out.interval = interval_on(Scale::identity, out.value, out.standard_error, options.level,
                               interval_degrees(out, cases, influence, options));
    out.method += "; Wald interval";
    return;
  }
  out.interval = interval_on(point.scale, out.value, out.standard_error, options.level,
                             interval_degrees(out, cases, influence, options));
  switch (point.scale) {
    case Scale::logit:
      out.method += "; logit interval";
      if (!out.has_interval() && (out.value == 0 || out.value == 1)) use_edge_interval(out, cases);
      break;
    case Scale::log:
      out.method += "; log interval";
      break;
    case Scale::fisher:
      out.method += "; Fisher z interval";
      break;
    case Scale::identity:
      break;
  }
  if (!out.has_interval() && !std::isnan(out.standard_error))
    out.definitions.push_back(
        {"interval", "none: the value lies on the edge of its scale and shows no variance"});
}

stats::Estimate operating_point_estimate(const OperatingPoint& point, const Cases& cases,
                                         const MetricOptions& options) {
  stats::Estimate out =
      begin_estimate(point.id, cases, options, point.needs_threshold, point.needs_probability);
  if (!out.absent_code.empty()) return out;
  const Confusion counts = confusion(cases, threshold_of(options));
  out.value = point.value(counts, options);
  if (std::isnan(out.value)) {
    mark_absent(out, "metric.empty-denominator", std::string(point.when_empty));
    return out;
  }
  if (point.needs_threshold) {
    out.definitions.push_back({"positive call", "score >= " + core::exact(*options.threshold)});
    out.definitions.push_back(
        {"counts", "true positives " + count_text(counts.true_positive) + ", false positives " +
                       count_text(counts.false_positive) + ", false negatives " +
                       count_text(counts.false_negative) + ", true negatives " +
                       count_text(counts.true_negative)});
  }
  const Influence influence = operating_point_influence(point, cases, options);
  if (point.successes)
    set_fraction(out, point, cases, options);
  else
    set_smooth(out, point, cases, options, influence);
  if (options.interval != IntervalKind::analytic) {
    std::optional<PatientWeights> own;
    const PatientWeights& weights = weights_for(cases, options, own);
    std::vector<double> values;
    for (const Confusion& replicate :
         confusion_replicates(cases, threshold_of(options), weights, options.context.threads))
      values.push_back(point.value(replicate, options));
    out.method = "value at the threshold";
    set_bootstrap_interval(out, std::move(values), unit_sums(cases, influence), options,
                           weights.resampling());
  }
  return out;
}

}  // namespace

Influence cell_influence(const Cases& cases, double threshold, double value,
                         const Confusion& gradient) {
  Influence out;
  out.value = value;
  out.per_case.resize(cases.size());
  for (std::size_t i = 0; i < cases.size(); ++i)
    out.per_case[i] = cell(gradient, cases.positive[i] != 0, cases.score[i] >= threshold);
  return out;
}

Metric operating_point_metric(const OperatingPoint& point) {
  Metric out{.id = point.id,
             .title = point.title,
             .question = point.question,
             .definition = point.definition,
             .reference = point.reference,
             .family = point.family,
             .better = point.better,
             .needs_threshold = point.needs_threshold,
             .needs_probability = point.needs_probability};
  out.estimate = [point](const Cases& cases, const MetricOptions& options) {
    return operating_point_estimate(point, cases, options);
  };
  out.influence = [point](const Cases& cases, const MetricOptions& options) {
    if (!begin_estimate(point.id, cases, options, point.needs_threshold, point.needs_probability)
             .absent_code.empty())
      return Influence{};
    return operating_point_influence(point, cases, options);
  };
  out.replicates = [point](const Cases& cases, const PatientWeights& weights,
                           const MetricOptions& options) {
    std::vector<double> values;
    if (point.needs_threshold && !options.threshold)
      return std::vector<double>(weights.replicates(), stats::unknown);
    for (const Confusion& replicate :
         confusion_replicates(cases, threshold_of(options), weights, options.context.threads))
      values.push_back(point.value(replicate, options));
    return values;
  };
  return out;
}

Metric fraction_metric(OperatingPoint point, const Confusion& successes) {
  const Confusion below = cells_of(point.denominator);
  const double multiple = point.multiple;
  point.successes = successes;
  point.scale = Scale::logit;
  point.value = [=](const Confusion& counts, const MetricOptions&) {
    const double total = dot(below, counts);
    return total > 0 ? multiple * dot(successes, counts) / total : stats::unknown;
  };
  // d/dcount of S/T is (1[success] − S/T)/T for the cells below the line.
  point.gradient = [=](const Confusion& counts, const MetricOptions&) {
    const double total = dot(below, counts);
    const double fraction = dot(successes, counts) / total;
    const auto slope = [&](double is_below, double is_success) {
      return multiple * is_below * (is_success - fraction) / total;
    };
    return Confusion{slope(below.true_positive, successes.true_positive),
                     slope(below.false_positive, successes.false_positive),
                     slope(below.false_negative, successes.false_negative),
                     slope(below.true_negative, successes.true_negative)};
  };
  return operating_point_metric(point);
}

}  // namespace secondsite::metrics
