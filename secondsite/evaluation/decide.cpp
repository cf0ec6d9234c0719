#include "secondsite/evaluation/decide.h"

#include <algorithm>
#include <cmath>

#include "secondsite/core/text.h"
#include "secondsite/evaluation/claim_direction.h"
#include "secondsite/evaluation/needs.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::evaluation {

using stats::Decision;
using stats::Estimate;
using stats::Reason;
using stats::Verdict;

namespace {

double logit(double p) {
  return std::log(p / (1 - p));
}

// How many standard errors the estimate lies above `goal`, by inverting its interval.
double z_above(const Estimate& estimate, double goal, bool on_logit) {
  const double z = stats::normal_quantile(0.5 + estimate.level / 2);
  const double value = estimate.value;
  const bool logit_works = on_logit && value > 0 && value < 1 && estimate.interval.lower > 0 &&
                           estimate.interval.upper < 1;
  const auto scale = [&](double x) { return logit_works ? logit(std::clamp(x, 0.0, 1.0)) : x; };
  const double gap = scale(value) - scale(goal);
  const double side = gap >= 0 ? scale(value) - scale(estimate.interval.lower)
                               : scale(estimate.interval.upper) - scale(value);
  if (gap == 0) return 0;
  if (side <= 0) return gap > 0 ? INFINITY : -INFINITY;
  return z * gap / side;
}

// An interval of no width is no certainty: it comes from a score that is constant, or from too few
// cases.
bool is_judgeable(const Estimate& estimate) {
  return estimate.is_estimable() && estimate.has_interval() &&
         estimate.interval.upper > estimate.interval.lower;
}

std::string interval_text(const Estimate& estimate) {
  const int percent = static_cast<int>(std::lround(100 * estimate.level));
  return "the " + std::to_string(percent) + " % interval " +
         core::fixed(estimate.interval.lower, 3) + " to " + core::fixed(estimate.interval.upper, 3);
}

std::string goal_text(const Claim& claim) {
  switch (claim.kind) {
    case Claim::Kind::at_least:
    case Claim::Kind::at_most:
      return "the goal " + core::exact(claim.goal);
    case Claim::Kind::non_inferior:
      return "the margin " + core::exact(-direction(claim) * claim.margin);
    case Claim::Kind::equivalent:
      return "the margins -" + core::exact(claim.margin) + " and " + core::exact(claim.margin);
    case Claim::Kind::superior:
      return "no difference";
  }
  return "";
}

// Distance of the assumed truth from where the claim turns false, in the metric's units.
double headroom(const Claim& claim, double truth) {
  switch (claim.kind) {
    case Claim::Kind::at_least:
      return truth - claim.goal;
    case Claim::Kind::at_most:
      return claim.goal - truth;
    case Claim::Kind::non_inferior:
      return direction(claim) * truth + claim.margin;
    case Claim::Kind::superior:
      return direction(claim) * truth;
    case Claim::Kind::equivalent:
      return claim.margin - std::abs(truth);
  }
  return 0;
}

std::string p_text(double p) {
  return p < 0.0001 ? "p < 0.0001" : "p = " + core::fixed(p, 4);
}

std::string percent(double share) {
  return core::fixed(100 * share, 0) + " %";
}

}  // namespace

ClaimPValues claim_p_values(const Claim& claim, const Estimate& estimate) {
  if (!is_judgeable(estimate)) return {};
  const auto pair = [](double z) {
    return ClaimPValues{stats::normal_upper(z), stats::normal_cdf(z)};
  };
  switch (claim.kind) {
    case Claim::Kind::at_least:
      return pair(z_above(estimate, claim.goal, true));
    case Claim::Kind::at_most:
      return pair(-z_above(estimate, claim.goal, true));
    case Claim::Kind::non_inferior:
    case Claim::Kind::superior: {
      const double sign = direction(claim);
      const double goal = claim.kind == Claim::Kind::superior ? 0 : -sign * claim.margin;
      return pair(sign * z_above(estimate, goal, false));
    }
    case Claim::Kind::equivalent: {
      const double above_lower = z_above(estimate, -claim.margin, false);
      const double below_upper = -z_above(estimate, claim.margin, false);
      const double nearer = std::min(above_lower, below_upper);
      return pair(nearer);  // two one-sided tests: both must hold, either alone refutes
    }
  }
  return {};
}

