#include "secondsite/core/text.h"
#include "secondsite/report/format.h"
#include "secondsite/report/readers_pages.h"

namespace secondsite::report {
namespace {

std::string band_title(const std::string& metric) {
  return metric == "kappa" ? std::string("Cohen's kappa") : metric_title(metric);
}

DossierCell or_dash(const stats::Estimate& estimate) {
  if (estimate.metric.empty()) return nothing_to_show();
  return estimate;
}

}  // namespace

Dossier band_dossier(const readers::Reads& reads, const readers::BandRequest& request,
                     const readers::BandResult& result) {
  Dossier out;
  out.id = "band";
  out.title = "The inter-reader band on " + core::counted(reads.cases.size(), "case");
  out.lead =
      "Each reader against the majority of the other reference readers, and the model against the "
      "same.";
  DossierTable band{.id = "band",
                    .title = "Model and band",
                    .lead =
                        "The band runs from the worst to the best reader. The model is told "
                        "from an edge only where the interval of the difference leaves 0 out.",
                    .columns = {"Finding", "Metric", "Model", "Where"},
                    .rows = {}};
  DossierTable edges{.id = "edges",
                     .title = "Distance to the edges, and the noise floor",
                     .lead = "",
                     .columns = {"Finding", "Metric", "Model − worst", "Model − best", "Floor"},
                     .rows = {}};
  DossierTable each{.id = "readers",
                    .title = "Each reader against the majority of the others",
                    .lead = "",
                    .columns = {"Finding", "Reader", "Metric", "Value"},
                    .rows = {},
                    .rows_in_terminal = 30};
  DossierTable roc{.id = "roc",
                   .title = "Readers and the model's ROC curve",
                   .lead = "The model's sensitivity where it is as specific as the reader.",
                   .columns = {"Finding", "Reader", "Sensitivity", "Specificity",
                               "Model's sensitivity", "Model − reader"},
                   .rows = {}};
  for (const readers::FindingBand& finding : result.findings) {
    for (const readers::BandMetric& metric : finding.metrics) {
      band.rows.push_back({finding.finding, band_title(metric.metric), or_dash(metric.model),
                           metric.model.metric.empty() ? std::string("no model")
                                                       : std::string(name(metric.place))});
      edges.rows.push_back({finding.finding, band_title(metric.metric),
                            or_dash(metric.against_worst), or_dash(metric.against_best),
                            or_dash(metric.noise_floor)});
      for (std::size_t r = 0; r < metric.reader.size(); ++r)
        each.rows.push_back(
            {finding.finding, finding.readers[r], band_title(metric.metric), metric.reader[r]});
      if (metric.claim_is_finer)
        out.notes.push_back(
            {Tone::warning,
             "The claimed margin of " + core::exact(*request.claimed_margin) + " in " +
                 band_title(metric.metric) + " of " + finding.finding +
                 " is finer than the noise floor of the reference: another choice of reader moves "
                 "it by " +
                 text(metric.noise_floor) + "."});
    }
    for (const readers::ReaderOnRoc& one : finding.roc)
      roc.rows.push_back({finding.finding, one.reader, one.sensitivity, one.specificity,
                          one.model_sensitivity, one.advantage});
    if (finding.ties > 0)
      out.notes.push_back({Tone::plain, finding.finding + ": " + core::grouped(finding.ties) +
                                            " comparisons left out, as the other readers were "
                                            "tied."});
  }
  out.tables.push_back(std::move(band));
  out.tables.push_back(std::move(edges));
  if (!roc.rows.empty()) out.tables.push_back(std::move(roc));
  out.tables.push_back(std::move(each));
  out.methods = {
      "Noise floor: mean over pairs of readers of the difference between their values. Differences "
      "below it are smaller than what the choice of the reader makes.",
      "Model and differences: bootstrap over patients, Poisson weights, percentile; the same draws "
      "for readers and model. Readers: the metric's own interval."};
  out.findings = result.odd;
  return out;
}

namespace {

std::vector<DossierCell> lesion_row(const std::string& name, const readers::LesionSummary& sum) {
  return {name,
          sum.series,
          sum.lesions,
          sum.by_readers[1],
          sum.by_readers[2],
          sum.by_readers[3],
          sum.by_readers[4],
          sum.by_all,
          sum.dice};
}

}  // namespace

Dossier lesions_dossier(const readers::LinkRule& rule,
                        const std::vector<readers::LinkedSeries>& series,
                        const std::vector<LesionStratum>& strata,
                        const std::vector<LesionStratum>& rules, const core::Findings& findings) {
  Dossier out;
  out.id = "lesions";
  out.title = "Lesions that readers marked in " + core::counted(series.size(), "series", "series");
  out.lead = rule.text();
  const std::vector<std::string> columns{"Series of", "Series", "Lesions",      "1", "2", "3",
                                         "4+",        "By all", "Dice of pairs"};
  std::string by;
  for (const LesionStratum& stratum : strata) {
    if (out.tables.empty() || stratum.by != by) {
      by = stratum.by;
      const bool is_all = stratum.level.empty();
      out.tables.push_back({.id = is_all ? "lesions" : "by-" + std::to_string(out.tables.size()),
                            .title = is_all ? "How many readers marked a lesion" : "By " + by,
                            .lead = "",
                            .columns = columns,
                            .rows = {}});
      if (!is_all) out.tables.back().columns.front() = "Value";
    }
    out.tables.back().rows.push_back(
        lesion_row(stratum.level.empty() ? stratum.by : stratum.level, stratum.summary));
  }
  if (!strata.empty() && strata.front().summary.unrated > 0)
    out.notes.push_back(
        {Tone::plain, core::grouped(strata.front().summary.marks) + " marks, " +
                          core::grouped(strata.front().summary.unrated) +
                          " of them outlined and not rated: whoever outlines a lesion says that it "
                          "has 3 mm or more."});
  if (!rules.empty()) {
    DossierTable other{.id = "rules",
                       .title = "The same marks under other rules",
                       .lead = "One choice of the rule made otherwise, each.",
                       .columns = columns,
                       .rows = {}};
    other.columns.front() = "Rule";
    for (const LesionStratum& one : rules) other.rows.push_back(lesion_row(one.by, one.summary));
    out.tables.push_back(std::move(other));
  }
  DossierTable groups{.id = "ambiguous",
                      .title = "Ambiguous groups",
                      .lead =
                          "Groups in which one reader has several marks, or in which two marks "
                          "are joined through others only.",
                      .columns = {"Series", "Lesion", "Marks", "Readers", "Why"},
                      .rows = {},
                      .rows_in_terminal = 10};
  for (const readers::LinkedSeries& one : series)
    for (std::size_t l = 0; l < one.lesions.size(); ++l) {
      const readers::Lesion& lesion = one.lesions[l].lesion;
      if (!lesion.is_ambiguous && !lesion.is_chained) continue;
      std::string why = lesion.is_ambiguous ? "a reader marked it more than once" : "";
      if (lesion.is_chained) why += std::string(why.empty() ? "" : "; ") + "joined by a chain";
      groups.rows.push_back({one.series_uid, static_cast<std::uint64_t>(l + 1),
                             static_cast<std::uint64_t>(lesion.marks.size()),
                             static_cast<std::uint64_t>(lesion.readers), why});
    }
  out.tables.push_back(std::move(groups));
  out.methods = {
      "Outlined marks, which by the protocol have 3 mm or more; Armato et al. 2011, "
      "doi:10.1118/1.3528204.",
      "Shares and mean Dice: linearised variance with the series as the unit."};
  out.findings = findings;
  return out;
}

}  // namespace secondsite::report
