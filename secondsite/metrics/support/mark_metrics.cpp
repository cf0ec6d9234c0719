#include "secondsite/metrics/support/mark_metrics.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

#include "secondsite/core/text.h"
#include "secondsite/metrics/support/calibration_bootstrap.h"
#include "secondsite/metrics/support/describe.h"
#include "secondsite/metrics/support/edge_interval.h"
#include "secondsite/metrics/support/mark_input.h"
#include "secondsite/metrics/support/scale.h"

namespace secondsite::metrics {
namespace {

// Everything of an estimate that follows from its value and influence.
void set_interval(stats::Estimate& out, const Cases& cases, const MetricOptions& options,
                  const Influence& influence) {
  set_errors(out, cases, influence);
  const double degrees = interval_degrees(out, cases, influence, options);
  out.method += cases.is_clustered() ? "; variance by patient" : "; variance by scan";
  if (out.standard_error > 0 && out.value > 0 && out.value < 1) {
    out.interval = interval_on(Scale::logit, out.value, out.standard_error, options.level, degrees);
    out.method += "; logit interval";
  } else if (out.standard_error == 0) {
    // Whoever has lesions says something about finding them.
    const Counts counts = count(cases);
    double units = static_cast<double>(counts.n_positive);
    if (cases.is_clustered()) units = std::min(units, static_cast<double>(counts.n_clusters));
    use_edge_interval(out, units);
  }
}

// Begins an estimate; absent without lesions.
stats::Estimate begin_found(std::string_view id, const Cases& cases, const MetricOptions& options) {
  stats::Estimate out = begin_marks(id, cases, options);
  if (out.absent_code.empty() && out.n_positive == 0)
    mark_absent(out, "metric.empty-denominator", "there are no lesions");
  return out;
}

// Completes an entry whose names, texts and `replicates` are set: an area or mean under a curve of
// marks, better when higher and absent without lesions.
Metric curve_metric(Metric metric, std::function<Influence(const Cases&)> influence_of,
                    std::string method, stats::Definition definition) {
  metric.family = Family::detection;
  metric.better = Better::higher;
  metric.input = Input::marks;
  metric.influence = [influence_of](const Cases& cases, const MetricOptions&) {
    return influence_of(cases);
  };
  metric.estimate = [id = metric.id, influence_of = std::move(influence_of),
                     method = std::move(method), definition = std::move(definition),
                     replicates = metric.replicates](const Cases& cases,
                                                     const MetricOptions& options) {
    stats::Estimate out = begin_found(id, cases, options);
    if (!out.absent_code.empty()) return out;
    const Influence influence = influence_of(cases);
    if (std::isnan(influence.value)) {
      mark_absent(out, "metric.one-class", "every scan has a lesion");
      return out;
    }
    out.value = influence.value;
    out.method = method;
    out.definitions.push_back(definition);
    set_interval(out, cases, options, influence);
    use_bootstrap_if_asked(out, cases, options, influence, replicates);
    return out;
  };
  return metric;
}

std::vector<double> mean_over_rates(const std::vector<double>& values, std::size_t rates) {
  std::vector<double> out(values.size() / rates, 0);
  for (std::size_t i = 0; i < values.size(); ++i)
    out[i / rates] += values[i] / static_cast<double>(rates);
  return out;
}

Influence froc_influence_of(const Cases& cases, const std::vector<double>& rates) {
  Influence out;
  const FrocColumns columns = froc_columns(cases);
  const FrocPlan plan = froc_plan(columns.cases());
  out.value = mean_over_rates(froc_at(plan, rates), rates.size()).front();
  if (!std::isnan(out.value)) out.per_case = froc_influence(plan, rates);
  return out;
}

bool takes_classes_as_given(AfrocKind kind) {
  return kind != AfrocKind::afroc1 && kind != AfrocKind::wafroc1;
}

Influence afroc_influence_of(const Cases& cases, AfrocKind kind) {
  Influence out;
  Afroc area = afroc(froc_columns(cases).cases(), kind);
  out.value = area.value;
  if (!std::isnan(area.value)) out.per_case = std::move(area.influence);
  out.by_class = takes_classes_as_given(kind);
  return out;
}

}  // namespace

FrocColumns froc_columns(const Cases& cases) {
  FrocColumns out;
  out.scans = cases.size();
  out.patient.assign(cases.patient.begin(), cases.patient.end());
  out.patient_key.assign(cases.patient_key.begin(), cases.patient_key.end());
  std::vector<double> best;
  for (std::uint32_t i = 0; i < cases.size(); ++i) {
    const auto lesions = cases.marks->lesions_of(cases.scan[i]);
    best.assign(lesions.size(), unmarked);
    for (const Mark& mark : cases.marks->marks_of(cases.scan[i])) {
      if (mark.hit != Mark::miss) {
        best[mark.hit] = std::max(best[mark.hit], mark.rating);
        continue;
      }
      out.false_scan.push_back(i);
      out.false_rating.push_back(mark.rating);
    }
    double weight = 0;
    for (const Lesion& lesion : lesions) weight += lesion.weight;
    for (std::size_t l = 0; l < lesions.size(); ++l) {
      out.lesion_scan.push_back(i);
      out.lesion_rating.push_back(best[l]);
      out.lesion_weight.push_back(weight > 0 ? lesions[l].weight / weight
                                             : 1.0 / static_cast<double>(lesions.size()));
    }
  }
  return out;
}

Metric froc_metric(std::string_view id, std::string_view title, std::string_view question,
                   std::vector<double> rates) {
  std::string at;
  for (const double rate : rates) at += (at.empty() ? "" : ", ") + core::exact(rate);
  return curve_metric(
      {.id = id,
       .title = title,
       .question = question,
       .definition =
           "From the FROC curve, one point a distinct rating, with straight lines between them "
           "and level beyond the last mark. Each lesion has the rating of its best mark; missed "
           "lesions stay in the denominator. Absent without lesions.",
       .reference = "Setio et al. 2017, doi:10.1016/j.media.2017.06.015; Niemeijer et al. 2011, "
                    "doi:10.1109/TMI.2010.2072789",
       .replicates =
           [rates](const Cases& cases, const PatientWeights& weights,
                   const MetricOptions& options) {
             const FrocColumns columns = froc_columns(cases);
             return mean_over_rates(
                 froc_replicates(froc_plan(columns.cases()), weights, rates,
                                 FrocInterpolation::linear, options.context.threads),
                 rates.size());
           }},
      [rates](const Cases& cases) { return froc_influence_of(cases, rates); },
      "FROC, linear interpolation", {"false marks a scan", at});
}

Metric afroc_metric(std::string_view id, std::string_view title, std::string_view question,
                    AfrocKind kind) {
  return curve_metric(
      {.id = id,
       .title = title,
       .question = question,
       .definition =
           kind == AfrocKind::lroc
               ? "Pairs of a scan with and one without a lesion: won where the highest mark of "
                 "the first sits on a lesion and is rated above the highest of the second; "
                 "equal ratings half. Absent where either kind is missing."
               : "Pairs of a lesion (or scan with lesions) and a scan: won where the lesion's "
                 "best mark is rated above the scan's highest false mark; equal ratings half, "
                 "and so two without a mark. Absent without lesions or without such scans.",
       .reference = "Chakraborty & Berbaum 2004, doi:10.1118/1.1769352; Chakraborty & Zhai 2016, "
                    "doi:10.1118/1.4947125; LROC: Swensson 1996, doi:10.1118/1.597758",
       .replicates =
           [kind](const Cases& cases, const PatientWeights& weights, const MetricOptions& options) {
             return afroc_replicates(froc_columns(cases).cases(), kind, weights,
                                     options.context.threads);
           }},
      [kind](const Cases& cases) { return afroc_influence_of(cases, kind); },
      std::string(name(kind)) + ", Mann-Whitney form", {"ties", "half credit"});
}

Metric mark_ratio_metric(Metric metric, Range range, std::string what, MarkRatio ratio_of) {
  metric.family = Family::detection;
  metric.input = Input::marks;
  metric.estimate = [id = metric.id, range, what = std::move(what), ratio_of](
                        const Cases& cases, const MetricOptions& options) {
    stats::Estimate out = range == Range::fraction ? begin_found(id, cases, options)
                                                   : begin_marks(id, cases, options);
    if (!out.absent_code.empty()) return out;
    out.definitions.push_back(
        {"marks", options.threshold ? "rated " + core::exact(*options.threshold) + " or more"
                                    : "all, whatever their rating"});
    set_ratio(out, ratio_of(cases, options), cases, options, range, what);
    return out;
  };
  metric.influence = [ratio_of](const Cases& cases, const MetricOptions& options) {
    return influence_of(ratio_of(cases, options));
  };
  metric.replicates = [ratio_of](const Cases& cases, const PatientWeights& weights,
                                 const MetricOptions& options) {
    return replicates_of(ratio_of(cases, options), cases, weights, options);
  };
  return metric;
}

}  // namespace secondsite::metrics
