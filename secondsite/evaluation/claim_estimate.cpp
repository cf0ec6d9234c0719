#include "secondsite/evaluation/claim_estimate.h"

#include <algorithm>
#include <cmath>

#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/evaluation/claim_direction.h"
#include "secondsite/evaluation/operating_point.h"
#include "secondsite/evaluation/paired_calls.h"
#include "secondsite/metrics/support/contrast.h"

namespace secondsite::evaluation {

using core::Error;
using core::Result;

Result<std::vector<Question>> questions_of(const View& view, const Protocol& protocol) {
  std::vector<Question> out;
  for (const Claim& claim : protocol.claims) {
    bool asked = false;
    bool named = false;
    const metrics::Metric* metric = metrics::find(claim.metric);
    if (direction(claim) == 0)
      return Error("config.bad-value",
                   "claim " + claim.id + " is about " + claim.metric +
                       ", which is neither better when higher nor when lower, so that no side of a "
                       "difference is the worse one",
                   {}, "claim `" + claim.metric + " <= GOAL` or `equivalent MARGIN versus`");
    for (std::size_t f = 0; f < view.findings.size(); ++f) {
      if (!claim.finding.empty() && view.findings[f].columns.name != claim.finding) continue;
      named = true;
      if (metric != nullptr && !view.findings[f].answers(*metric)) continue;
      out.push_back({&claim, &view.findings[f], f});
      asked = true;
    }
    if (!asked && named)
      return Error("config.bad-value",
                   "claim " + claim.id + " is about " + claim.metric + ", which is computed from " +
                       std::string(name(metric->input)) + "; there are none of these here",
                   {}, "`secondsite list` shows the metrics of scores, masks and marks");
    if (!asked) {
      std::vector<std::string> names;
      for (const FindingCases& finding : view.findings) names.push_back(finding.columns.name);
      std::string message = "claim " + claim.id + " is about \"" + claim.finding +
                            "\", which has no score and label here";
      if (const auto near = core::nearest(claim.finding, names))
        message += "; did you mean \"" + *near + "\"?";
      return Error("plan.absent-finding", message, {},
                   "the findings are: " + core::join(names, ", "));
    }
  }
  return out;
}

namespace {

// A text that no case has is a misspelling, not an empty group.
core::Status check_levels(const View& view, const cohort::Filter& filter, const Claim& claim) {
  for (const cohort::Condition& condition : filter.conditions) {
    using Op = cohort::Condition::Op;
    if (condition.op != Op::equal && condition.op != Op::in) continue;
    const auto column = view.table.column(condition.column);
    if (!column) return core::Error(column.error()).while_doing("reading claim " + claim.id);
    const cohort::Categories categories = (*column)->cells->categories(1);
    for (const std::string& value : condition.values) {
      const bool is_number = core::parse_number(value).has_value();
      if (is_number || std::find(categories.levels.begin(), categories.levels.end(), value) !=
                           categories.levels.end())
        continue;
      std::string message = "claim " + claim.id + " is about " + condition.column + " = \"" +
                            value + "\", which no case has";
      if (const auto near = core::nearest(value, categories.levels))
        message += "; did you mean \"" + *near + "\"?";
      std::vector<std::string> some = categories.levels;
      if (some.size() > 12) some.resize(12);
      return Error("plan.absent-level", message,
                   {.file = view.table.origin(), .column = condition.column},
                   "its values: " + core::join(some, ", "));
    }
  }
  return core::Done{};
}

Result<std::vector<std::uint8_t>> rows_where(const View& view, const cohort::Filter& filter,
                                             const Claim& claim, unsigned threads) {
  if (auto checked = check_levels(view, filter, claim); !checked) return std::move(checked).error();
  auto rows = cohort::apply(filter, view.table, threads);
  if (!rows) return std::move(rows).error().while_doing("finding the cases of claim " + claim.id);
  return rows;
}

// The same cases under another model's measures or marks.
Result<std::pair<FindingCases, FindingCases>> with_other_model(const FindingCases& cases,
                                                               const Claim& claim) {
  std::pair<FindingCases, FindingCases> out{cases, cases};
  std::vector<std::string> names;
  for (const OtherModel& other : cases.others) {
    names.push_back(other.name);
    if (other.name != claim.versus_score) continue;
    out.second.measures = other.measures;
    out.second.marks = other.marks;
    return out;
  }
  return Error("plan.absent-column",
               "claim " + claim.id + " compares with \"" + claim.versus_score +
                   "\", and no other model of that name is here",
               {},
               names.empty() ? "hand over a second model's output"
                             : "the other models are: " + core::join(names, ", "));
}

// The same cases with another score column; cases whose other score is not finite leave both sides.
Result<std::pair<FindingCases, FindingCases>> with_other_score(const View& view,
                                                               const FindingCases& cases,
                                                               const Claim& claim,
                                                               unsigned threads) {
  if (claim.versus_score == cases.columns.label)
    return Error("config.bad-value",
                 "claim " + claim.id + " compares the model with its own reference standard",
                 {.column = claim.versus_score}, "name another model's score column");
  const auto column = view.table.column(claim.versus_score);
  if (!column)
    return core::Error(column.error()).while_doing("finding the other score of claim " + claim.id);
  const cohort::Numbers numbers = (*column)->cells->numbers(threads);
  std::vector<std::uint8_t> usable(view.table.rows(), 0);
  for (const std::uint32_t row : cases.row) usable[row] = std::isfinite(numbers.value[row]) ? 1 : 0;
  std::pair<FindingCases, FindingCases> out{subset(cases, usable), {}};
  out.second = out.first;
  for (std::size_t i = 0; i < out.second.row.size(); ++i)
    out.second.score[i] = numbers.value[out.second.row[i]];
  return out;
}

// The calls of the two models, each at its own threshold. For a metric of calls the other model's
// scores become its calls on this one's scale, so that one threshold serves both.
core::Status compare_models(const View& view, const Question& question,
                            const OperatingPointRule& rule, const metrics::MetricOptions& options,
                            const FindingCases& a, FindingCases& b, ClaimResult& result) {
  const double own = *options.threshold;
  double others = own;
  if (!rule.given) {
    auto whole =
        with_other_score(view, *question.finding, *question.claim, options.context.threads);
    if (!whole) return std::move(whole).error();
    auto threshold = threshold_by_rule(view, rule, whole->second);
    if (!threshold) return std::move(threshold).error();
    others = *threshold;
  }
  if (std::isnan(others)) return core::Done{};
  result.calls = compare_calls(a, own, b, others, options);
  const metrics::Metric* metric = metrics::find(question.claim->metric);
  if (metric == nullptr || !metric->needs_threshold) return core::Done{};
  const double below = std::nextafter(own, -INFINITY);
  for (double& score : b.score) score = score >= others ? own : below;
  result.estimate.definitions.push_back(
      {"thresholds", core::exact(own) + " and " + core::exact(others) + ", each by the rule \"" +
                         rule.text() + "\""});
  return core::Done{};
}

}  // namespace

Result<ClaimCases> cases_of(const View& view, const Question& question,
                            const OperatingPointRule& rule, const metrics::MetricOptions& options,
                            ClaimResult& result) {
  const Claim& claim = *question.claim;
  const unsigned threads = options.context.threads;
  auto rows = rows_where(view, claim.where, claim, threads);
  if (!rows) return std::move(rows).error();
  ClaimCases out;
  out.a = subset(*question.finding, *rows);
  if (!claim.is_contrast()) return out;
  if (!claim.versus_score.empty()) {
    auto pair = out.a.input == metrics::Input::scores
                    ? with_other_score(view, out.a, claim, threads)
                    : with_other_model(out.a, claim);
    if (!pair) return std::move(pair).error();
    out.a = std::move(pair->first);
    out.b = std::move(pair->second);
    out.relation = metrics::Relation::same_cases;
    if (out.a.input == metrics::Input::scores && options.threshold)
      if (auto compared = compare_models(view, question, rule, options, out.a, out.b, result);
          !compared)
        return std::move(compared).error();
    return out;
  }
  std::vector<std::uint8_t> others(rows->size());
  if (claim.versus_rest) {
    std::transform(rows->begin(), rows->end(), others.begin(),
                   [](std::uint8_t kept) { return kept != 0 ? 0 : 1; });
  } else {
    auto versus = rows_where(view, *claim.versus, claim, threads);
    if (!versus) return std::move(versus).error();
    others = std::move(*versus);
    for (const std::uint32_t row : question.finding->row)
      if ((*rows)[row] != 0 && others[row] != 0)
        return Error("config.bad-value",
                     "claim " + claim.id + " compares two groups that share cases (row " +
                         std::to_string(row + 1) + " is in both)",
                     {}, "write conditions that exclude each other, or use \"versus rest\"");
  }
  out.b = subset(*question.finding, others);
  return out;
}

Result<ClaimResult> estimate_claim(const View& view, const Question& question,
                                   const OperatingPointRule& rule, metrics::MetricOptions options) {
  const Claim& claim = *question.claim;
  const auto metric = core::find_entry(metrics::every(), claim.metric, "metric");
  if (!metric) return core::Error(metric.error());
  ClaimResult result{.claim = claim, .finding = question.finding->columns.name};
  const auto cases = cases_of(view, question, rule, options, result);
  if (!cases) return core::Error(cases.error());
  const FindingCases& a = cases->a;
  const FindingCases& b = cases->b;
  if (!claim.is_contrast()) {
    result.estimate = (*metric)->estimate(a.cases(), options);
    return result;
  }
  const std::vector<stats::Definition> chosen = std::move(result.estimate.definitions);
  result.estimate = metrics::contrast(**metric, a.cases(), b.cases(), cases->relation, options);
  result.estimate.definitions.insert(result.estimate.definitions.end(), chosen.begin(),
                                     chosen.end());
  result.sides = {(*metric)->estimate(a.cases(), options), (*metric)->estimate(b.cases(), options)};
  // The other model's scores stand for its calls: its side is told with its own threshold.
  if (!chosen.empty())
    for (stats::Definition& definition : result.sides.back().definitions)
      if (definition.name == "positive call")
        definition.choice = "at the other model's own threshold, see the difference";
  for (const stats::Estimate& side : result.sides)
    if (!result.estimate.is_estimable() && !side.absent_reason.empty()) {
      result.estimate.absent_code = side.absent_code;
      result.estimate.absent_reason = side.absent_reason;
    }
  return result;
}

std::optional<double> value_at_reference(const View& view, const Question& question,
                                         const std::string& reference_site,
                                         const metrics::MetricOptions& options) {
  const Dimension* site = view.site();
  if (site == nullptr || reference_site.empty()) return std::nullopt;
  const auto& levels = site->categories.levels;
  const auto place = std::find(levels.begin(), levels.end(), reference_site);
  if (place == levels.end()) return std::nullopt;
  const auto metric = core::find_entry(metrics::every(), question.claim->metric, "metric");
  if (!metric || question.claim->is_contrast()) return std::nullopt;
  const FindingCases cases =
      subset(*question.finding, rows_of(*site, static_cast<std::uint32_t>(place - levels.begin())));
  const stats::Estimate estimate = (*metric)->estimate(cases.cases(), options);
  if (!estimate.is_estimable()) return std::nullopt;
  return estimate.value;
}

}  // namespace secondsite::evaluation
