#include "secondsite/report/readers_pages.h"

#include <algorithm>

#include "secondsite/core/text.h"
#include "secondsite/report/format.h"

namespace secondsite::report {

Dossier adjudication_dossier(const readers::Reads& reads, const std::string& rule,
                             const std::vector<FindingPlan>& plans, std::size_t shown,
                             const core::Findings& findings) {
  Dossier out;
  out.id = "adjudication";
  out.title = "What to read again first";
  out.lead = "Cases by the probability that their label is wrong, by the soft labels of " + rule +
             ", and what reading them again is expected to buy.";
  DossierTable gain{.id = "gain",
                    .title = "What adjudication would buy",
                    .lead = "",
                    .columns = {"Finding", "Adjudicated", "Labels put right", "Still wrong"},
                    .rows = {}};
  DossierTable first{.id = "first",
                     .title = "Cases to begin with",
                     .lead = "",
                     .columns = {"Finding", "Rank", "Case", "Label", "Probably wrong"},
                     .rows = {},
                     .rows_in_terminal = 20};
  for (const FindingPlan& one : plans) {
    for (const labels::AdjudicationStep& step : one.plan.steps)
      gain.rows.push_back({one.finding, step.cases, step.removed, step.still_wrong});
    for (std::size_t i = 0; i < std::min(shown, one.plan.order.size()); ++i) {
      const labels::AdjudicationCase& next = one.plan.order[i];
      if (next.probably_wrong <= 0) break;
      first.rows.push_back(
          {one.finding, static_cast<std::uint64_t>(i + 1), reads.cases[next.unit],
           next.label < 0 ? Shown{"tie", nullptr} : Shown{std::to_string(next.label), next.label},
           Shown{core::fixed(100 * next.probably_wrong, 1) + " %", next.probably_wrong}});
    }
  }
  out.tables.push_back(std::move(gain));
  out.tables.push_back(std::move(first));
  if (rule == "majority" || rule == "weighted_majority")
    out.notes.push_back({Tone::warning,
                         "Shares of votes are no probabilities: they rank the cases, but what "
                         "adjudication would buy is better read from --rule dawid_skene."});
  out.methods = {
      "Probability of being wrong: 1 − the soft label of the consensus. Intervals over "
      "patients, with the soft labels taken as right."};
  out.findings = findings;
  return out;
}

Dossier label_error_dossier(const labels::LabelErrorRequest& request,
                            const labels::LabelErrorResult& result,
                            const core::Findings& findings) {
  Dossier out;
  out.id = "label-error";
  out.title = "The estimates, were the labels right";
  out.lead = "Error rates of the labels: " + request.rates.source + ". " + result.assumption;
  DossierTable both{.id = "estimates",
                    .title = "Against the labels, and against the truth",
                    .lead = "",
                    .columns = {"Metric", "Against the labels", "Label error corrected"},
                    .rows = {}};
  for (const labels::CorrectedEstimate& one : result.estimates) {
    both.rows.push_back({metric_title(one.naive.metric), one.naive, one.corrected});
    if (one.corrected.absent_code == "noise.impossible")
      out.notes.push_back({Tone::bad, metric_title(one.naive.metric) + " cannot be corrected: " +
                                          one.corrected.absent_reason + "."});
    else if (one.impossible > 0.05)
      out.notes.push_back({Tone::warning, "In " + core::fixed(100 * one.impossible, 0) +
                                              " % of the replicates the correction of " +
                                              metric_title(one.naive.metric) +
                                              " leaves its range: the assumption is strained."});
  }
  out.tables.push_back(std::move(both));
  if (!result.analysis.empty()) {
    DossierTable analysis{
        .id = "sensitivity",
        .title = "Sensitivity analysis",
        .lead = "Other error rates, and errors of label and model that go together.",
        .columns = {"Label's sensitivity", "Label's specificity", "Correlation of errors", "AUROC",
                    "Sensitivity", "Specificity"},
        .rows = {}};
    const auto cell = [](const stats::Estimate& estimate) -> DossierCell {
      if (estimate.metric.empty() || estimate.absent_code == "noise.needs-independence")
        return nothing_to_show();
      return estimate;
    };
    for (const labels::SensitivityRow& row : result.analysis)
      analysis.rows.push_back({Shown{core::fixed(row.label_sensitivity, 3), row.label_sensitivity},
                               Shown{core::fixed(row.label_specificity, 3), row.label_specificity},
                               Shown{core::fixed(row.correlation, 2), row.correlation},
                               cell(row.auroc), cell(row.sensitivity), cell(row.specificity)});
    out.tables.push_back(std::move(analysis));
  }
  out.methods = {
      "Prevalence: Rogan & Gladen 1978, doi:10.1093/oxfordjournals.aje.a112510. Sensitivity, "
      "specificity and predictive values: Staquet et al. 1981, doi:10.1016/0021-9681(81)90048-X. "
      "AUROC: Menon et al. 2015.",
      "Intervals: bootstrap over patients; in each replicate the label's error rates are drawn "
      "from "
      "the posterior of their audit."};
  out.findings = findings;
  return out;
}

}  // namespace secondsite::report
