#include "secondsite/report/readers_agreement.h"

#include <algorithm>
#include <set>

#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/report/format.h"
#include "secondsite/stats/agreement_coefficient.h"

namespace secondsite::report {
namespace {

const stats::AgreementCoefficient& entry(const std::string& id) {
  return **core::find_entry(stats::agreement::all(), id, "coefficient of agreement");
}

DossierCell bootstrap_cell(const stats::Estimate& estimate) {
  if (estimate.other_intervals.empty()) return nothing_to_show();
  stats::Estimate other = estimate;
  other.interval = estimate.other_intervals[0].interval;
  return interval_text(other);
}

}  // namespace

Dossier agreement_dossier(const readers::AgreementResult& result) {
  Dossier out;
  out.id = "agreement";
  out.title = "Agreement between " + core::counted(result.readers.size(), "reader") + " on " +
              core::counted(result.cases, "case");
  out.lead = result.patients > 0
                 ? "Intervals are clustered by patient (" + core::grouped(result.patients) + ")."
                 : "No patient column was named: each case counts as independent.";
  DossierTable overall{.id = "agreement",
                       .title = "All readers together",
                       .lead = "",
                       .columns = {"Finding", "Coefficient", "Value", "Bootstrap", "Cases"},
                       .rows = {}};
  DossierTable pairs{
      .id = "pairs",
      .title = "Pairs of readers",
      .lead = "",
      .columns = {"Finding", "Readers", "Coefficient", "Value", "Bootstrap", "Cases"},
      .rows = {},
      .rows_in_terminal = 20};
  std::set<std::string> used;
  for (const readers::AgreementRow& row : result.rows) {
    used.insert(row.coefficient);
    const std::string title(entry(row.coefficient).title);
    if (row.first.empty())
      overall.rows.push_back(
          {row.finding, title, row.estimate, bootstrap_cell(row.estimate), row.estimate.n});
    else
      pairs.rows.push_back({row.finding, row.first + " and " + row.second, title, row.estimate,
                            bootstrap_cell(row.estimate), row.estimate.n});
  }
  out.tables.push_back(std::move(overall));
  if (!pairs.rows.empty()) out.tables.push_back(std::move(pairs));
  if (!result.categories.empty()) {
    DossierTable categories{.id = "categories",
                            .title = "Fleiss' kappa of each category against the rest",
                            .lead = "",
                            .columns = {"Finding", "Category", "Kappa", "Test"},
                            .rows = {}};
    for (const readers::CategoryRow& row : result.categories)
      categories.rows.push_back({row.finding, row.category, row.kappa,
                                 row.kappa.test ? DossierCell(test_text(*row.kappa.test))
                                                : DossierCell(nothing_to_show())});
    out.tables.push_back(std::move(categories));
  }
  for (const std::string& id : used) {
    const auto& coefficient = entry(id);
    out.methods.push_back(std::string(coefficient.title) + ": " +
                          std::string(coefficient.definition) + " " +
                          std::string(coefficient.reference) + ".");
  }
  out.findings = result.findings;
  return out;
}

}  // namespace secondsite::report
