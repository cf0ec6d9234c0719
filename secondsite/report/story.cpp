#include "secondsite/report/story.h"

#include <algorithm>
#include <cctype>
#include <limits>
#include <set>

#include "secondsite/core/text.h"
#include "secondsite/evaluation/enough.h"
#include "secondsite/report/format.h"

namespace secondsite::report {

using evaluation::RunResult;
using stats::Decision;

std::string claim_counts(const RunResult& run) {
  std::vector<std::string> parts;
  for (const auto& [decision, words] : {std::pair{Decision::certified, "certified"},
                                        {Decision::refuted, "refuted"},
                                        {Decision::inconclusive, "cannot tell"}}) {
    const auto count = std::count_if(
        run.claims.begin(), run.claims.end(),
        [&, wanted = decision](const auto& claim) { return claim.verdict.decision == wanted; });
    if (count > 0) parts.push_back(std::to_string(count) + " " + words);
  }
  return core::join(parts, ", ");
}

std::vector<const evaluation::StratumResult*> strata_not_powered(const RunResult& run) {
  std::vector<const evaluation::StratumResult*> out;
  for (const evaluation::StratumResult& stratum : run.strata)
    if (stratum.verdict && stratum.verdict->reason == stats::Reason::not_powered)
      out.push_back(&stratum);
  const auto lacking = [](const evaluation::StratumResult* stratum) {
    return stratum->verdict->further_positives.value_or(std::numeric_limits<std::uint64_t>::max());
  };
  std::stable_sort(out.begin(), out.end(),
                   [&](const auto* a, const auto* b) { return lacking(a) < lacking(b); });
  return out;
}

std::vector<std::string> shortcut_warnings(const RunResult& run) {
  std::vector<std::string> out;
  for (const evaluation::SimpsonFlag& flag : run.simpson) out.push_back(flag.sentence);
  for (const evaluation::CovariateAudit& audit : run.audits)
    if (audit.flagged) out.push_back(audit.sentence);
  return out;
}

std::vector<std::string> label_noise_sentences(const evaluation::RunResult& run) {
  std::vector<std::string> out;
  for (const evaluation::ClaimResult& claim : run.claims) {
    const bool is_finer = claim.noise && claim.noise->is_finer;
    if (!claim.label_aware && !is_finer) continue;
    const Form form = claim.claim.is_contrast() ? Form::difference : Form::value;
    std::string sentence = (claim.finding.empty() ? claim.claim.id : claim.finding) + ", " +
                           metric_label(claim.claim.metric) + ": ";
    if (claim.label_aware)
      sentence += text(claim.estimate, form) + " against the labels, " +
                  text(*claim.label_aware, form) + " with their error. " +
                  claim.label_aware_sentence;
    if (is_finer) sentence += (claim.label_aware ? " " : "") + claim.noise->sentence;
    out.push_back(std::move(sentence));
  }
  for (const evaluation::LabelErrorReport& report : run.label_error) {
    const bool is_claimed = std::any_of(
        run.claims.begin(), run.claims.end(),
        [&](const auto& claim) { return claim.finding == report.finding && claim.label_aware; });
    for (const evaluation::LabelErrorRow& row : report.rows)
      if (!is_claimed && row.stratum.dimension.empty() && row.naive.metric == "auroc")
        out.push_back(report.finding + ", AUROC: " + text(row.naive) + " against the labels, " +
                      text(row.corrected) + " with their error");
  }
  for (const evaluation::LabelErrorReport& report : run.label_error)
    if (std::find(out.begin(), out.end(), "Assumed: " + report.assumption) == out.end())
      out.push_back("Assumed: " + report.assumption);
  return out;
}

std::string shown_metric(const RunResult& run) {
  std::set<std::string> names;
  for (const evaluation::FindingResult& finding : run.findings) names.insert(finding.primary);
  if (names.size() > 1) return "Primary metric";
  const std::string id = names.empty() ? "auroc" : *names.begin();
  return id == "auroc" ? metric_label(id) : metric_title(id);
}

std::string shown_count(const RunResult& run) {
  std::set<std::string> nouns;
  for (const evaluation::FindingResult& finding : run.findings)
    nouns.insert(std::string(evaluation::support_of({.metric = finding.primary}).of));
  if (nouns.size() > 1) return "Support";
  std::string noun = nouns.empty() ? "positive" : *nouns.begin();
  noun.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(noun.front())));
  return noun + "s";
}

bool has_scores(const RunResult& run) {
  return std::any_of(run.findings.begin(), run.findings.end(),
                     [](const evaluation::FindingResult& finding) {
                       return finding.input == metrics::Input::scores;
                     });
}

std::string opening_finding(const RunResult& run) {
  for (const evaluation::ClaimResult& claim : run.claims)
    for (const evaluation::FindingResult& finding : run.findings)
      if (finding.name == claim.finding) return finding.name;
  return run.findings.empty() ? std::string() : run.findings.front().name;
}

std::optional<Decision> decision_on(const RunResult& run, const std::string& finding) {
  std::optional<Decision> worst;
  const auto rank = [](Decision decision) {
    return decision == Decision::refuted ? 2 : decision == Decision::inconclusive ? 1 : 0;
  };
  for (const evaluation::ClaimResult& claim : run.claims)
    if (claim.finding == finding && (!worst || rank(claim.verdict.decision) > rank(*worst)))
      worst = claim.verdict.decision;
  return worst;
}

std::string site_dimension(const RunResult& run) {
  const std::string& reference = run.protocol.reference_site;
  if (!reference.empty())
    for (const evaluation::StratumResult& stratum : run.strata)
      if (stratum.stratum.level == reference) return stratum.stratum.dimension;
  for (const evaluation::FindingResult& finding : run.findings)
    for (const evaluation::Plot& plot : finding.plots)
      if (!plot.stratum.dimension.empty()) return plot.stratum.dimension;
  return {};
}

bool has_plot(const RunResult& run, std::string_view id) {
  for (const evaluation::FindingResult& finding : run.findings)
    for (const evaluation::Plot& plot : finding.plots)
      if ((plot.curve && plot.curve->id == id) || (plot.histogram && plot.histogram->id == id))
        return true;
  return false;
}

Flow flow_of(const RunResult& run) {
  Flow out;
  for (const cohort::FlowStep& step : run.flow) {
    const auto finding =
        std::find_if(run.findings.begin(), run.findings.end(),
                     [&](const auto& one) { return step.description == "usable for " + one.name; });
    if (run.findings.size() > 1 && finding != run.findings.end())
      out.by_finding.emplace_back(finding->name, step);
    else
      out.common.push_back(step);
  }
  return out;
}

std::vector<std::string> flow_faults(const RunResult& run) {
  std::vector<std::string> out;
  const auto check = [&](const cohort::FlowStep& before, const cohort::FlowStep& step) {
    std::uint64_t leaving = 0;
    for (const auto& excluded : step.excluded) leaving += excluded.cases;
    if (step.cases + leaving == before.cases) return;
    out.push_back("\"" + step.description + "\": " + core::grouped(before.cases) +
                  " cases entered, " + core::grouped(step.cases) + " were kept and " +
                  core::grouped(leaving) + " excluded, which does not add up.");
  };
  const Flow flow = flow_of(run);
  for (std::size_t i = 1; i < flow.common.size(); ++i) check(flow.common[i - 1], flow.common[i]);
  if (!flow.common.empty())
    for (const auto& [finding, step] : flow.by_finding) check(flow.common.back(), step);
  return out;
}

}  // namespace secondsite::report
