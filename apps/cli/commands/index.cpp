#include <algorithm>
#include <filesystem>
#include <ostream>

#include "command.h"
#include "help.h"
#include "index_options.h"
#include "number_check.h"
#include "secondsite/cohort/index/archive.h"
#include "secondsite/cohort/index/index_tables.h"
#include "secondsite/cohort/index/pixel_pass.h"
#include "secondsite/cohort/index/resample_volumes.h"
#include "secondsite/core/file.h"
#include "secondsite/core/text.h"
#include "secondsite/report/index_page.h"

namespace secondsite::cli::commands {
namespace {

using cohort::index::Index;

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

void print_flow(std::ostream& out, const Index& index) {
  const auto flow = index.flow();
  index_line(out, "files", flow[0].cases);
  for (const auto& excluded : flow[1].excluded)
    index_line(out, "- " + excluded.reason, excluded.cases, excluded.code);
  index_line(out, "= images in the cohort", flow[1].cases,
             flow[1].patients > 0 ? "of " + core::counted(flow[1].patients, "patient") : "");
}

void print_summary(std::ostream& out, const core::Json& json) {
  out << "\nImages by modality\n";
  for (const auto& [kind, count] : json["images_by_modality"].items()) index_line(out, kind, count);
  out << "\nVolumes by geometry\n";
  for (const auto& [verdict, count] : json["volumes_by_geometry"].items())
    index_line(out, verdict, count);
  out << "\nCovariates (images with each verdict; the most frequent values)\n";
  for (const auto& [name, entry] : json["covariates"].items()) {
    std::vector<std::string> verdicts;
    for (const auto& [verdict, count] : entry["verdicts"].items())
      verdicts.push_back(verdict + " " + core::grouped(count.get<std::uint64_t>()));
    out << "  " << padded(name, 16) << wrapped(core::join(verdicts, ", "), 78, 18) << "\n";
    if (!entry.contains("values")) continue;
    std::vector<std::pair<std::uint64_t, std::string>> values;
    for (const auto& [value, count] : entry["values"].items())
      values.emplace_back(count.get<std::uint64_t>(), value);
    std::stable_sort(values.begin(), values.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    if (values.size() > 6) values.resize(6);
    std::vector<std::string> shown;
    for (const auto& [count, value] : values) shown.push_back(value + " " + core::grouped(count));
    if (!shown.empty())
      out << "                  " << wrapped(core::join(shown, ", "), 78, 18) << "\n";
  }
}

// How the folder is to be read, and a word on what else it could be.
core::Result<cohort::index::FolderKind> kind_of(Session& session, const IndexOptions& options) {
  cohort::index::FolderKind kind;
  if (cohort::index::is_archive(options.root)) return kind;
  core::Findings counted_later;
  auto found = cohort::index::kind_of_folder(options.root, counted_later);
  if (!found) return found;
  if (options.dataset.empty() && found->dataset != nullptr && !found->reads_as_dataset())
    session.note << "secondsite: read by the headers of its files; its tables look like "
                 << found->dataset->title << ": --dataset " << found->dataset->id
                 << " reads those\n";
  return found;
}

Exit run(Session& session, const IndexOptions& options) {
  std::error_code ignored;
  const std::string cache = options.folder + "/index.cache";
  if (!std::filesystem::exists(options.root, ignored))
    return session.fail(
        core::Error("file.not-found", "there is no such folder or zip", {.file = options.root}));
  const auto kind = kind_of(session, options);
  if (!kind) return session.fail(kind.error());
  const bool by_tables =
      options.dataset.empty() ? kind->reads_as_dataset() : options.dataset != "none";
  if (session.dry_run) {
    const bool known = std::filesystem::exists(cache, ignored);
    if (session.json)
      session.out << core::pretty(
          {{"reads", options.root},
           {"writes", options.folder},
           {"dataset", !by_tables                ? core::Json()
                       : options.dataset.empty() ? core::Json(kind->dataset->id)
                                                 : core::Json(options.dataset)},
           {"goes_on_from", known ? core::Json(cache) : core::Json()}});
    else
      session.out << "would read " << (by_tables ? "the tables" : "every file") << " below "
                  << options.root << " and write " << options.folder << "/"
                  << (known ? ", going on from " + cache : "") << "\n";
    return Exit::ok;
  }
  if (auto made = core::make_folder(options.folder); !made) return session.fail(made.error());
  if (by_tables) return index_dataset(session, options, *kind);
  if (options.fresh) std::filesystem::remove(cache, ignored);
  cohort::index::Request request;
  request.root = options.root;
  request.cache_path = cache;
  request.output_folder = options.folder;
  request.program_version = SECONDSITE_VERSION;
  request.options.keep_patient_ids = options.keep_patient_ids;
  request.options.admitted = options.admitted;
  std::sort(request.options.admitted.begin(), request.options.admitted.end());
  auto index = cohort::index::build_index(request, session.context);
  if (!index) return session.fail(index.error());
  if (index->stopped) {
    session.note << "secondsite: stopped after " << core::grouped(index->read + index->from_cache)
                 << " files; the same command goes on from there\n";
    return Exit::interrupted;
  }
  std::vector<cohort::NamedTable> more;
  report::PixelEvidence pixels;
  if (options.pixels) {
    const auto pass = cohort::index::look_at_pixels(*index, session.context);
    if (pass.stopped) return Exit::interrupted;
    cohort::index::apply_pixels(pass, *index);
    more.push_back(cohort::index::pixel_table(*index, pass));
    pixels.drift = cohort::index::hounsfield_drift(*index, pass, index->findings);
    pixels.hearts = cohort::index::heart_sides(pass.looked, cohort::index::sites_of(*index, pass),
                                               index->findings);
    if (!pixels.drift.empty())
      more.push_back(cohort::index::hounsfield_table(index->root, pixels.drift));
    pixels.thumbnails =
        cohort::index::thumbnails_of(index->findings, cohort::index::seer_of(*index));
  }
  if (options.resample || options.slice_spacing_mm > 0) {
    auto made = cohort::index::resample_volumes(
        *index, {options.folder, options.slice_spacing_mm, SECONDSITE_VERSION}, session.context,
        index->findings);
    if (!made) return session.fail(made.error());
    if (session.context.stopped()) return Exit::interrupted;
    more.push_back(*std::move(made));
  }
  core::Json json = cohort::index::to_json(*index);
  if (options.pixels) {
    json["hounsfield"] = cohort::index::to_json(pixels.drift);
    json["heart_sides"] = cohort::index::to_json(pixels.hearts);
  }
  session.context.report("writing the tables", 0, 1);
  if (auto written = cohort::index::write_index(*index, options.folder, more, json); !written)
    return session.fail(written.error());
  const auto page = core::write_file(
      options.folder + "/index.html",
      report::dossier_html(report::index_dossier(*index, pixels), SECONDSITE_VERSION, {}));
  if (!page) return session.fail(page.error());
  if (session.json) {
    session.out << core::pretty(json);
  } else {
    print_flow(session.out, *index);
    if (options.summary) print_summary(session.out, json);
    print_index_findings(session.out, index->findings);
    print_index_files(session.out, options.folder);
  }
  session.note << core::grouped(index->read) << " files read, " << core::grouped(index->from_cache)
               << " known from before\n";
  return index->flow()[1].cases > 0 ? Exit::ok : Exit::partial;
}

}  // namespace
}  // namespace secondsite::cli::commands

namespace secondsite::cli {

void index_line(std::ostream& out, const std::string& left, std::uint64_t count,
                const std::string& right) {
  const std::string number = core::grouped(count);
  constexpr std::size_t width = 40;
  out << "  " << left << std::string(left.size() < width ? width - left.size() : 0, ' ')
      << std::string(number.size() < 11 ? 11 - number.size() : 0, ' ') << number
      << (right.empty() ? "" : "  " + right) << "\n";
}

void print_index_findings(std::ostream& out, const core::Findings& all) {
  const auto findings = all.sorted();
  if (findings.empty()) return;
  out << "\nOdd data (secondsite explain CODE tells more)\n";
  for (const core::Finding& finding : findings)
    index_line(out, finding.code + (finding.subject.empty() ? "" : " " + finding.subject),
               finding.count, std::string(core::name(finding.severity)));
}

void print_index_files(std::ostream& out, const std::string& folder) {
  out << "\nCohort:    " << folder << "/cohort.csv, cohort.parquet\n"
      << "Report:    " << folder << "/index.html\n"
      << "All of it: " << folder << "/index.sqlite\n"
      << "With your scores:\n  secondsite evaluate scores.csv " << folder
      << "/cohort.csv --on KEY=image\n";
}

}  // namespace secondsite::cli

namespace secondsite::cli::commands {

Command index() {
  return {
      .id = "index",
      .summary = "Turn a folder or a zip of images, or a dataset, into a cohort table",
      .group = "Prove",
      .examples = {{"secondsite index /data/ct", "Read every header; write secondsite-index/"},
                   {"secondsite index study.zip --out cohort --summary",
                    "A zip; print the covariates"},
                   {"secondsite index CHESTXRAY14_FOLDER --summary",
                    "A dataset, known by its tables; --dataset none reads headers all the same"}},
      .declare = [](CLI::App& app) -> std::function<Exit(Session&)> {
        auto options = std::make_shared<IndexOptions>();
        app.add_option("FOLDER", options->root, "Folder or .zip that holds the files")->required();
        app.add_option("--dataset", options->dataset,
                       "Read the tables as this dataset (`secondsite list sources`), or \"none\": "
                       "the files alone");
        app.add_option("--out", options->folder, "Folder to write to")->capture_default_str();
        app.add_option("--admit", options->admitted,
                       "Do not leave files out for this reason (a code; repeatable)")
            ->check(CLI::IsMember({"dicom.colour", "dicom.localizer", "dicom.not-an-image",
                                   "dicom.screen-capture", "dicom.secondary-capture",
                                   "index.picture"}));
        app.add_flag("--keep-patient-ids", options->keep_patient_ids,
                     "Write Patient ID as it is; by default a pseudonym stands for it");
        app.add_flag("--fresh", options->fresh, "Read everything again");
        app.add_flag("--pixels", options->pixels,
                     "Decode every image too: pixels.csv, scales by scanner, and "
                     "pictures of odd images in the report");
        app.add_flag("--resample", options->resample,
                     "Write volumes that are tilted or unevenly spaced as NIfTI on a regular grid");
        app.add_option("--slice-spacing", options->slice_spacing_mm,
                       "The same for every volume, with slices so many mm apart")
            ->check(number_from(0.05, 100));
        app.add_flag("--summary", options->summary, "Print modalities, geometry and covariates");
        return [options](Session& session) { return run(session, *options); };
      }};
}

}  // namespace secondsite::cli::commands
