#include "secondsite/readers/study/study.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "secondsite/core/text.h"
#include "secondsite/readers/study/estimators.h"
#include "secondsite/readers/study/sizing.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::readers::study {
namespace {

using core::Error;
using core::Severity;

struct NamedOutcome {
  Outcome outcome;
  std::string_view name;
};
constexpr NamedOutcome outcomes[] = {
    {Outcome::area, "auc"},
    {Outcome::partial_area, "partial-auc"},
    {Outcome::sensitivity, "sensitivity"},
    {Outcome::specificity, "specificity"},
    {Outcome::mean, "mean"},
    {Outcome::mean_diseased, "mean-diseased"},
};

std::string figure_name(const Reads& reads, const Request& request) {
  const std::string at = " at rating >= " + core::exact(request.threshold);
  switch (request.outcome) {
    case Outcome::area:
      return reads.is_localisation() ? "wAFROC area" : "AUC";
    case Outcome::partial_area:
      return "partial AUC, specificity " + core::exact(request.lowest_specificity) +
             " to 1, corrected";
    case Outcome::sensitivity:
      return "sensitivity" + at;
    case Outcome::specificity:
      return "specificity" + at;
    case Outcome::mean:
      return "mean";
    case Outcome::mean_diseased:
      return "mean over diseased cases";
  }
  return {};
}

std::optional<Error> fault_of_request(const Reads& reads, const Request& request) {
  const auto bad = [](const std::string& what, const std::string& hint) {
    return Error("study.bad-request", what, {}, hint);
  };
  const bool needs_threshold =
      request.outcome == Outcome::sensitivity || request.outcome == Outcome::specificity;
  if (needs_threshold && std::isnan(request.threshold))
    return bad(std::string(name(request.outcome)) + " needs a threshold", "add --threshold X");
  const auto ids = estimator_ids();
  if (std::find(ids.begin(), ids.end(), request.declared) == ids.end())
    return bad("there is no estimator " + request.declared, "choose of " + core::join(ids, ", "));
  if (!(request.level > 0 && request.level < 1))
    return bad("the level " + core::exact(request.level) + " is not between 0 and 1", {});
  if (reads.is_localisation() && request.outcome != Outcome::area)
    return bad("a localisation study has the outcome auc (its wAFROC area)",
               "give --highest for the inferred ratings, one a case");
  if (request.claim != ClaimKind::none && reads.modalities.size() < 2)
    return bad("a claim compares two modalities, and there is one", "name --modality");
  if (request.claim != ClaimKind::none && request.claim != ClaimKind::superiority &&
      !(request.margin > 0))
    return bad("non-inferiority and equivalence need a margin above 0", "add --margin X");
  for (const std::string& wanted : {request.test, request.reference, request.model})
    if (!wanted.empty() && std::find(reads.modalities.begin(), reads.modalities.end(), wanted) ==
                               reads.modalities.end())
      return bad("there is no modality " + wanted,
                 "the modalities are " + core::join(reads.modalities, ", "));
  if (!request.test.empty() && request.test == request.reference)
    return bad("modality " + request.test + " is both the test and the reference",
               "compare two: " + core::join(reads.modalities, ", "));
  const bool needs_classes =
      request.outcome != Outcome::mean && request.outcome != Outcome::mean_diseased;
  const std::size_t positives = reads.positives();
  if (needs_classes && (positives == 0 || positives == reads.cases.size()))
    return Error("study.one-class",
                 "all cases are " + std::string(positives == 0 ? "healthy" : "diseased"));
  return std::nullopt;
}

void note_never_positive(const Reads& reads, const Request& request, core::Findings& findings) {
  if (std::isnan(request.threshold)) return;
  for (std::size_t cell = 0; cell < reads.cells(); ++cell) {
    bool read = false;
    bool called = false;
    for (std::size_t s = 0; s < reads.slots(); ++s) {
      read = read || !std::isnan(reads.at(cell, s));
      called = called || reads.at(cell, s) >= request.threshold;
    }
    if (read && !called)
      findings.add(
          Severity::warning, "study.never-positive", reads.readers[cell % reads.readers.size()],
          "reader " + reads.readers[cell % reads.readers.size()] +
              " called no case positive with " + reads.modalities[cell / reads.readers.size()]);
  }
}

std::size_t index_of_modality(const std::vector<std::string>& names, const std::string& name,
                              std::size_t otherwise) {
  const auto at = std::find(names.begin(), names.end(), name);
  return at == names.end() ? otherwise : static_cast<std::size_t>(at - names.begin());
}

std::string number(double value) {
  return core::exact(std::round(value * 1e6) / 1e6);
}

// The power that a study of this size has for a margin where the two are equal in truth, and the
// cases that 80 % would take: from the declared estimator's components, or the jackknife's.
// Superiority has no such truth; its power is left unknown.
void set_power(stats::Verdict& verdict, const Request& request, const Result& out,
               const EstimatorRow& declared) {
  if (request.claim == ClaimKind::superiority || !request.model.empty() || out.cells.empty())
    return;
  const bool has_own = declared.components.size() == 6 && declared.id.starts_with("or-");
  const EstimatorRow& row = has_own ? declared : out.rows.front();
  std::map<std::string, double> part;
  for (const stats::Estimate& each : row.components) part[each.metric] = each.value;
  if (part.count("cov1") == 0 || out.design.blocks > 1 || out.design.cases_nested) return;
  SizeDesign design;
  design.error = part["var-error"];
  design.cov1 = part["cov1"];
  design.cov2 = part["cov2"];
  design.cov3 = part["cov3"];
  design.var_modality_reader = part["var-modality-reader"];
  const stats::Estimate& study = row.means.front();
  design.pilot_cases = static_cast<double>(study.n);
  design.margin = request.margin;
  design.claim = request.claim;
  design.population = declared.holds_for == "these readers" ? Population::cases
                      : declared.holds_for == "these cases" ? Population::readers
                                                            : Population::readers_and_cases;
  design.alpha = 1 - request.level;
  design.readers = static_cast<double>(out.readers.size());
  design.cases = design.pilot_cases;
  const auto now = solve(design);
  if (!now) return;
  verdict.power = *now->power;
  if (verdict.power >= 0.8) return;
  design.power = 0.8;
  design.cases.reset();
  const auto wanted = solve(design);
  if (!wanted) return;
  const double share = static_cast<double>(study.n_positive) / design.pilot_cases;
  const double further = *wanted->cases - design.pilot_cases;
  verdict.further_positives = static_cast<std::uint64_t>(std::ceil(further * share));
  verdict.further_negatives = static_cast<std::uint64_t>(std::ceil(further * (1 - share)));
}

std::string why_no_variance(const stats::Estimate& claimed, stats::Verdict& verdict) {
  // Rounding leaves a trace where every reader and case says the same.
  if (claimed.standard_error > 1e-12 * std::max(1.0, std::abs(claimed.value))) return {};
  verdict.reason = stats::Reason::not_estimable;
  return "The estimated variance of the difference is 0: nothing varies in these reads, and that "
         "is no evidence about others.";
}

// Why no answer may be given, whatever the interval says; empty: there is none. With a handful of
// cases of a class the standard error is itself a guess, and a standard error of 0 is no evidence
// about other cases or readers.
std::string why_undecided(const Reads& reads, const Request& request,
                          const stats::Estimate& claimed, stats::Verdict& verdict) {
  const std::size_t diseased = reads.positives();
  const std::size_t healthy = reads.cases.size() - diseased;
  const auto lack = [](std::size_t have) -> std::uint64_t {
    return have < fewest_of_a_class ? fewest_of_a_class - have : 0;
  };
  const std::string least = "a claim is decided from " + std::to_string(fewest_of_a_class);
  if (request.outcome == Outcome::mean) {
    if (lack(reads.cases.size()) == 0) return why_no_variance(claimed, verdict);
    verdict.reason = stats::Reason::not_powered;
    return "There are " + core::counted(reads.cases.size(), "case") + "; " + least + ".";
  }
  const bool of_diseased = request.outcome != Outcome::specificity;
  const bool of_healthy =
      request.outcome != Outcome::sensitivity && request.outcome != Outcome::mean_diseased;
  if ((!of_diseased || lack(diseased) == 0) && (!of_healthy || lack(healthy) == 0))
    return why_no_variance(claimed, verdict);
  verdict.reason = stats::Reason::not_powered;
  if (of_diseased && lack(diseased) > 0) verdict.further_positives = lack(diseased);
  if (of_healthy && lack(healthy) > 0) verdict.further_negatives = lack(healthy);
  return "There are " + core::grouped(diseased) + " diseased and " + core::grouped(healthy) +
         " healthy cases; " + least + " of each that the outcome looks at.";
}

// test - reference in the direction where more is better.
void decide(Result& out, const Reads& reads, const Request& request) {
  if (request.claim == ClaimKind::none) return;
  const std::size_t last = out.modalities.size() - 1;
  const std::size_t test = index_of_modality(out.modalities, request.test,
                                             request.reference == out.modalities[last] ? 0 : last);
  const std::size_t reference =
      index_of_modality(out.modalities, request.reference, test == 0 ? 1 : 0);
  const std::string& a = out.modalities[test];
  const std::string& b = out.modalities[reference];
  out.claim = request.claim;
  out.margin = request.margin;
  const std::string better = request.higher_is_better ? "higher" : "lower";
  out.claim_text = request.claim == ClaimKind::superiority
                       ? out.figure + " is " + better + " with " + a + " than with " + b
                   : request.claim == ClaimKind::non_inferiority
                       ? out.figure + " with " + a + " is not worse than with " + b + " by " +
                             number(request.margin) + " or more"
                       : out.figure + " with " + a + " and " + b + " differ by less than " +
                             number(request.margin);
  stats::Verdict verdict;
  const auto row = std::find_if(out.rows.begin(), out.rows.end(),
                                [](const EstimatorRow& each) { return each.declared; });
  const stats::Estimate* found = nullptr;
  bool turned = false;
  for (std::size_t k = 0; row != out.rows.end() && k < row->differences.size(); ++k) {
    if (out.pairs[k] == std::pair(test, reference)) found = &row->differences[k];
    if (out.pairs[k] == std::pair(reference, test)) {
      found = &row->differences[k];
      turned = true;
    }
  }
  if (found == nullptr || !found->is_estimable() || !found->has_interval()) {
    verdict.sentence =
        "The declared estimator, " + request.declared + ", gives no interval" +
        (row != out.rows.end() && !row->absent_reason.empty() ? ": " + row->absent_reason
                                                              : std::string()) +
        ".";
    out.verdict = verdict;
    return;
  }
  stats::Estimate claimed = *found;
  if (turned) {
    claimed.value = -claimed.value;
    claimed.interval = {-found->interval.upper, -found->interval.lower};
    if (claimed.test) claimed.test->statistic = -claimed.test->statistic;
  }
  if (const std::string why = why_undecided(reads, request, claimed, verdict); !why.empty()) {
    verdict.sentence = "Not shown: " + out.claim_text + ". " + why;
    out.verdict = verdict;
    out.claimed = claimed;
    return;
  }
  const double sign = request.higher_is_better ? 1 : -1;
  const double lower = sign > 0 ? claimed.interval.lower : -claimed.interval.upper;
  const double upper = sign > 0 ? claimed.interval.upper : -claimed.interval.lower;
  const Effect effect{sign * claimed.value, claimed.standard_error,
                      claimed.test ? claimed.test->degrees_of_freedom : stats::unknown};
  const double goal = request.claim == ClaimKind::superiority ? 0 : -request.margin;
  const auto one_sided = [&](double z) {
    return std::isnan(effect.degrees) ? stats::normal_upper(z)
                                      : 1 - stats::student_cdf(z, effect.degrees);
  };
  verdict.p_value = one_sided((effect.value - goal) / effect.standard_error);
  bool clears = lower > goal;
  bool misses = upper < goal;
  if (request.claim == ClaimKind::equivalence) {
    const double other = one_sided((request.margin - effect.value) / effect.standard_error);
    verdict.p_value = std::max(verdict.p_value, other);
    clears = clears && upper < request.margin;
    misses = misses || lower > request.margin;
  }
  verdict.p_adjusted = verdict.p_value;
  set_power(verdict, request, out, *row);
  using stats::Decision;
  verdict.decision = clears   ? Decision::certified
                     : misses ? Decision::refuted
                              : Decision::inconclusive;
  verdict.reason = clears                ? stats::Reason::clears_goal
                   : misses              ? stats::Reason::misses_goal
                   : verdict.power < 0.8 ? stats::Reason::not_powered
                                         : stats::Reason::borderline;
  verdict.sentence = (clears   ? "Shown: "
                      : misses ? "Refuted: "
                               : "Not shown: ") +
                     out.claim_text + ".";
  if (verdict.reason == stats::Reason::not_powered)
    verdict.sentence +=
        " The study had a power of " + core::fixed(100 * verdict.power, 0) +
        " % if the two are equal" +
        (verdict.further_positives
             ? ": " + core::grouped(*verdict.further_positives) + " more diseased and " +
                   core::grouped(*verdict.further_negatives) +
                   " more healthy cases with these readers would give 80 %."
             : "; with these readers no number of cases gives 80 %.");
  out.verdict = verdict;
  out.claimed = claimed;
}

}  // namespace