double assumed_truth(const Claim& claim, const DecisionOptions& options) {
  if (claim.expected) return *claim.expected;
  if (options.expected) return *options.expected;
  switch (claim.kind) {
    case Claim::Kind::at_least:
      if (options.reference_value && *options.reference_value > claim.goal)
        return *options.reference_value;
      return claim.goal + (1 - claim.goal) / 2;
    case Claim::Kind::at_most:
      if (options.reference_value && *options.reference_value < claim.goal)
        return *options.reference_value;
      return claim.goal / 2;
    case Claim::Kind::superior:
      return 0.05 * direction(claim);
    case Claim::Kind::non_inferior:
    case Claim::Kind::equivalent:
      return 0;
  }
  return 0;
}

Verdict decide(const Claim& claim, const Estimate& estimate, std::span<const Estimate> sides,
               const ClaimPValues& raw, const ClaimPValues& adjusted,
               const DecisionOptions& options) {
  Verdict verdict;
  const Estimate& smaller = smaller_side(estimate, sides);
  const Support support = support_of(smaller);
  name_shortage(verdict, support);
  if (!is_judgeable(estimate)) {
    verdict.reason = Reason::not_estimable;
    verdict.sentence = estimate.absent_reason.empty() ? "Cannot tell: the estimate has no interval."
                                                      : "Cannot tell: " + estimate.absent_reason;
    for (const Estimate& side : sides)
      if (!side.absent_reason.empty()) verdict.sentence = "Cannot tell: " + side.absent_reason;
    if (estimate.has_interval())
      verdict.sentence =
          "Cannot tell: the interval has no width (a constant score?), so nothing says how sure it "
          "is.";
    if (support.lacks()) verdict.further_positives = fewest_of_a_class - support.have;
    return verdict;
  }
  verdict.p_value = raw.certify;
  verdict.p_adjusted = adjusted.certify;

  const bool too_few = !support.is_enough();
  const double half_alpha = options.alpha / 2;
  if (!too_few && adjusted.certify <= half_alpha) {
    verdict.decision = Decision::certified;
    verdict.reason = Reason::clears_goal;
    verdict.sentence =
        "Certified: " + interval_text(estimate) + " clears " + goal_text(claim) +
        (options.declared ? " (one-sided " + p_text(adjusted.certify) + " after correction)."
                          : ".");
    return verdict;
  }
  if (!too_few && adjusted.refute <= half_alpha) {
    verdict.decision = Decision::refuted;
    verdict.reason = Reason::misses_goal;
    verdict.sentence = "Refuted: " + interval_text(estimate) + " lies on the wrong side of " +
                       goal_text(claim) + ".";
    return verdict;
  }

  // Inconclusive: would more cases settle it, if the truth is what is hoped for?
  const double truth = assumed_truth(claim, options);
  const Needs needs = what_it_takes(claim, estimate, sides, truth, headroom(claim, truth), options);
  verdict.power = needs.power;
  const std::string hoped = claim.is_contrast() ? "a true difference of " + core::fixed(truth, 3)
                                                : "a true value of " + core::fixed(truth, 3);
  const std::string positives = core::counted(support.have, std::string(support.of));
  if (too_few || !(needs.power >= options.power)) {
    verdict.reason = Reason::not_powered;
    verdict.further_positives = needs.further_positives;
    verdict.further_negatives = needs.further_negatives;
    verdict.sentence =
        "Not powered: " + (support.lacks_other() ? support.text() : positives) +
        (too_few ? " is too few to conclude from at all"
                 : " certify " + hoped + " with a chance of " + percent(needs.power));
    if (needs.further_positives)
      verdict.sentence += "; about " + core::grouped(*needs.further_positives) + " more " +
                          verdict.further_of + "s would give " + percent(options.power);
    if (needs.further_negatives && *needs.further_negatives > 0)
      verdict.sentence += " (with " + core::grouped(*needs.further_negatives) + " more " +
                          verdict.further_of_other + "s)";
    verdict.sentence += ".";
    return verdict;
  }
  verdict.reason = Reason::borderline;
  if (raw.certify <= half_alpha || raw.refute <= half_alpha) {
    verdict.sentence = "Borderline: " + interval_text(estimate) +
                       (raw.certify <= half_alpha ? " clears " : " misses ") + goal_text(claim) +
                       " by itself, but not after the correction of its family.";
    return verdict;
  }
  verdict.sentence = "Borderline: " + positives + " are enough to certify " + hoped + " (power " +
                     percent(needs.power) + "), but " + interval_text(estimate) + " holds " +
                     goal_text(claim) + ".";
  return verdict;
}

}  // namespace secondsite::evaluation
