#include "secondsite/evaluation/claims.h"

#include <algorithm>
#include <map>

#include "secondsite/core/text.h"
#include "secondsite/evaluation/claim_estimate.h"
#include "secondsite/stats/power.h"

namespace secondsite::evaluation {

using core::Error;
using core::Result;
using stats::Decision;

namespace {

void hide_tests(ClaimResult& result) {
  result.estimate.test.reset();
  for (stats::Estimate& side : result.sides) side.test.reset();
  for (PairedCalls& calls : result.calls) calls.difference.test.reset();
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
    if (options.context.stopped()) return Error("run.interrupted", "the evaluation was stopped");
    metrics::MetricOptions own = options;
    own.reference = metrics::Reference::student;  // a claim is not lost on few positives
    if (question.finding_index < points.size() &&
        !std::isnan(points[question.finding_index].threshold))
      own.threshold = points[question.finding_index].threshold;
    auto result = estimate_claim(view, question, protocol.operating_point, own);
    if (!result) return std::move(result).error();
    result->declared = declared;
    if (!declared) hide_tests(*result);
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
      if (!result.declared)  // no p-value of what was not declared, corrected or not
        result.verdict.p_value = result.verdict.p_adjusted = stats::unknown;
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
