#include "secondsite/evaluation/plots.h"

#include <algorithm>
#include <cmath>

#include "secondsite/core/parallel.h"
#include "secondsite/core/text.h"
#include "secondsite/evaluation/mark_parts.h"
#include "secondsite/evaluation/mask_sizes.h"
#include "secondsite/metrics/support/calibration_reliability.h"
#include "secondsite/metrics/support/curves.h"
#include "secondsite/metrics/support/predictive_value.h"
#include "secondsite/metrics/support/score_order.h"

namespace secondsite::evaluation {
namespace {

constexpr std::size_t score_bins = 40;

bool are_probabilities(const FindingCases& cases) {
  return std::all_of(cases.score.begin(), cases.score.end(),
                     [](double score) { return score >= 0 && score <= 1; });
}

// Bins that all parts of a finding share: over [0, 1] for probabilities, else over the range of the
// scores.
std::vector<double> score_edges(const FindingCases& cases) {
  double low = 0;
  double high = 1;
  if (!are_probabilities(cases)) {
    const auto [least, greatest] = std::minmax_element(cases.score.begin(), cases.score.end());
    low = *least;
    high = *greatest > *least ? *greatest : *least + 1;
  }
  std::vector<double> edges(score_bins + 1);
  for (std::size_t e = 0; e <= score_bins; ++e)
    edges[e] = low + (high - low) * static_cast<double>(e) / score_bins;
  return edges;
}

stats::Histogram histogram_of(const FindingCases& cases, bool positives,
                              const std::vector<double>& edges) {
  stats::Histogram out{"score", "score", edges, std::vector<std::uint64_t>(edges.size() - 1)};
  for (std::size_t i = 0; i < cases.score.size(); ++i) {
    if ((cases.positive[i] != 0) != positives) continue;
    const auto above = std::upper_bound(edges.begin(), edges.end(), cases.score[i]);
    const auto bin = std::clamp<std::ptrdiff_t>(above - edges.begin() - 1, 0,
                                                static_cast<std::ptrdiff_t>(score_bins) - 1);
    ++out.counts[static_cast<std::size_t>(bin)];
  }
  return out;
}

// Prevalences from a screening clinic's to a referral centre's.
constexpr double prevalences[] = {0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075,
                                  0.1,   0.15,  0.2,   0.25, 0.3,  0.35, 0.4,  0.5};

// The report knows a curve by the chart that it belongs to.
void add_curve(std::vector<Plot>& plots, const Stratum& stratum, const char* chart,
               std::string series, stats::Curve curve) {
  if (curve.points.empty()) return;
  curve.id = chart;
  plots.push_back({stratum, std::move(series), std::move(curve), std::nullopt});
}

void plot_part(const FindingCases& part, const Stratum& stratum, const std::vector<double>& edges,
               bool probabilities, const metrics::MetricOptions& options,
               std::vector<Plot>& plots) {
  for (const bool positives : {true, false})
    plots.push_back({stratum, positives ? "positive" : "negative", std::nullopt,
                     histogram_of(part, positives, edges)});
  metrics::Cases cases = part.cases();
  const metrics::ScoreOrder order(cases.score);
  cases.order = &order;
  add_curve(plots, stratum, "roc", "", metrics::roc_curve(cases, options));
  if (options.context.stopped()) return;
  add_curve(plots, stratum, "pr", "", metrics::precision_recall_curve(cases, options));
  if (options.threshold)
    add_curve(plots, stratum, "ppv", "",
              metrics::predictive_value_curve(metrics::PredictiveValue::positive, cases, options,
                                              prevalences));
  if (!probabilities || options.context.stopped()) return;
  metrics::ReliabilityCurve reliability = metrics::reliability_curve(cases, options);
  if (!reliability.absent_code.empty()) return;
  add_curve(plots, stratum, "reliability", "binned", std::move(reliability.binned));
  add_curve(plots, stratum, "reliability", "smooth", std::move(reliability.smooth));
}

// The finite values of one measure, to be counted in bins as scores are.
FindingCases as_scores(const FindingCases& part, std::string_view measure) {
  FindingCases out;
  for (const double value : part.cases().measure(measure))
    if (std::isfinite(value)) out.score.push_back(value);
  out.positive.assign(out.score.size(), 1);
  return out;
}

// How the primary measure is spread over the cases, for everyone and at each site.
void plot_measure(const View& view, const FindingCases& cases, std::vector<Plot>& plots) {
  const metrics::Metric* metric = metrics::find(cases.primary);
  if (metric == nullptr) return;
  const FindingCases whole = as_scores(cases, metric->measure);
  if (whole.score.empty()) return;
  const std::vector<double> edges = score_edges(whole);
  const auto add = [&](const FindingCases& part, Stratum stratum) {
    stats::Histogram histogram = histogram_of(part, true, edges);
    histogram.id = "measure";
    histogram.x_name = std::string(metric->title);
    plots.push_back({std::move(stratum), "", std::nullopt, std::move(histogram)});
  };
  add(whole, {});
  const Dimension* site = view.site();
  if (site == nullptr || site->categories.levels.size() < 2) return;
  for (std::uint32_t level = 0; level < site->categories.levels.size(); ++level)
    add(as_scores(subset(cases, rows_of(*site, level)), metric->measure),
        {site->name, site->categories.levels[level]});
}

}  // namespace

std::vector<FindingResult> plot_findings(const View& view, const Protocol& /*protocol*/,
                                         std::vector<OperatingPoint> points,
                                         const metrics::MetricOptions& options) {
  std::vector<FindingResult> results(view.findings.size());
  core::parallel_for(view.findings.size(), options.context.threads, [&](std::size_t f) {
    const FindingCases& cases = view.findings[f];
    FindingResult& result = results[f];
    result.name = cases.columns.name;
    result.score_column = cases.columns.score;
    result.label_column = cases.columns.label;
    result.image_level = !view.is_clustered();
    result.input = cases.input;
    result.primary = cases.primary;
    metrics::MetricOptions own = options;
    own.context.threads = 1;
    if (f < points.size() && !std::isnan(points[f].threshold)) {
      own.threshold = points[f].threshold;
      result.operating_point = std::move(points[f]);
    }
    if (cases.input != metrics::Input::scores) {
      if (cases.input == metrics::Input::marks)
        plot_marks(view, cases, own, result.plots);
      else
        plot_measure(view, cases, result.plots);
      if (cases.input == metrics::Input::measures)
        add_curve(result.plots, {}, "lesion-size", "", mask_size_curve(cases, own));
      return;
    }
    const bool probabilities = are_probabilities(cases);
    if (!probabilities) {
      const auto [least, greatest] = std::minmax_element(cases.score.begin(), cases.score.end());
      result.calibration_refused =
          "scores run from " + core::exact(*least) + " to " + core::exact(*greatest) +
          ", so they are no probabilities: they are ranked, and calibration is refused";
    }
    if (cases.score.empty()) return;
    const std::vector<double> edges = score_edges(cases);
    plot_part(cases, {}, edges, probabilities, own, result.plots);
    const Dimension* site = view.site();
    if (site == nullptr || site->categories.levels.size() < 2) return;
    for (std::uint32_t level = 0; level < site->categories.levels.size(); ++level)
      plot_part(subset(cases, rows_of(*site, level)), {site->name, site->categories.levels[level]},
                edges, probabilities, own, result.plots);
  });
  return results;
}

}  // namespace secondsite::evaluation
