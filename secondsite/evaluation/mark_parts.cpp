#include "secondsite/evaluation/mark_parts.h"

#include <algorithm>
#include <cmath>

#include "secondsite/core/text.h"
#include "secondsite/metrics/support/contrast.h"
#include "secondsite/metrics/support/mark_metrics.h"

namespace secondsite::evaluation {

using metrics::Mark;
using stats::Estimate;

namespace {

constexpr double most_rate = 16;
constexpr double least_rate = 1.0 / 16;
constexpr std::size_t most_points = 200;

// Four rates to each doubling.
std::vector<double> curve_rates() {
  std::vector<double> out;
  for (int step = 0; least_rate * std::exp2(step / 4.0) <= most_rate * (1 + 1e-12); ++step)
    out.push_back(least_rate * std::exp2(step / 4.0));
  return out;
}

stats::Curve curve_for(const char* id, const metrics::FrocColumns& columns,
                       const metrics::MetricOptions& options) {
  stats::Curve out;
  out.id = id;
  out.level = options.level;
  out.n = columns.scans;
  out.n_positive = columns.lesion_scan.size();
  out.n_clusters = 0;
  return out;
}

stats::Curve froc_curve(const FindingCases& cases, const metrics::MetricOptions& options) {
  const metrics::FrocColumns columns = metrics::froc_columns(cases.cases());
  stats::Curve out = curve_for("froc", columns, options);
  out.x_name = "false marks a scan";
  out.y_name = "sensitivity (lesions)";
  out.method = "linear between ratings";
  const metrics::FrocPlan plan = metrics::froc_plan(columns.cases());
  const std::vector<double> rates = curve_rates();
  const std::vector<double> values = metrics::froc_at(plan, rates);
  const double last = metrics::froc_points(plan).back().falses_a_scan;
  std::vector<double> draws;
  unsigned replicates = 0;
  if (options.replicates > 0) {
    std::optional<metrics::PatientWeights> own;
    const metrics::PatientWeights& weights = metrics::weights_for(cases.cases(), options, own);
    replicates = weights.replicates();
    draws = metrics::froc_replicates(plan, weights, rates, metrics::FrocInterpolation::linear,
                                     options.context.threads);
    out.method += "; percentile bootstrap by " + options.unit + ", " + std::to_string(replicates) +
                  " replicates, point by point";
  }
  for (std::size_t k = 0; k < rates.size(); ++k) {
    stats::CurvePoint point{rates[k], values[k], {}};
    std::vector<double> at;
    for (unsigned r = 0; r < replicates; ++r)
      if (!std::isnan(draws[r * rates.size() + k])) at.push_back(draws[r * rates.size() + k]);
    std::sort(at.begin(), at.end());
    if (at.size() > 1)
      point.band = {metrics::quantile(at, (1 - options.level) / 2),
                    metrics::quantile(at, (1 + options.level) / 2)};
    out.points.push_back(point);
    if (rates[k] > last) break;  // one level point beyond the last mark is enough
  }
  return out;
}

// Lesions found against scans without lesions that have a false mark, threshold by threshold.
stats::Curve afroc_curve(const FindingCases& cases, const metrics::MetricOptions& options) {
  const metrics::FrocColumns columns = metrics::froc_columns(cases.cases());
  stats::Curve out = curve_for("afroc", columns, options);
  out.x_name = "scans without lesions that have a false mark";
  out.y_name = "sensitivity (lesions)";
  out.method = "one point a rating, straight to (1, 1)";
  const auto entries = metrics::afroc_entries(columns.cases(), metrics::AfrocKind::afroc);
  std::vector<std::pair<double, bool>> events;  // rating, is it a lesion
  for (const auto& entry : entries.falses)
    if (entry.rating != metrics::unmarked) events.emplace_back(entry.rating, false);
  for (const auto& entry : entries.lesions)
    if (entry.rating != metrics::unmarked) events.emplace_back(entry.rating, true);
  std::sort(events.begin(), events.end(), std::greater<>());
  const auto scans = static_cast<double>(entries.falses.size());
  const auto lesions = static_cast<double>(entries.lesions.size());
  if (scans == 0 || lesions == 0) return out;
  double falses = 0;
  double hits = 0;
  std::vector<stats::CurvePoint> all{{0, 0, {}}};
  for (std::size_t i = 0; i < events.size(); ++i) {
    (events[i].second ? hits : falses) += 1;
    if (i + 1 == events.size() || events[i + 1].first != events[i].first)
      all.push_back({falses / scans, hits / lesions, {}});
  }
  all.push_back({1, 1, {}});
  const std::size_t step = all.size() / most_points + 1;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (i % step == 0 || i + 2 >= all.size()) out.points.push_back(all[i]);
  return out;
}

std::vector<double> sizes_of(const FindingCases& cases) {
  std::vector<double> out;
  for (const std::uint32_t scan : cases.scan)
    for (const metrics::Lesion& lesion : cases.marks->lesions_of(scan))
      if (lesion.diameter_mm > 0) out.push_back(lesion.diameter_mm);
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<SizeBand> size_bands(const FindingCases& cases) {
  return bands_between(sizes_of(cases), size_edges(cases));
}

// What is found of each size; x is the middle lesion of the band.
stats::Curve size_curve(const FindingCases& cases, const metrics::MetricOptions& options) {
  stats::Curve out;
  out.id = "lesion-size";
  out.x_name = "lesion size" + (cases.size_unit.empty() ? "" : ", " + cases.size_unit);
  out.y_name = "sensitivity at 1 false mark a scan";
  out.level = options.level;
  const metrics::Metric* metric = metrics::find("sensitivity_at_1");
  if (metric == nullptr) return out;
  for (const SizeBand& band : size_bands(cases)) {
    const FindingCases part = of_size(cases, band.lowest, band.highest);
    const std::vector<double> sizes = sizes_of(part);
    if (sizes.empty()) continue;
    const Estimate estimate = metric->estimate(part.cases(), options);
    out.method = "bands of lesion size; " + estimate.method;
    out.n = estimate.n;
    out.n_positive += estimate.n_positive;
    out.n_clusters = estimate.n_clusters;
    out.points.push_back({metrics::quantile(sizes, 0.5), estimate.value, estimate.interval});
  }
  return out;
}

}  // namespace

void plot_marks(const View& view, const FindingCases& cases, const metrics::MetricOptions& options,
                std::vector<Plot>& plots) {
  const auto add = [&](const Stratum& stratum, stats::Curve curve) {
    if (curve.points.size() > 1) plots.push_back({stratum, "", std::move(curve), std::nullopt});
  };
  const auto add_part = [&](const FindingCases& part, const Stratum& stratum) {
    if (part.scan.empty()) return;
    add(stratum, froc_curve(part, options));
    add(stratum, afroc_curve(part, options));
  };
  add_part(cases, {});
  add({}, size_curve(cases, options));
  const Dimension* site = view.site();
  if (site == nullptr || site->categories.levels.size() < 2) return;
  for (std::uint32_t level = 0; level < site->categories.levels.size(); ++level)
    add_part(subset(cases, rows_of(*site, level)), {site->name, site->categories.levels[level]});
}

FindingCases of_size(const FindingCases& cases, double lowest, double highest) {
  FindingCases out = cases;
  auto set = std::make_shared<metrics::MarkSet>();
  set->rule = cases.marks->rule;
  out.scan.clear();
  out.others.clear();
  for (std::uint32_t i = 0; i < cases.scan.size(); ++i) {
    std::vector<metrics::Lesion> lesions;
    std::vector<std::uint32_t> place;
    for (const metrics::Lesion& lesion : cases.marks->lesions_of(cases.scan[i])) {
      const bool is_in =
          lesion.diameter_mm >= lowest && lesion.diameter_mm < highest && lesion.diameter_mm > 0;
      place.push_back(is_in ? static_cast<std::uint32_t>(lesions.size()) : Mark::miss);
      if (is_in) lesions.push_back(lesion);
    }
    std::vector<Mark> marks;
    for (const Mark& mark : cases.marks->marks_of(cases.scan[i])) {
      if (mark.hit == Mark::miss)
        marks.push_back(mark);
      else if (place[mark.hit] != Mark::miss)
        marks.push_back({mark.rating, place[mark.hit]});
    }
    out.scan.push_back(i);
    out.positive[i] = lesions.empty() ? 0 : 1;
    set->add_scan(marks, lesions);
  }
  out.marks = std::move(set);
  return out;
}

std::string SizeBand::text() const {
  if (lowest <= 0) return "below " + core::exact(highest);
  if (!std::isfinite(highest)) return core::exact(lowest) + " and above";
  return core::exact(lowest) + "\u2013" + core::exact(highest);
}

std::vector<double> size_edges_mm(std::span<const double> sizes) {
  std::vector<double> out;
  for (const double edge : {4.0, 6.0, 8.0, 10.0, 20.0, 40.0})
    if (!sizes.empty() && edge > sizes.front() && edge <= sizes.back()) out.push_back(edge);
  return out;
}

std::vector<SizeBand> bands_between(std::span<const double> sizes,
                                    const std::vector<double>& edges) {
  std::vector<SizeBand> out;
  if (edges.empty() || sizes.empty()) return out;
  double lowest = 0;
  for (const double edge : edges) {
    out.push_back({lowest, edge});
    lowest = edge;
  }
  out.push_back({lowest, std::numeric_limits<double>::infinity()});
  return out;
}

std::vector<double> size_edges(const FindingCases& cases) {
  const std::vector<double> sizes = sizes_of(cases);
  std::size_t lesions = 0;
  for (const std::uint32_t scan : cases.scan) lesions += cases.marks->lesions_of(scan).size();
  if (sizes.empty() || 10 * sizes.size() < 9 * lesions || sizes.front() == sizes.back()) return {};
  std::vector<double> edges;
  if (cases.size_unit == "mm") return size_edges_mm(sizes);
  for (const double q : {0.25, 0.5, 0.75}) {
    const double edge = std::round(metrics::quantile(sizes, q));
    if (edge > sizes.front() && (edges.empty() || edge > edges.back())) edges.push_back(edge);
  }
  return edges;
}

std::vector<StratumResult> lesion_size_strata(const View& view, const Protocol& protocol,
                                              const metrics::MetricOptions& options) {
  std::vector<StratumResult> out;
  for (const FindingCases& finding : view.findings) {
    if (finding.input != metrics::Input::marks) continue;
    for (const SizeBand& band : size_bands(finding)) {
      StratumResult result;
      result.finding = finding.columns.name;
      result.stratum = {"lesion size" + (finding.size_unit.empty() ? "" : ", " + finding.size_unit),
                        band.text()};
      result.primary = finding.primary;
      const FindingCases part = of_size(finding, band.lowest, band.highest);
      for (const metrics::Metric& metric : metrics::all_of(metrics::Input::marks)) {
        const bool is_wanted =
            protocol.metrics.empty() || std::find(protocol.metrics.begin(), protocol.metrics.end(),
                                                  metric.id) != protocol.metrics.end();
        if (!is_wanted) continue;
        result.estimates.push_back(metric.estimate(part.cases(), options));
        result.estimates.back().test.reset();
      }
      out.push_back(std::move(result));
    }
  }
  return out;
}

void fill_stages(View& view, const metrics::MetricOptions& options) {
  for (std::size_t f = 0; f < view.findings.size() && f < view.mark_reports.size(); ++f) {
    const FindingCases& after = view.findings[f];
    if (after.others.empty() || after.others.front().name != "candidates") continue;
    FindingCases before = after;
    before.marks = after.others.front().marks;
    const auto estimate = [&](const FindingCases& cases, const char* metric) {
      return metrics::find(metric)->estimate(cases.cases(), options);
    };
    auto& stages = view.mark_reports[f].stages;
    const std::pair<const char*, const FindingCases*> both[] = {{"candidates", &before},
                                                                {"classified", &after}};
    for (const auto& [name, cases] : both) {
      stages.push_back({name, {}});
      for (const char* metric : {"lesion_sensitivity", "false_marks_per_scan", "cpm"})
        stages.back().estimates.push_back(estimate(*cases, metric));
    }
    stages.push_back({"lost by the classifier", {}});
    for (const char* metric : {"lesion_sensitivity", "false_marks_per_scan", "cpm"})
      stages.back().estimates.push_back(metrics::contrast(*metrics::find(metric), before.cases(),
                                                          after.cases(),
                                                          metrics::Relation::same_cases, options));
  }
}

}  // namespace secondsite::evaluation
