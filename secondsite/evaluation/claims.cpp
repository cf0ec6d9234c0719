#include "secondsite/evaluation/claims.h"

#include <algorithm>
#include <map>

#include "secondsite/core/parallel.h"
#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/metrics/support/contrast.h"
#include "secondsite/stats/power.h"

namespace secondsite::evaluation {

using core::Error;
using core::Result;
using stats::Decision;

namespace {

struct Question {
  const Claim* claim = nullptr;
  const FindingCases* finding = nullptr;
  std::size_t finding_index = 0;
};

Result<std::vector<Question>> questions_of(const View& view, const Protocol& protocol) {
  std::vector<Question> out;
  for (const Claim& claim : protocol.claims) {
    bool asked = false;
    bool named = false;
    const metrics::Metric* metric = metrics::find(claim.metric);
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

Result<ClaimResult> estimate_claim(const View& view, const Question& question,
                                   metrics::MetricOptions options) {
  const Claim& claim = *question.claim;
  const auto metric = core::find_entry(metrics::every(), claim.metric, "metric");
  if (!metric) return core::Error(metric.error());
  const unsigned threads = options.context.threads;
  ClaimResult result{.claim = claim, .finding = question.finding->columns.name};
  auto rows = rows_where(view, claim.where, claim, threads);
  if (!rows) return std::move(rows).error();
  FindingCases a = subset(*question.finding, *rows);
  if (!claim.is_contrast()) {
    result.estimate = (*metric)->estimate(a.cases(), options);
    return result;
  }
  FindingCases b;
  auto relation = metrics::Relation::same_cohort;
  if (!claim.versus_score.empty()) {
    auto pair = a.input == metrics::Input::scores ? with_other_score(view, a, claim, threads)
                                                  : with_other_model(a, claim);
    if (!pair) return std::move(pair).error();
    a = std::move(pair->first);
    b = std::move(pair->second);
    relation = metrics::Relation::same_cases;
  } else {
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
    b = subset(*question.finding, others);
  }
  result.estimate = metrics::contrast(**metric, a.cases(), b.cases(), relation, options);
  result.sides = {(*metric)->estimate(a.cases(), options), (*metric)->estimate(b.cases(), options)};
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

// With no goal to hold it against, a stratum still is told where nothing at all can be concluded
// from it.
void mark_if_too_small(const stats::Estimate& estimate, StratumResult& stratum) {
  const Support support = support_of(estimate);
  if (support.is_enough()) return;
  stats::Verdict verdict;
  verdict.reason = stats::Reason::not_powered;
  name_shortage(verdict, support);
  if (support.lacks()) verdict.further_positives = fewest_of_a_class - support.have;
  if (support.lacks_other()) verdict.further_negatives = fewest_of_a_class - support.have_other;
  verdict.sentence =
      "Not powered: " + support.text() +
      " are too few to conclude from at all; no claim can be certified on fewer than " +
      std::to_string(fewest_of_a_class) + (support.of_other.empty() ? "." : " of each.");
  stratum.verdict = std::move(verdict);
}

}  // namespace

stats::MultiplicityMethod method_of(const Protocol& protocol, const std::string& family) {
  for (const auto& [name, method] : protocol.families)
    if (name == family) return method;
  return protocol.multiplicity;
}

Result<std::vector<ClaimResult>> answer_claims(const View& view, const Protocol& protocol,
                                               bool declared, const std::string& reference_site,
                                               const std::vector<OperatingPoint>& points,
                                               const metrics::MetricOptions& options) {
  auto questions = questions_of(view, protocol);
  if (!questions) return std::move(questions).error();
  std::vector<ClaimResult> results;
  std::vector<ClaimPValues> raw;
  std::vector<std::optional<double>> references;
  for (const Question& question : *questions) {
    metrics::MetricOptions own = options;
    own.reference = metrics::Reference::student;  // a claim is not lost on few positives
    if (question.finding_index < points.size() &&
        !std::isnan(points[question.finding_index].threshold))
      own.threshold = points[question.finding_index].threshold;
    auto result = estimate_claim(view, question, own);
    if (!result) return std::move(result).error();
    result->declared = declared;
    raw.push_back(claim_p_values(*question.claim, result->estimate));
    references.push_back(value_at_reference(view, question, reference_site, own));
    results.push_back(std::move(*result));
    options.context.report("answering the claims", results.size(), questions->size());
  }

  // Each family is corrected over all its claims and findings.
  std::map<std::string, std::vector<std::size_t>> families;
  for (std::size_t i = 0; i < results.size(); ++i) families[results[i].claim.family].push_back(i);
  for (const auto& [family, members] : families) {
    const stats::MultiplicityMethod method = method_of(protocol, family);
    std::vector<double> certify;
    std::vector<double> refute;
    for (const std::size_t i : members) {
      certify.push_back(raw[i].certify);
      refute.push_back(raw[i].refute);
    }
    certify = stats::adjusted(certify, method);
    refute = stats::adjusted(refute, method == stats::MultiplicityMethod::fixed_sequence
                                         ? stats::MultiplicityMethod::none
                                         : method);
    bool gate_open = true;
    for (std::size_t m = 0; m < members.size(); ++m) {
      ClaimResult& result = results[members[m]];
      const DecisionOptions decision{
          .alpha = protocol.alpha,
          .power = protocol.power,
          .planning_alpha = stats::planning_alpha(protocol.alpha, members.size(), method),
          .reference_value = references[members[m]],
          .declared = result.declared};
      result.verdict = decide(result.claim, result.estimate, result.sides, raw[members[m]],
                              {certify[m], refute[m]}, decision);
      if (method != stats::MultiplicityMethod::fixed_sequence) continue;
      if (!gate_open && result.verdict.decision != Decision::refuted) {
        result.verdict.decision = Decision::inconclusive;
        result.verdict.reason = stats::Reason::gate_closed;
        result.verdict.sentence =
            "Not tested: an earlier claim of the sequence \"" + family + "\" was not certified.";
      }
      gate_open = gate_open && result.verdict.decision == Decision::certified;
    }
  }
  return results;
}

std::optional<Claim> stratum_goal(const Protocol& protocol, const std::string& finding,
                                  const std::string& reference_site,
                                  const std::vector<StratumResult>& strata,
                                  const std::string& metric) {
  const auto is_about = [&](const Claim& claim) {
    return claim.metric == metric && (claim.finding.empty() || claim.finding == finding);
  };
  const Claim* least = nullptr;
  for (const Claim& claim : protocol.claims) {
    if (!is_about(claim) || claim.kind != Claim::Kind::at_least) continue;
    if (claim.where.conditions.empty()) return claim;
    if (least == nullptr || claim.goal < least->goal) least = &claim;
  }
  if (least != nullptr) return *least;
  for (const Claim& claim : protocol.claims) {
    if (!is_about(claim) || claim.kind != Claim::Kind::non_inferior) continue;
    for (const StratumResult& result : strata) {
      const stats::Estimate* estimate = result.find(metric);
      if (result.finding != finding || result.stratum.level != reference_site ||
          estimate == nullptr || !estimate->is_estimable())
        continue;
      Claim goal;
      goal.id = claim.id;
      goal.metric = metric;
      goal.finding = finding;
      goal.goal = std::round(1000 * (estimate->value - claim.margin)) / 1000;
      return goal;
    }
  }
  return std::nullopt;
}

void judge_strata(const Protocol& protocol, const std::string& reference_site,
                  std::vector<StratumResult>& strata) {
  struct Judged {
    StratumResult* stratum;
    Claim claim;
    ClaimPValues raw;
    std::optional<double> pooled;
  };
  std::vector<Judged> judged;
  for (StratumResult& result : strata) {
    const auto goal =
        stratum_goal(protocol, result.finding, reference_site, strata, result.primary);
    const stats::Estimate* estimate = result.find(result.primary);
    if (estimate == nullptr || result.stratum.dimension.empty()) continue;
    if (!goal) {
      mark_if_too_small(*estimate, result);
      continue;
    }
    std::optional<double> pooled;
    for (const StratumResult& other : strata)
      if (other.finding == result.finding && other.stratum.dimension.empty())
        if (const stats::Estimate* whole = other.find(result.primary);
            whole != nullptr && whole->is_estimable())
          pooled = whole->value;
    result.goal = goal->goal;
    judged.push_back({&result, *goal, claim_p_values(*goal, *estimate), pooled});
  }
  // Declared strata are one family; each exploratory one stands alone and shows no p-value.
  std::vector<double> certify;
  std::vector<double> refute;
  for (const Judged& each : judged) {
    if (!each.stratum->declared) continue;
    certify.push_back(each.raw.certify);
    refute.push_back(each.raw.refute);
  }
  const stats::MultiplicityMethod method = method_of(protocol, "strata");
  certify = stats::adjusted(certify, method);
  refute = stats::adjusted(refute, method);
  std::size_t next = 0;
  for (Judged& each : judged) {
    ClaimPValues adjusted = each.raw;
    if (each.stratum->declared) {
      adjusted = {certify[next], refute[next]};
      ++next;
    }
    const DecisionOptions decision{
        .alpha = protocol.alpha,
        .power = protocol.power,
        .planning_alpha = each.stratum->declared
                              ? stats::planning_alpha(protocol.alpha, certify.size(), method)
                              : protocol.alpha,
        .reference_value = each.pooled,
        .declared = each.stratum->declared};
    each.stratum->verdict = decide(each.claim, *each.stratum->find(each.stratum->primary), {},
                                   each.raw, adjusted, decision);
    if (!each.stratum->declared) {
      each.stratum->verdict->p_value = stats::unknown;
      each.stratum->verdict->p_adjusted = stats::unknown;
    }
  }
}

Answer answer_of(const std::vector<ClaimResult>& claims) {
  const auto is = [](Decision decision) {
    return [decision](const ClaimResult& result) { return result.verdict.decision == decision; };
  };
  if (claims.empty()) return Answer::cannot_tell;
  if (std::any_of(claims.begin(), claims.end(), is(Decision::refuted))) return Answer::no;
  return std::all_of(claims.begin(), claims.end(), is(Decision::certified)) ? Answer::yes
                                                                            : Answer::cannot_tell;
}

std::string answer_sentence(const std::vector<ClaimResult>& claims, std::size_t sites) {
  if (claims.empty() && sites > 1)
    return "No claim was made, so nothing can be certified or refuted; what follows is "
           "exploratory.";
  if (claims.empty())
    return std::string(sites == 1 ? "All cases come from one site"
                                  : "No column says which hospital a case comes from") +
           ", and no claim was made. Internal performance is an upper bound of what a second "
           "hospital will see, not an estimate.";
  std::uint64_t certified = 0;
  std::uint64_t refuted = 0;
  std::uint64_t unpowered = 0;
  for (const ClaimResult& result : claims) {
    certified += result.verdict.decision == Decision::certified;
    refuted += result.verdict.decision == Decision::refuted;
    unpowered += result.verdict.reason == stats::Reason::not_powered ||
                 result.verdict.reason == stats::Reason::not_estimable;
  }
  const std::uint64_t open = claims.size() - certified - refuted;
  std::string out = core::counted(claims.size(), "claim") + ": " + core::grouped(certified) +
                    " certified, " + core::grouped(refuted) + " refuted, " + core::grouped(open) +
                    " open";
  if (open > 0) out += " (" + core::grouped(unpowered) + " of them for want of cases)";
  return out + ".";
}

}  // namespace secondsite::evaluation
