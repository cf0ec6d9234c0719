#include <algorithm>
#include <filesystem>
#include <ostream>

#include "command.h"
#include "index_options.h"
#include "number_check.h"
#include "secondsite/cohort/index/archive.h"
#include "secondsite/cohort/index/index_tables.h"
#include "secondsite/cohort/index/pixel_pass.h"
#include "secondsite/cohort/index/resample_volumes.h"
#include "secondsite/cohort/index/unchanged.h"
#include "secondsite/core/file.h"
#include "secondsite/core/text.h"
#include "secondsite/report/index_page.h"

namespace secondsite::cli::commands {
namespace {

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

// Where nothing has changed since the last run, its outputs are the answer.
std::optional<Exit> print_unchanged(Session& session, const IndexOptions& options,
                                    const std::string& digest) {
  if (digest.empty() || !cohort::index::is_unchanged(options.folder, digest)) return std::nullopt;
  const auto text = core::read_file(options.folder + "/index.json");
  if (!text) return std::nullopt;
  const auto json = core::parse_json(*text, "index.json");
  if (!json) return std::nullopt;
  session.note << "0 files read, "
               << core::grouped((*json)["flow"][0]["cases"].get<std::uint64_t>())
               << " known from before: nothing has changed\n";
  return print_index(session, options, *json);
}

// Fetches from an archive into a folder, which is then what is indexed.
core::Result<dicom::PacsAnswer> fetch(Session& session, const dicom::PacsRequest& request) {
  auto answer = dicom::fetch_from_pacs(request, session.context);
  if (!answer) return std::move(answer).error().while_doing("fetching from " + request.node.text());
  session.note << request.node.text() << ": " << pacs_line(*answer) << "\n";
  return answer;
}

Exit index_tree(Session& session, const IndexOptions& options, const dicom::PacsAnswer* archive);

Exit run_index(Session& session, const IndexOptions& options) {
  if (!dicom::is_pacs_address(options.root)) {
    if (options.pacs.keys.empty()) return index_tree(session, options, nullptr);
    session.fail(core::Error("pacs.bad-address",
                             "--find asks an archive, and \"" + options.root + "\" is none"));
    return Exit::usage;
  }
  const auto request = pacs_request(options.root, options.pacs, options.folder + "/received");
  if (!request) {
    session.fail(request.error());
    return Exit::usage;
  }
  if (session.dry_run) return print_query(session, *request);
  if (auto made = core::make_folder(options.folder); !made) return session.fail(made.error());
  const auto archive = fetch(session, *request);
  if (!archive) return session.fail(archive.error());
  if (session.context.stopped()) {
    session.note << "secondsite: stopped; the same command goes on from there\n";
    return Exit::interrupted;
  }
  IndexOptions received = options;
  received.root = request->folder;
  received.dataset = "none";
  const Exit indexed = index_tree(session, received, &*archive);
  return indexed == Exit::ok && archive->findings.count("pacs.not-received") > 0 ? Exit::partial
                                                                                 : indexed;
}

Exit index_tree(Session& session, const IndexOptions& options, const dicom::PacsAnswer* archive) {
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
  auto listing = cohort::index::list_files(request, session.context);
  if (!listing) return session.fail(listing.error());
  // Empty where it comes from an archive: that has findings that no file shows.
  std::string digest;
  if (archive == nullptr)
    digest = cohort::index::digest_of_tree(*listing, request, options.all, session.context.seed);
  if (!options.fresh)
    if (const auto printed = print_unchanged(session, options, digest)) return *printed;
  auto index = cohort::index::build_index(request, session.context, *std::move(listing));
  if (!index) return session.fail(index.error());
  if (index->stopped) {
    session.note << "secondsite: stopped after " << core::grouped(index->read + index->from_cache)
                 << " files; the same command goes on from there\n";
    return Exit::interrupted;
  }
  std::vector<cohort::NamedTable> more;
  report::PixelEvidence pixels;
  if (options.pixels) {
    const auto pass =
        cohort::index::look_at_pixels(*index, session.context, options.repair_hounsfield);
    if (pass.stopped) return Exit::interrupted;
    cohort::index::apply_pixels(pass, *index);
    more.push_back(cohort::index::pixel_table(*index, pass));
    pixels.drift = cohort::index::hounsfield_drift(*index, pass, index->findings);
    pixels.hearts = cohort::index::heart_sides(pass.looked, cohort::index::sites_of(*index, pass),
                                               index->findings);
    if (!pixels.drift.empty())
      more.push_back(cohort::index::hounsfield_table(index->root, pixels.drift));
    pixels.thumbnails = cohort::index::thumbnails_of(
        index->findings, cohort::index::seer_of(*index, options.repair_hounsfield));
  }
  if (options.resample || options.slice_spacing_mm > 0) {
    auto made = cohort::index::resample_volumes(*index,
                                                {.folder = options.folder,
                                                 .repair_hounsfield = options.repair_hounsfield,
                                                 .slice_spacing_mm = options.slice_spacing_mm,
                                                 .program_version = SECONDSITE_VERSION},
                                                session.context, index->findings);
    if (!made) return session.fail(made.error());
    if (session.context.stopped()) return Exit::interrupted;
    more.push_back(*std::move(made));
  }
  if (archive != nullptr) {
    index->findings.merge(archive->findings);
    more.push_back(pacs_table(*archive));
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
  if (!digest.empty())
    if (auto noted = cohort::index::remember_tree(options.folder, digest); !noted)
      return session.fail(noted.error());
  const Exit printed = print_index(session, options, json);
  session.note << core::grouped(index->read) << " files read, " << core::grouped(index->from_cache)
               << " known from before\n";
  return printed;
}

}  // namespace

Command index() {
  return {
      .id = "index",
      .summary = "Turn a folder, a zip, a dataset or a query to a PACS into a cohort table",
      .group = "Prove",
      .examples = {{"secondsite index /data/ct", "Read every header; write secondsite-index/"},
                   {"secondsite index CHESTXRAY14_FOLDER --summary",
                    "A dataset, known by its tables; --dataset none reads headers all the same"},
                   {"secondsite index pacs://ORTHANC@archive:4242 --find Modality=CT",
                    "Ask an archive, fetch what it has, and index that"}},
      .declare = [](CLI::App& app) -> std::function<Exit(Session&)> {
        auto options = std::make_shared<IndexOptions>();
        app.add_option("FOLDER", options->root,
                       "Folder or .zip of files, or pacs://CALLED@host:port")
            ->required();
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
        app.add_flag("--repair-hounsfield", options->repair_hounsfield,
                     "With --pixels: unwrap HU where index.hounsfield-wrapped is found")
            ->needs("--pixels");
        app.add_flag("--resample", options->resample,
                     "Write volumes that are tilted or unevenly spaced as NIfTI on a regular grid");
        app.add_option("--slice-spacing", options->slice_spacing_mm,
                       "The same for every volume, with slices so many mm apart")
            ->check(number_from(0.05, 100));
        app.add_flag("--summary", options->summary, "Print modalities, geometry and covariates");
        add_pacs_options(app, options->pacs);
        return [options, &app](Session& session) {
          options->all = app.config_to_str(true, false);
          return run_index(session, *options);
        };
      }};
}

}  // namespace secondsite::cli::commands
