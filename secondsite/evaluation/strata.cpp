#include "secondsite/evaluation/strata.h"

#include <algorithm>

#include "secondsite/core/parallel.h"
#include "secondsite/core/text.h"
#include "secondsite/evaluation/claims.h"
#include "secondsite/evaluation/decide.h"
#include "secondsite/metrics/support/contrast.h"
#include "secondsite/metrics/support/score_order.h"

namespace secondsite::evaluation {

using stats::Estimate;

namespace {

// A pooled value this near to a stratum's is that stratum's, not a paradox.
constexpr double worth_telling = 0.005;

// The interval by resampling, beside the analytic one.
void add_bootstrap(const metrics::Metric& metric, const metrics::Cases& cases,
                   metrics::MetricOptions options, Estimate& estimate) {
  if (!metric.replicates || options.weights == nullptr || !estimate.is_estimable() ||
      !support_of(estimate).is_enough())
    return;
  if (options.interval != metrics::IntervalKind::analytic) return;
  options.interval = metrics::IntervalKind::bootstrap_percentile;
  const Estimate resampled = metric.estimate(cases, options);
  if (resampled.has_interval())
    estimate.other_intervals.push_back({resampled.method, resampled.interval});
}

}  // namespace

std::vector<StratumTask> stratum_tasks(const View& view) {
  std::vector<StratumTask> tasks;
  for (const FindingCases& finding : view.findings) tasks.push_back({&finding, {}, nullptr, 0});
  for (const Dimension& dimension : view.dimensions) {
    for (const FindingCases& finding : view.findings)
      for (std::uint32_t level = 0; level < dimension.categories.levels.size(); ++level)
        tasks.push_back(
            {&finding, {dimension.name, dimension.categories.levels[level]}, &dimension, level});
  }
  return tasks;
}

std::vector<StratumResult> estimate_strata(const View& view, const std::vector<StratumTask>& tasks,
                                           const Protocol& protocol,
                                           const std::vector<OperatingPoint>& points,
                                           const metrics::MetricOptions& options) {
  const std::vector<std::string> named =
      protocol.metrics.empty() ? default_metrics() : protocol.metrics;
  std::vector<StratumResult> results(tasks.size());
  std::atomic<std::uint64_t> done{0};
  core::parallel_for(tasks.size(), options.context.threads, [&](std::size_t t) {
    if (options.context.stopped()) return;
    const StratumTask& task = tasks[t];
    StratumResult& result = results[t];
    result.finding = task.finding->columns.name;
    result.stratum = task.stratum;
    result.primary = task.finding->primary;
    result.declared = task.dimension == nullptr || task.dimension->declared;
    FindingCases part;
    if (task.dimension != nullptr)
      part = subset(*task.finding, rows_of(*task.dimension, task.level));
    metrics::Cases cases = (task.dimension == nullptr ? *task.finding : part).cases();
    const metrics::ScoreOrder order(cases.score);
    cases.order = &order;
    metrics::MetricOptions own = options;
    own.context.threads = 1;  // tasks already fill the threads
    const auto place = std::size_t(task.finding - view.findings.data());
    if (place < points.size() && !std::isnan(points[place].threshold))
      own.threshold = points[place].threshold;
    const bool are_scores = task.finding->input == metrics::Input::scores;
    for (const metrics::Metric& metric : metrics::all_of(task.finding->input)) {
      if (!task.finding->answers(metric)) continue;
      const bool wanted = std::find(named.begin(), named.end(), metric.id) != named.end();
      const bool is_whole = protocol.metrics.empty() &&
                            (task.dimension == nullptr || task.dimension->is_site || !are_scores);
      if (!wanted && !is_whole) continue;
      if (metric.needs_threshold && !own.threshold) continue;
      if (options.context.stopped()) return;
      Estimate estimate = metric.estimate(cases, own);
      if (metric.id == task.finding->primary) add_bootstrap(metric, cases, own, estimate);
      if (!result.declared) estimate.test.reset();  // no p-value of what was not declared
      result.estimates.push_back(std::move(estimate));
    }
    options.context.report("estimating in every stratum", ++done, tasks.size());
  });
  return results;
}

std::vector<ContrastResult> contrast_strata(const View& view, const Protocol& protocol,
                                            const std::string& reference_site,
                                            const metrics::MetricOptions& options) {
  struct Task {
    const FindingCases* finding;
    const Dimension* dimension;
    std::uint32_t a;
    std::uint32_t b;  // Categories::blank: the rest
  };
  std::vector<Task> tasks;
  for (const Dimension& dimension : view.dimensions) {
    const auto& levels = dimension.categories.levels;
    if (levels.size() < 2) continue;
    for (const FindingCases& finding : view.findings) {
      const auto reference = std::find(levels.begin(), levels.end(), reference_site);
      if (dimension.is_site && reference != levels.end()) {
        const auto base = static_cast<std::uint32_t>(reference - levels.begin());
        for (std::uint32_t level = 0; level < levels.size(); ++level)
          if (level != base) tasks.push_back({&finding, &dimension, level, base});
      } else if (levels.size() == 2) {
        tasks.push_back({&finding, &dimension, 0, 1});
      } else {
        for (std::uint32_t level = 0; level < levels.size(); ++level)
          tasks.push_back({&finding, &dimension, level, cohort::Categories::blank});
      }
    }
  }

  std::vector<ContrastResult> results(tasks.size());
  core::parallel_for(tasks.size(), options.context.threads, [&](std::size_t t) {
    if (options.context.stopped()) return;
    const Task& task = tasks[t];
    const auto& levels = task.dimension->categories.levels;
    const bool against_rest = task.b == cohort::Categories::blank;
    const std::vector<std::uint8_t> rows_a = rows_of(*task.dimension, task.a);
    std::vector<std::uint8_t> rows_b(rows_a.size());
    for (std::size_t row = 0; row < rows_b.size(); ++row) {
      const std::uint32_t code = task.dimension->categories.code[row];
      rows_b[row] =
          against_rest ? code != cohort::Categories::blank && code != task.a : code == task.b;
    }
    const FindingCases a = subset(*task.finding, rows_a);
    const FindingCases b = subset(*task.finding, rows_b);
    ContrastResult& result = results[t];
    result.finding = task.finding->columns.name;
    result.a = {task.dimension->name, levels[task.a]};
    result.b = against_rest ? Stratum{"rest", "everyone else"}
                            : Stratum{task.dimension->name, levels[task.b]};
    result.declared = task.dimension->declared;
    metrics::MetricOptions own = options;
    own.context.threads = 1;
    if (const metrics::Metric* metric = metrics::find(task.finding->primary))
      result.difference =
          metrics::contrast(*metric, a.cases(), b.cases(), metrics::Relation::same_cohort, own);
  });

  // The contrasts of declared dimensions are one family; undeclared ones show no p-value at all.
  const auto method = method_of(protocol, "strata");
  std::vector<double> p_values;
  for (ContrastResult& result : results) {
    if (!result.declared) {
      result.difference.test.reset();
    } else {
      p_values.push_back(result.difference.test ? result.difference.test->p_value : stats::unknown);
    }
  }
  const std::vector<double> corrected = stats::adjusted(p_values, method);
  std::size_t next = 0;
  for (ContrastResult& result : results)
    if (result.declared) result.p_adjusted = corrected[next++];
  return results;
}

std::vector<SimpsonFlag> simpson_flags(const View& view, const std::vector<StratumResult>& strata) {
  std::vector<SimpsonFlag> flags;
  for (const FindingCases& finding : view.findings) {
    // A mean over cases cannot leave the range of its strata; only ranks across them can.
    if (finding.input != metrics::Input::scores) continue;
    const std::string& name = finding.columns.name;
    const StratumResult* pooled = nullptr;
    for (const StratumResult& result : strata)
      if (result.finding == name && result.stratum.dimension.empty()) pooled = &result;
    const Estimate* whole = pooled == nullptr ? nullptr : pooled->find("auroc");
    if (whole == nullptr || !whole->is_estimable()) continue;
    for (const Dimension& dimension : view.dimensions) {
      SimpsonFlag flag{name, dimension.name, *whole, {}, {}};
      std::uint64_t covered = 0;
      for (const StratumResult& result : strata) {
        if (result.finding != name || result.stratum.dimension != dimension.name) continue;
        const Estimate* part = result.find("auroc");
        if (part == nullptr || !part->is_estimable() || !support_of(*part).is_enough()) continue;
        covered += part->n;
        flag.strata.emplace_back(result.stratum, *part);
      }
      // Levels too small to estimate are left out; they must not be most of the cohort.
      if (flag.strata.size() < 2 || 10 * covered < 9 * whole->n) continue;
      const auto above = [&](const auto& part) {
        return whole->value >= part.second.value + worth_telling;
      };
      const auto below = [&](const auto& part) {
        return whole->value <= part.second.value - worth_telling;
      };
      const bool over_all = std::all_of(flag.strata.begin(), flag.strata.end(), above);
      const bool under_all = std::all_of(flag.strata.begin(), flag.strata.end(), below);
      if (!over_all && !under_all) continue;
      std::string parts;
      for (const auto& [stratum, estimate] : flag.strata)
        parts += (parts.empty() ? "" : ", ") + stratum.level + " " + core::fixed(estimate.value, 3);
      flag.sentence = "The pooled AUROC for " + name + " (" + core::fixed(whole->value, 3) +
                      ") lies " + (over_all ? "above" : "below") + " that of every level of " +
                      dimension.name + " (" + parts + "): " + dimension.name +
                      " differs between positives and negatives, and the pooled value " +
                      (over_all ? "takes credit for it." : "pays for it.");
      flags.push_back(std::move(flag));
    }
  }
  return flags;
}

}  // namespace secondsite::evaluation