std::string_view name(Outcome outcome) {
  for (const NamedOutcome& each : outcomes)
    if (each.outcome == outcome) return each.name;
  return {};
}

std::optional<Outcome> outcome_named(std::string_view wanted) {
  for (const NamedOutcome& each : outcomes)
    if (each.name == wanted) return each.outcome;
  return std::nullopt;
}

Sample sample_of(const Reads& reads, const Request& request) {
  switch (request.outcome) {
    case Outcome::sensitivity:
      return sensitivity_at(reads, request.threshold);
    case Outcome::specificity:
      return specificity_at(reads, request.threshold);
    case Outcome::mean:
      return mean_of(reads, false);
    case Outcome::mean_diseased:
      return mean_of(reads, true);
    default:
      return compare_ratings(reads);
  }
}

core::Result<Result> analyse(const Reads& reads, const Request& request,
                             const core::Context& context, core::Findings& findings) {
  if (auto fault = fault_of_request(reads, request)) return *std::move(fault);
  note_never_positive(reads, request, findings);
  Result out;
  out.outcome = request.outcome;
  out.figure = figure_name(reads, request);
  out.design = design_of(reads);
  out.modalities = reads.modalities;
  out.readers = reads.readers;
  for (std::size_t a = 0; a < reads.modalities.size(); ++a)
    for (std::size_t b = a + 1; b < reads.modalities.size(); ++b) out.pairs.emplace_back(a, b);
  if (reads.readers.size() == 1)
    findings.add(Severity::warning, "study.one-reader", "",
                 "one reader: what follows holds for that reader only");
  if (reads.modalities.size() == 1)
    findings.add(Severity::note, "study.one-modality", "", "one modality: nothing to compare");
  if (out.design.readers_nested)
    findings.add(Severity::note, "study.nested-readers", "", "no reader read with two modalities");
  estimate(reads, request, context, findings, out);
  decide(out, reads, request);
  return out;
}

}  // namespace secondsite::readers::study
