#include <algorithm>

#include "secondsite/core/text.h"
#include "secondsite/report/section.h"

// What the estimates would be, were the labels right, and which claims are finer than the reference
// standard can tell.
namespace secondsite::report::sections {
namespace {

using evaluation::LabelErrorReport;
using evaluation::RunResult;

bool has_noise(const RunResult& run) {
  return std::any_of(run.claims.begin(), run.claims.end(), [](const auto& claim) {
    return claim.label_aware.has_value() || claim.noise.has_value();
  });
}

Table rates_table(const RunResult& run) {
  Table table;
  table.caption = "How right the labels are";
  table.by_finding = true;
  table.columns = {"Finding", "Sensitivity of the label", "Specificity of the label", "Source"};
  for (const LabelErrorReport& report : run.label_error) {
    TableRow row;
    row.finding = report.finding;
    row.cells.push_back(Cell(report.finding));
    row.cells.push_back(Cell(report.label_sensitivity));
    row.cells.push_back(Cell(report.label_specificity));
    row.cells.push_back(Cell(report.source.empty() ? "stated" : report.source));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table corrected_claims_table(const RunResult& run) {
  Table table;
  table.caption = "The claims, and the noise of the reference standard";
  table.columns = {"Claim", "Against the labels", "Label error carried through", "What it means"};
  for (const evaluation::ClaimResult& claim : run.claims) {
    if (!claim.label_aware && !claim.noise) continue;
    const Form form = claim.claim.is_contrast() ? Form::difference : Form::value;
    std::string means = claim.label_aware_sentence;
    if (claim.noise && claim.noise->is_finer)
      means += (means.empty() ? "\u26a0 " : " \u26a0 ") + claim.noise->sentence;
    else if (claim.noise && means.empty())
      means = "Not finer than the noise of the reference.";
    TableRow row;
    row.emphasised = claim.noise && claim.noise->is_finer;
    row.cells.push_back(Cell(claim_text(claim)));
    row.cells.push_back(Cell(claim.estimate, form));
    row.cells.push_back(claim.label_aware ? Cell(*claim.label_aware, form)
                                          : Cell::number("\u2014"));
    row.cells.push_back(Cell(means));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table estimates_table(const RunResult& run) {
  Table table;
  table.caption = "Against the labels as they are, and with their error carried through";
  table.by_finding = true;
  table.columns = {"Finding", "Part", "Metric", "Against the labels",
                   "Label error carried through"};
  for (const LabelErrorReport& report : run.label_error)
    for (const evaluation::LabelErrorRow& each : report.rows) {
      TableRow row;
      row.finding = report.finding;
      row.cells.push_back(Cell(report.finding));
      row.cells.push_back(Cell(each.stratum.text()));
      row.cells.push_back(Cell(metric_label(each.naive.metric)));
      row.cells.push_back(Cell(each.naive));
      row.cells.push_back(Cell(each.corrected));
      table.rows.push_back(std::move(row));
    }
  return table;
}

Cell or_dash(const stats::Estimate& estimate) {
  if (estimate.metric.empty() || estimate.absent_code == "noise.needs-independence")
    return Cell::number("\u2014");
  return Cell(value_text(estimate));
}

Table analysis_table(const RunResult& run) {
  Table table;
  table.caption = "Other error rates, and errors of label and model that go together";
  table.by_finding = true;
  table.columns = {"Finding", "Label's sensitivity", "Label's specificity", "Correlation of errors",
                   "AUROC",   "Sensitivity",         "Specificity"};
  for (const LabelErrorReport& report : run.label_error)
    for (const labels::SensitivityRow& each : report.analysis) {
      TableRow row;
      row.finding = report.finding;
      row.cells.push_back(Cell(report.finding));
      row.cells.push_back(Cell::number(core::fixed(each.label_sensitivity, 3)));
      row.cells.push_back(Cell::number(core::fixed(each.label_specificity, 3)));
      row.cells.push_back(Cell::number(core::fixed(each.correlation, 2)));
      row.cells.push_back(or_dash(each.auroc));
      row.cells.push_back(or_dash(each.sensitivity));
      row.cells.push_back(or_dash(each.specificity));
      table.rows.push_back(std::move(row));
    }
  return table;
}

void write_label_error(const RunResult& run, Page& page) {
  page.begin_section("label-error", "Error of the labels",
                     "The reference standard errs too. Verdicts are those against the labels; here "
                     "stands what its error does to them.");
  if (has_noise(run)) page.table(corrected_claims_table(run));
  if (!run.label_error.empty()) {
    std::vector<std::string> told;
    for (const LabelErrorReport& report : run.label_error)
      if (std::find(told.begin(), told.end(), report.assumption) == told.end()) {
        told.push_back(report.assumption);
        page.note(Tone::warning, "Assumption. " + report.assumption);
      }
    page.table(rates_table(run));
    page.table(estimates_table(run));
    page.open("details").element("summary", "Sensitivity analysis, everyone");
    page.table(analysis_table(run));
    page.close();
  }
  page.end_section();
}

}  // namespace

Section label_error() {
  return {"label-error", "Error of the labels", 45,
          [](const RunResult& run) { return !run.label_error.empty() || has_noise(run); },
          write_label_error};
}

}  // namespace secondsite::report::sections
