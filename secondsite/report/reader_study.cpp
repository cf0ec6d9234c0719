#include "secondsite/report/reader_study.h"

#include "secondsite/core/text.h"
#include "secondsite/report/format.h"

namespace secondsite::report {
namespace {

namespace study = readers::study;

constexpr std::string_view nothing = "—";

std::string marked(const study::EstimatorRow& row) {
  return (row.declared ? "> " : "") + row.id;
}

std::string p_of(const stats::Estimate& estimate) {
  return estimate.test ? p_text(estimate.test->p_value) : std::string(nothing);
}

// One table a pair of modalities: every estimator's difference and p-value.
DossierTable differences(const study::Result& result, std::size_t pair) {
  const std::string& a = result.modalities[result.pairs[pair].first];
  const std::string& b = result.modalities[result.pairs[pair].second];
  DossierTable out{.id = "difference-" + std::to_string(pair + 1),
                   .title = result.figure + ": " + a + " less " + b,
                   .lead = "",
                   .columns = {"Estimator", "Holds for", "Difference", "p"},
                   .rows = {}};
  if (pair == 0)
    out.lead =
        "Every estimator on the same reads; the one that was declared is marked >. They differ in "
        "what they let vary and in their degrees of freedom.";
  for (const study::EstimatorRow& row : result.rows) {
    if (!row.absent_code.empty()) {
      if (pair == 0)
        out.rows.push_back({marked(row), row.holds_for, row.absent_reason, std::string(nothing)});
      continue;
    }
    const stats::Estimate& each = row.differences[pair];
    out.rows.push_back({marked(row), row.holds_for, each, p_of(each)});
  }
  return out;
}

DossierTable all_equal(const study::Result& result) {
  DossierTable out{.id = "all-equal",
                   .title = "Are all modalities equal?",
                   .lead = "",
                   .columns = {"Estimator", "Holds for", "Test"},
                   .rows = {}};
  for (const study::EstimatorRow& row : result.rows)
    if (row.all_equal)
      out.rows.push_back({marked(row), row.holds_for,
                          row.all_equal->method + " = " + core::fixed(row.all_equal->statistic, 2) +
                              ", " + p_text(row.all_equal->p_value)});
  return out;
}

DossierTable means(const study::Result& result) {
  DossierTable out{.id = "modalities",
                   .title = result.figure + " by modality, averaged over readers",
                   .lead = "",
                   .columns = {"Estimator", "Holds for"},
                   .rows = {}};
  for (const std::string& modality : result.modalities) out.columns.push_back(modality);
  for (const study::EstimatorRow& row : result.rows) {
    if (row.means.empty()) continue;
    std::vector<DossierCell> cells{marked(row), row.holds_for};
    for (const stats::Estimate& mean : row.means) cells.emplace_back(mean);
    out.rows.push_back(std::move(cells));
  }
  return out;
}

DossierTable by_reader(const study::Result& result) {
  DossierTable out{.id = "readers",
                   .title = result.figure + " by reader",
                   .lead = "Intervals over the reader's cases (jackknife, normal).",
                   .columns = {"Reader"},
                   .rows = {}};
  for (const std::string& modality : result.modalities) out.columns.push_back(modality);
  if (result.pairs.size() == 1) {
    out.columns.push_back("Difference");
    out.columns.push_back("p");
  }
  const std::size_t r = result.readers.size();
  for (std::size_t p = 0; p < r; ++p) {
    std::vector<DossierCell> cells{result.readers[p]};
    for (std::size_t a = 0; a < result.modalities.size(); ++a)
      cells.emplace_back(result.cells[a * r + p]);
    if (result.pairs.size() == 1) {
      cells.emplace_back(result.reader_differences[p]);
      cells.emplace_back(p_of(result.reader_differences[p]));
    }
    out.rows.push_back(std::move(cells));
  }
  out.rows_in_terminal = 25;
  return out;
}

DossierTable components(const study::Result& result) {
  DossierTable out{.id = "components",
                   .title = "Components of variance",
                   .lead = "For sizing the next study; estimates may be negative.",
                   .columns = {"Estimator", "Components"},
                   .rows = {}};
  for (const study::EstimatorRow& row : result.rows) {
    if (row.components.empty() || row.holds_for != "readers and cases") continue;
    std::vector<std::string> parts;
    for (const stats::Estimate& part : row.components)
      parts.push_back(part.metric + " " + core::fixed(part.value, 8));
    out.rows.push_back({row.id, core::join(parts, "; ")});
  }
  return out;
}

}  // namespace

Dossier study_dossier(const study::Result& result, const core::Findings& findings) {
  Dossier out;
  out.id = "reader-study";
  out.title = "Reader study: " + result.figure;
  out.lead = "Design: " + result.design.sentence + ".";
  if (result.verdict) {
    const bool met = result.verdict->decision == stats::Decision::certified;
    const bool refuted = result.verdict->decision == stats::Decision::refuted;
    std::string sentence = result.verdict->sentence;
    if (result.claimed)
      sentence += " Difference " + text(*result.claimed, Form::difference) + "; one-sided " +
                  p_text(result.verdict->p_value) + "; by " + result.claimed->method + ".";
    out.notes.push_back({met ? Tone::good : refuted ? Tone::bad : Tone::warning, sentence});
  }
  for (std::size_t pair = 0; pair < result.pairs.size(); ++pair)
    out.tables.push_back(differences(result, pair));
  if (result.modalities.size() > 2) {
    DossierTable global = all_equal(result);
    if (!global.rows.empty()) out.tables.insert(out.tables.begin(), std::move(global));
  }
  for (DossierTable table : {means(result), by_reader(result), components(result)})
    if (!table.rows.empty()) out.tables.push_back(std::move(table));
  for (const study::EstimatorRow& row : result.rows)
    if (row.absent_code.empty())
      out.methods.push_back(row.id + ": " + row.title + ". " + row.reference + ".");
  out.findings = findings;
  return out;
}

Dossier automation_dossier(const study::AutomationResult& result, const core::Findings& findings) {
  Dossier out;
  out.id = "automation-bias";
  out.title = "Automation bias: " + result.aided + " against " + result.unaided;
  out.lead = "The model was right on " + core::counted(result.model_right, "case") +
             " and wrong on " + core::counted(result.model_wrong, "case") + ".";
  DossierTable overall{.id = "measures",
                       .title = "All readers together",
                       .lead = "Intervals: readers and cases random.",
                       .columns = {"Measure", "Of what", "Value", "Reads"},
                       .rows = {}};
  DossierTable readers{.id = "readers",
                       .title = "By reader",
                       .lead = "",
                       .columns = {"Measure", "Reader", "Value", "Reads"},
                       .rows = {},
                       .rows_in_terminal = 24};
  for (const study::AutomationRow& row : result.rows) {
    overall.rows.push_back({row.title, row.says, row.overall, row.overall.n});
    for (std::size_t p = 0; p < row.by_reader.size(); ++p)
      readers.rows.push_back({row.title, result.readers[p], row.by_reader[p], row.by_reader[p].n});
  }
  out.tables = {std::move(overall), std::move(readers)};
  out.methods = {
      "Automation bias: Goddard, Roudsari & Wyatt 2012, doi:10.1136/amiajnl-2011-000089.",
      "Variance over readers and cases: Gallas et al. 2009, doi:10.1080/03610920802610084."};
  out.findings = findings;
  return out;
}

}  // namespace secondsite::report
