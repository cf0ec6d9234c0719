#include "secondsite/report/dataset_page.h"

#include <algorithm>
#include <map>

#include "secondsite/cohort/roles.h"
#include "secondsite/core/text.h"
#include "secondsite/shift/covariate_floor.h"

namespace secondsite::report {
namespace {

using cohort::Categories;
using cohort::Column;
using cohort::index::DatasetIndex;

DossierTable counts_table(const DatasetIndex& index) {
  DossierTable out{"counts",
                   "Who is in the cohort",
                   "Counted from the tables of the folder.",
                   {"What", "Here"},
                   {},
                   0};
  out.rows.push_back({"rows", std::uint64_t{index.table.rows()}});
  out.rows.push_back({"images", index.images});
  out.rows.push_back({"studies", index.studies});
  out.rows.push_back({"patients", index.patients});
  out.rows.push_back({"sites", index.sites});
  return out;
}

DossierTable published_table(const DatasetIndex& index) {
  DossierTable out{"published",
                   "Is it all there?",
                   "What the publishers say they released, and what this folder holds.",
                   {"What", "Published", "Here", "", "Source"},
                   {},
                   0};
  for (const auto& one : index.published)
    out.rows.push_back({one.what, one.published, one.found,
                        std::string(one.agrees()                ? "all of them"
                                    : one.found < one.published ? "a part"
                                                                : "more than was published"),
                        one.source});
  return out;
}

std::map<std::string, std::uint64_t> counts_of(const Column& column, unsigned threads) {
  std::map<std::string, std::uint64_t> out;
  const Categories cells = column.cells->categories(threads);
  for (const std::uint32_t code : cells.code)
    ++out[code == Categories::blank ? std::string() : cells.levels[code]];
  return out;
}

core::Result<DossierTable> labels_table(const DatasetIndex& index, const core::Context& context,
                                        std::size_t most) {
  DossierTable out{
      "labels",
      "Labels, and what covariates alone tell of them",
      "A model that ranks a label no better than its best covariate alone may not have "
      "looked at the image. AUROC out of fold by patient; bits of mutual information.",
      {"Label", "1", "0", "-1", "Not stated", "Prevalence", "Best covariate", "AUROC of it alone",
       "Bits", "AUROC of all"},
      {},
      15};
  const std::vector<std::string> labels = shift::label_columns(index.table, context.threads);
  shift::FloorOptions floor;
  if (index.patients > 0) floor.patient = "patient";
  for (const std::string& name : cohort::guess_roles(index.table, context).covariates)
    if (std::find(labels.begin(), labels.end(), name) == labels.end())
      floor.covariates.push_back(name);
  for (std::size_t i = 0; i < std::min(most, labels.size()); ++i) {
    auto counts = counts_of(*index.table.find(labels[i]), context.threads);
    auto told = shift::summarise_label(index.table, labels[i], floor, context);
    if (!told) return std::move(told).error();
    const bool best = !told->covariates.empty();
    std::vector<DossierCell> row{labels[i],    counts["1"], counts["0"],
                                 counts["-1"], counts[""],  told->prevalence};
    row.emplace_back(best ? told->covariates[0].covariate : std::string("—"));
    row.emplace_back(best ? DossierCell(told->covariates[0].auroc)
                          : DossierCell(nothing_to_show()));
    row.emplace_back(
        best ? DossierCell(Shown{core::fixed(told->covariates[0].mutual_information.value, 4),
                                 told->covariates[0].mutual_information.value})
             : DossierCell(nothing_to_show()));
    row.emplace_back(told->auroc_of_all);
    out.rows.push_back(std::move(row));
  }
  return out;
}

DossierTable dataset_verdicts_table(const DatasetIndex& index, unsigned threads) {
  constexpr const char* verdicts[] = {"ok",       "capped",      "missing",     "sentinel",
                                      "conflict", "implausible", "unrecognised"};
  DossierTable out{"covariates",
                   "Covariates and how far they can be believed",
                   "Rows by verdict. Only ok and capped values enter strata.",
                   {"Covariate"},
                   {},
                   0};
  for (const char* verdict : verdicts) out.columns.emplace_back(verdict);
  for (const Column& column : index.table.columns()) {
    const Column* verdict = index.table.find(column.name + " (verdict)");
    if (verdict == nullptr) continue;
    auto counts = counts_of(*verdict, threads);
    std::vector<DossierCell> row{column.name};
    for (const char* name : verdicts) row.emplace_back(counts[name]);
    out.rows.push_back(std::move(row));
  }
  return out;
}

DossierTable dataset_by_site_table(const DatasetIndex& index, unsigned threads, std::size_t most) {
  DossierTable out{"by-site",
                   "By site",
                   "A covariate whose values differ between sites can stand for the site.",
                   {"Covariate", "Site", "Value", "Rows"},
                   {},
                   40};
  const Column* site = index.table.find("site");
  if (site == nullptr) return out;
  const Categories sites = site->cells->categories(threads);
  for (const char* name : {"view", "vendor", "model", "sex", "portable", "partition"}) {
    const Column* column = index.table.find(name);
    if (column == nullptr) continue;
    const Categories values = column->cells->categories(threads);
    if (values.levels.empty()) continue;
    std::map<std::string, std::map<std::string, std::uint64_t>> counts;
    const auto text = [](const Categories& cells, std::size_t row) {
      return cells.code[row] == Categories::blank ? std::string("not stated")
                                                  : cells.levels[cells.code[row]];
    };
    for (std::size_t row = 0; row < index.table.rows(); ++row)
      ++counts[text(sites, row)][text(values, row)];
    for (const auto& [where, by_value] : counts) {
      std::vector<std::pair<std::string, std::uint64_t>> ranked(by_value.begin(), by_value.end());
      std::stable_sort(ranked.begin(), ranked.end(),
                       [](const auto& a, const auto& b) { return a.second > b.second; });
      std::uint64_t rest = 0;
      for (std::size_t i = 0; i < ranked.size(); ++i) {
        if (i < most)
          out.rows.push_back({std::string(name), where, ranked[i].first, ranked[i].second});
        else
          rest += ranked[i].second;
      }
      if (rest > 0)
        out.rows.push_back(
            {std::string(name), where, core::counted(ranked.size() - most, "other value"), rest});
    }
  }
  return out;
}

}  // namespace

core::Result<Dossier> dataset_dossier(const DatasetIndex& index, const PixelEvidence& pixels,
                                      const core::Context& context, std::size_t most_labels) {
  Dossier out;
  out.id = "index";
  out.title = index.dataset->general ? core::counted(index.images, "image") + " and their table"
                                     : core::counted(index.images, "image") + " of " +
                                           std::string(index.dataset->title);
  out.lead = "Read from the tables of " + index.root + ".";
  if (!index.dataset->general)
    out.lead += " " + std::string(index.dataset->modality) +
                "; as published: " + std::string(index.dataset->scale) + ". " +
                std::string(index.dataset->notes) + ".";
  if (index.patients == 0)
    out.notes.push_back(
        {Tone::warning, "No column names a patient: intervals cannot be clustered by patient."});
  out.tables.push_back(counts_table(index));
  add_pixel_evidence(pixels, out);
  if (!index.published.empty()) out.tables.push_back(published_table(index));
  auto labels = labels_table(index, context, most_labels);
  if (!labels) return std::move(labels).error();
  if (!labels->rows.empty()) out.tables.push_back(*std::move(labels));
  auto verdicts = dataset_verdicts_table(index, context.threads);
  if (!verdicts.rows.empty()) out.tables.push_back(std::move(verdicts));
  auto sites = dataset_by_site_table(index, context.threads, 12);
  if (!sites.rows.empty()) out.tables.push_back(std::move(sites));
  out.methods = {
      "The layout is read by the names of its columns; spellings are mapped by tables "
      "that travel with the program (docs/reference/datasets.md)."};
  if (!index.dataset->reference.empty())
    out.methods.push_back("Dataset: " + std::string(index.dataset->reference) + ".");
  out.findings = index.findings;
  return out;
}

}  // namespace secondsite::report
