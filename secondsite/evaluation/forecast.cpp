#include "secondsite/evaluation/forecast.h"

#include <algorithm>
#include <cmath>

#include "secondsite/evaluation/claim_direction.h"
#include "secondsite/evaluation/claims.h"
#include "secondsite/evaluation/decide.h"
#include "secondsite/evaluation/needs.h"
#include "secondsite/stats/distributions.h"
#include "secondsite/stats/power.h"
#include "secondsite/stats/power_auc.h"

namespace secondsite::evaluation {

using core::Result;

namespace {

Forecast counted(std::string what, const FindingCases& cases) {
  Forecast out{.what = std::move(what), .finding = cases.columns.name};
  out.cases = cases.row.size();
  out.positives = static_cast<std::uint64_t>(std::count_if(
      cases.positive.begin(), cases.positive.end(), [](std::uint8_t p) { return p != 0; }));
  std::vector<std::uint32_t> patients = cases.patient;
  std::sort(patients.begin(), patients.end());
  out.patients =
      static_cast<std::uint64_t>(std::unique(patients.begin(), patients.end()) - patients.begin());
  return out;
}

// An estimate as it would stand behind the claim: counts and design effect, no value.
stats::Estimate placeholder(const Forecast& counts, double design_effect) {
  stats::Estimate estimate;
  estimate.n = counts.cases;
  estimate.n_positive = counts.positives;
  estimate.design_effect = design_effect;
  return estimate;
}

void judge(Forecast& out, const Claim& claim, const Protocol& protocol, double planning_alpha,
           double design_effect) {
  const DecisionOptions options{
      .alpha = protocol.alpha, .power = protocol.power, .planning_alpha = planning_alpha};
  out.assumed = assumed_truth(claim, options);
  const bool has_formula =
      !claim.is_contrast() &&
      (claim.metric == "auroc" || claim.metric == "sensitivity" || claim.metric == "specificity");
  if (!has_formula) {
    out.remark = "no power formula for " + claim.metric +
                 (claim.is_contrast() ? " contrasts" : "") + "; the evaluation judges it";
    return;
  }
  const double headroom =
      claim.kind == Claim::Kind::at_least ? out.assumed - claim.goal : claim.goal - out.assumed;
  const Needs needs =
      what_it_takes(claim, placeholder(out, design_effect), {}, out.assumed, headroom, options);
  out.power = needs.power;
  const std::uint64_t negatives = out.cases - out.positives;
  out.can_certify = needs.power >= protocol.power && out.positives >= fewest_of_a_class &&
                    negatives >= fewest_of_a_class;
  out.further_positives = needs.further_positives;
  out.further_negatives = needs.further_negatives;
}

// Two groups that share no case: the variances of the two AUROCs at the assumed truths add.
void judge_auroc_contrast(Forecast& out, const Claim& claim, const FindingCases& other,
                          const Protocol& protocol, double planning_alpha, double design_effect) {
  const Forecast there = counted("", other);
  const DecisionOptions options{
      .alpha = protocol.alpha, .power = protocol.power, .planning_alpha = planning_alpha};
  out.assumed = assumed_truth(claim, options);
  constexpr double usual_auroc = 0.85;
  const auto variance = [&](const Forecast& side) {
    const auto positives = static_cast<double>(side.positives);
    return stats::auc_variance(usual_auroc, positives, static_cast<double>(side.cases) - positives,
                               stats::AucVariance::binormal);
  };
  if (out.positives == 0 || there.positives == 0 || out.positives == out.cases ||
      there.positives == there.cases) {
    out.power = 0;
    return;
  }
  const double se = std::sqrt(design_effect * (variance(out) + variance(there)));
  const double z = stats::normal_quantile(1 - planning_alpha / 2);
  const double headroom =
      claim.kind == Claim::Kind::superior
          ? direction(claim) * out.assumed
          : claim.margin + (claim.kind == Claim::Kind::equivalent ? -std::abs(out.assumed)
                                                                  : direction(claim) * out.assumed);
  out.power = stats::normal_cdf(headroom / se - z);
  out.can_certify =
      out.power >= protocol.power && std::min(out.positives, there.positives) >= fewest_of_a_class;
  out.remark = "AUROCs of 0.85 on both sides assumed";
}

Result<FindingCases> cases_where(const View& view, const FindingCases& finding,
                                 const cohort::Filter& filter, const std::string& id) {
  auto rows = cohort::apply(filter, view.table, 1);
  if (!rows) return std::move(rows).error().while_doing("finding the cases of claim " + id);
  return subset(finding, *rows);
}

}  // namespace

Result<std::vector<Forecast>> forecast(const View& view, const Protocol& protocol,
                                       double design_effect) {
  // What alpha is left to each member of a family, so that the forecast asks what the verdict will.
  const auto planned = [&](const std::string& family, std::size_t members) {
    return stats::planning_alpha(protocol.alpha, members, method_of(protocol, family));
  };
  std::size_t strata = 0;
  for (const Dimension& dimension : view.dimensions)
    if (dimension.declared) strata += dimension.categories.levels.size() * view.findings.size();

  std::vector<Forecast> out;
  for (const Claim& claim : protocol.claims) {
    std::size_t in_family = 0;
    for (const Claim& other : protocol.claims)
      if (other.family == claim.family)
        in_family += other.finding.empty() ? view.findings.size() : 1;
    for (const FindingCases& finding : view.findings) {
      if (!claim.finding.empty() && claim.finding != finding.columns.name) continue;
      auto cases = cases_where(view, finding, claim.where, claim.id);
      if (!cases) return std::move(cases).error();
      Forecast each = counted(claim.id, *cases);
      if (claim.is_contrast() && claim.metric == "auroc" && claim.versus_score.empty()) {
        FindingCases other;
        if (claim.versus_rest) {
          std::vector<std::uint8_t> rest(view.table.rows(), 1);
          for (const std::uint32_t row : cases->row) rest[row] = 0;
          other = subset(finding, rest);
        } else {
          auto versus = cases_where(view, finding, *claim.versus, claim.id);
          if (!versus) return std::move(versus).error();
          other = std::move(*versus);
        }
        judge_auroc_contrast(each, claim, other, protocol, planned(claim.family, in_family),
                             design_effect);
      } else {
        judge(each, claim, protocol, planned(claim.family, in_family), design_effect);
      }
      out.push_back(std::move(each));
    }
  }
  for (const Dimension& dimension : view.dimensions) {
    if (!dimension.declared) continue;
    for (const FindingCases& finding : view.findings) {
      const auto goal = stratum_goal(protocol, finding.columns.name, protocol.reference_site, {});
      for (std::uint32_t level = 0; level < dimension.categories.levels.size(); ++level) {
        Forecast each = counted(dimension.name + " = " + dimension.categories.levels[level],
                                subset(finding, rows_of(dimension, level)));
        if (goal)
          judge(each, *goal, protocol, planned("strata", strata), design_effect);
        else
          each.remark = "no \"auroc >=\" claim to hold strata against";
        out.push_back(std::move(each));
      }
    }
  }
  return out;
}

}  // namespace secondsite::evaluation
