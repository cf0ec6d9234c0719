#include "secondsite/report/section.h"

// Does something other than the image give the finding away? An audit that needs no image.
namespace secondsite::report::sections {
namespace {

using evaluation::RunResult;

void simpson(const RunResult& run, Page& page) {
  for (const evaluation::SimpsonFlag& flag : run.simpson) {
    page.open("div", {{"data-finding", flag.finding}, {"class", "flag"}});
    page.note(Tone::warning, flag.sentence);
    Table table;
    table.caption =
        flag.finding + " by " + flag.dimension + ": the pooled value lies outside every stratum";
    table.columns = {"Part", metric_label(flag.pooled.metric)};
    TableRow pooled;
    pooled.emphasised = true;
    pooled.cells.push_back(Cell("everyone, pooled"));
    pooled.cells.push_back(Cell(flag.pooled));
    table.rows.push_back(std::move(pooled));
    for (const auto& [stratum, estimate] : flag.strata) {
      TableRow row;
      row.cells.push_back(Cell(stratum.text()));
      row.cells.push_back(Cell(estimate));
      table.rows.push_back(std::move(row));
    }
    page.table(std::move(table));
    page.close();
  }
}

void write_covariates(const RunResult& run, Page& page) {
  page.begin_section("covariates", "Shortcuts",
                     "A covariate that ranks the label without any image, and a score that gives "
                     "the covariate away among "
                     "negatives, together leave room for a shortcut.");
  simpson(run, page);
  if (!run.audits.empty()) {
    page.chart(
        {"audit", "Covariates",
         "AUROC of the covariate alone for the label, and of the score for the covariate among "
         "negatives; 0.5 is no information."});
    Table table;
    table.caption = "Covariate audit";
    table.sortable = true;
    table.by_finding = true;
    table.columns = {"Finding",
                     "Covariate",
                     "Covariate alone ranks the label",
                     "Score gives it away, negatives",
                     "Score gives it away, everyone",
                     "What it means"};
    for (const evaluation::CovariateAudit& audit : run.audits) {
      TableRow row;
      row.finding = audit.finding;
      row.emphasised = audit.flagged;
      row.cells.push_back(Cell(audit.finding));
      row.cells.push_back(
          Cell(audit.level.empty() ? audit.covariate : audit.covariate + " = " + audit.level));
      row.cells.push_back(Cell(audit.covariate_alone));
      row.cells.push_back(Cell(audit.score_predicts));
      row.cells.push_back(Cell(audit.score_predicts_all));
      row.cells.push_back(Cell((audit.flagged ? "\u26a0 " : "") + audit.sentence));
      table.rows.push_back(std::move(row));
    }
    page.table(std::move(table));
  }
  page.end_section();
}

}  // namespace

Section covariates() {
  return {"covariates", "Shortcuts", 90,
          [](const RunResult& run) { return !run.audits.empty() || !run.simpson.empty(); },
          write_covariates};
}

}  // namespace secondsite::report::sections
