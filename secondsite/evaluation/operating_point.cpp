#include "secondsite/evaluation/operating_point.h"

#include <algorithm>

#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/metrics/support/threshold.h"

namespace secondsite::evaluation {

using core::Error;
using core::Result;

namespace {

double threshold_for(const OperatingPointRule& rule, const FindingCases& cases) {
  if (rule.given) return *rule.given;
  const auto threshold = rule.metric == "sensitivity"
                             ? metrics::threshold_for_sensitivity(cases.cases(), rule.target)
                             : metrics::threshold_for_specificity(cases.cases(), rule.target);
  return threshold.value_or(stats::unknown);
}

// The rows of the site that sets the threshold; empty: all of them.
Result<std::vector<std::uint8_t>> rows_of_rule(const View& view, const OperatingPointRule& rule) {
  if (rule.site.empty()) return std::vector<std::uint8_t>();
  const Dimension* site = view.site();
  const auto level = site == nullptr ? nullptr : &site->categories.levels;
  const auto place = level == nullptr ? std::vector<std::string>::const_iterator{}
                                      : std::find(level->begin(), level->end(), rule.site);
  if (level == nullptr || place == level->end())
    return Error(
        "plan.absent-level",
        "the operating point is to be set at site \"" + rule.site + "\", which no case has", {},
        level == nullptr ? "name the site column with --site"
                         : "the sites are: " + core::join(*level, ", "));
  return rows_of(*site, static_cast<std::uint32_t>(place - level->begin()));
}

}  // namespace

Result<double> threshold_by_rule(const View& view, const OperatingPointRule& rule,
                                 const FindingCases& cases) {
  const auto rows = rows_of_rule(view, rule);
  if (!rows) return core::Error(rows.error());
  return threshold_for(rule, rows->empty() ? cases : subset(cases, *rows));
}

Result<std::vector<OperatingPoint>> operating_points(View& view, const OperatingPointRule& rule,
                                                     const metrics::MetricOptions& options) {
  std::vector<OperatingPoint> points;
  if (!rule.is_set()) return points;
  const auto rows = rows_of_rule(view, rule);
  if (!rows) return core::Error(rows.error());
  for (const FindingCases& finding : view.findings) {
    if (finding.input != metrics::Input::scores) {
      // A rating is a threshold only where it is given; rules look at scores.
      OperatingPoint point;
      point.rule = rule.given ? rule.text() : "";
      if (rule.given) point.threshold = *rule.given;
      points.push_back(std::move(point));
      continue;
    }
    const FindingCases at_site = rows->empty() ? finding : subset(finding, *rows);
    OperatingPoint point;
    point.rule = rule.text();
    point.threshold = threshold_for(rule, at_site);
    if (std::isnan(point.threshold)) {
      view.odd.add(core::Severity::warning, "evaluate.operating-point-unreachable",
                   finding.columns.name,
                   "the rule \"" + rule.text() + "\" cannot be met for " + finding.columns.name);
    } else {
      metrics::MetricOptions own = options;
      own.threshold = point.threshold;
      for (const char* id : {"sensitivity", "specificity"})
        if (const auto metric = core::find_entry(metrics::all(), id, "metric"))
          point.estimates.push_back((*metric)->estimate(at_site.cases(), own));
    }
    points.push_back(std::move(point));
  }
  return points;
}

}  // namespace secondsite::evaluation
