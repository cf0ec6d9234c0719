#include <algorithm>
#include <ostream>

#include "help.h"
#include "index_options.h"
#include "secondsite/core/file.h"
#include "secondsite/core/text.h"
#include "secondsite/report/dataset_page.h"

namespace secondsite::cli {
namespace {

using cohort::index::DatasetIndex;

void print_counts(std::ostream& out, const DatasetIndex& index) {
  out << wrapped("Read by its tables: " + std::string(index.dataset->title), 78, 0) << "\n";
  index_line(out, "rows", index.table.rows());
  index_line(out, "images", index.images);
  if (index.studies > 0) index_line(out, "studies", index.studies);
  index_line(out, "patients", index.patients);
  if (index.sites > 0) index_line(out, "sites", index.sites);
  for (const cohort::PublishedCount& one : index.published)
    index_line(out, "published: " + one.what, one.published,
               one.agrees()                ? "all of them are here"
               : one.found < one.published ? core::grouped(one.found) + " are here"
                                           : "more are here: " + core::grouped(one.found));
}

// The row of the field guide's Table 1, and the same counted here.
void print_table_one(std::ostream& out, const DatasetIndex& index, const report::Dossier& dossier) {
  out << "\nTable 1 of the field guide\n";
  const auto row = [&](const char* name, const std::string& text) {
    out << "  " << name << std::string(12 - std::string(name).size(), ' ') << wrapped(text, 78, 14)
        << "\n";
  };
  row("Dataset", std::string(index.dataset->title));
  row("Modality", std::string(index.dataset->modality));
  row("Scale", std::string(index.dataset->scale));
  row("Here",
      core::counted(index.images, "image") +
          (index.studies > 0 ? " / " + core::counted(index.studies, "study", "studies") : "") +
          " / " + core::counted(index.patients, "patient"));
  row("Notes", std::string(index.dataset->notes));
  if (!index.dataset->reference.empty()) row("Reference", std::string(index.dataset->reference));
  report::Dossier tables;
  for (const report::DossierTable& table : dossier.tables)
    if (table.id == "labels" || table.id == "covariates") tables.tables.push_back(table);
  // A terminal has room for the label and its floor, and for verdicts that occur.
  for (report::DossierTable& table : tables.tables) {
    std::vector<std::size_t> kept{0, 1, 5, 6, 7};
    if (table.id == "covariates") {
      kept = {0};
      for (std::size_t c = 1; c < table.columns.size(); ++c)
        if (std::any_of(table.rows.begin(), table.rows.end(),
                        [c](const auto& cells) { return std::get<std::uint64_t>(cells[c]) > 0; }))
          kept.push_back(c);
    }
    const auto cut = [&](const auto& cells) {
      std::decay_t<decltype(cells)> out_cells;
      for (const std::size_t c : kept) out_cells.push_back(cells[c]);
      return out_cells;
    };
    table.columns = cut(table.columns);
    for (auto& cells : table.rows) cells = cut(cells);
  }
  out << report::dossier_text(tables, 80);
}

}  // namespace

Exit index_dataset(Session& session, const IndexOptions& options,
                   const cohort::index::FolderKind& kind) {
  session.context.report("reading the tables", 0, 1);
  auto index = cohort::index::read_dataset_index(options.root, options.dataset, session.context);
  if (!index) return session.fail(index.error());
  if (kind.has_headers)
    session.note << "secondsite: files with headers of their own lie there too and were not read; "
                    "--dataset none reads them\n";
  for (const cohort::Dataset* other : kind.others)
    if (other != index->dataset)
      session.note << "secondsite: its tables look like " << other->title << " too: --dataset "
                   << other->id << " reads those\n";
  std::vector<cohort::NamedTable> more;
  report::PixelEvidence evidence;
  if (options.pixels) {
    const auto pixels = cohort::index::look_at_dataset(*index, session.context);
    if (pixels.stopped) return Exit::interrupted;
    cohort::index::apply_pixels(pixels, *index);
    more.push_back(cohort::index::pixel_table(*index, pixels));
    evidence.hearts = cohort::index::heart_sides(pixels.looked, pixels.sites, index->findings);
    cohort::index::PixelReader reader(index->root);
    evidence.thumbnails = cohort::index::thumbnails_of(
        index->findings,
        [&reader](const std::string& file) { return cohort::index::see_file(reader, file, {}); });
  }
  core::Json json = cohort::index::to_json(*index, session.context.threads);
  if (options.pixels) json["heart_sides"] = cohort::index::to_json(evidence.hearts);
  session.context.report("writing the tables", 0, 1);
  if (auto written = cohort::index::write_dataset_index(*index, options.folder, more, json,
                                                        session.context.threads);
      !written)
    return session.fail(written.error());
  const auto dossier = report::dataset_dossier(*index, evidence, session.context);
  if (!dossier) return session.fail(dossier.error());
  if (auto page = core::write_file(options.folder + "/index.html",
                                   report::dossier_html(*dossier, SECONDSITE_VERSION, {}));
      !page)
    return session.fail(page.error());
  if (session.json) {
    session.out << core::pretty(json);
    return index->table.rows() > 0 ? Exit::ok : Exit::partial;
  }
  print_counts(session.out, *index);
  if (options.summary) print_table_one(session.out, *index, *dossier);
  print_index_findings(session.out, json["findings"]);
  print_index_files(session.out, options.folder);
  return index->table.rows() > 0 ? Exit::ok : Exit::partial;
}

}  // namespace secondsite::cli
