#include <algorithm>
#include <filesystem>
#include <ostream>

#include "command.h"
#include "help.h"
#include "index_pacs.h"
#include "secondsite/cohort/index/index_tables.h"
#include "secondsite/cohort/index/pixel_table.h"
#include "secondsite/cohort/index/unchanged.h"
#include "secondsite/core/file.h"
#include "secondsite/core/text.h"
#include "secondsite/report/index_page.h"

namespace secondsite::cli::commands {
namespace {

using cohort::index::Index;

struct Options {
  std::string root;
  std::string folder = "secondsite-index";
  std::vector<std::string> admitted;
  bool keep_patient_ids = false;
  bool fresh = false;
  bool summary = false;
  bool pixels = false;
  bool repair_hounsfield = false;
  PacsOptions pacs;
  std::string all;  // every option with its value, as one text: outputs of other options are others
};

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

void line(std::ostream& out, const std::string& left, std::uint64_t count,
          const std::string& right = {}) {
  const std::string number = core::grouped(count);
  out << "  " << padded(left, 40) << std::string(number.size() < 11 ? 11 - number.size() : 0, ' ')
      << number << (right.empty() ? "" : "  " + right) << "\n";
}

void print_flow(std::ostream& out, const core::Json& json) {
  const core::Json& kept = json["flow"][1];
  line(out, "files", json["flow"][0]["cases"]);
  for (const core::Json& left : kept["left_out"])
    line(out, "- " + left["reason"].get<std::string>(), left["cases"], left["code"]);
  const auto patients = kept["patients"].get<std::uint64_t>();
  line(out, "= images in the cohort", kept["cases"],
       patients > 0 ? "of " + core::counted(patients, "patient") : "");
}

void print_summary(std::ostream& out, const core::Json& json) {
  out << "\nImages by modality\n";
  for (const auto& [kind, count] : json["images_by_modality"].items()) line(out, kind, count);
  out << "\nVolumes by geometry\n";
  for (const auto& [verdict, count] : json["volumes_by_geometry"].items())
    line(out, verdict, count);
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

void print_findings(std::ostream& out, const core::Json& json) {
  const core::Json& findings = json["findings"];
  if (findings.empty()) return;
  out << "\nOdd data (secondsite explain CODE tells more)\n";
  for (const core::Json& finding : findings) {
    const std::string subject = finding["subject"];
    line(out, finding["code"].get<std::string>() + (subject.empty() ? "" : " " + subject),
         finding["count"], finding["severity"]);
  }
}

Exit print_index(Session& session, const Options& options, const core::Json& json) {
  if (session.json) {
    session.out << core::pretty(json);
  } else {
    print_flow(session.out, json);
    if (options.summary) print_summary(session.out, json);
    print_findings(session.out, json);
    session.out << "\nCohort:    " << options.folder << "/cohort.csv, cohort.parquet\n"
                << "Report:    " << options.folder << "/index.html\n"
                << "All of it: " << options.folder << "/index.sqlite\n"
                << "With your scores:\n  secondsite evaluate scores.csv " << options.folder
                << "/cohort.csv --on KEY=image\n";
  }
  return json["flow"][1]["cases"].get<std::uint64_t>() > 0 ? Exit::ok : Exit::partial;
}

// Where nothing has changed since the last run, its outputs are the answer.
std::optional<Exit> print_unchanged(Session& session, const Options& options,
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

Exit index_tree(Session& session, const Options& options, const dicom::PacsAnswer* archive);

Exit run(Session& session, const Options& options) {
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
  Options received = options;
  received.root = request->folder;
  const Exit indexed = index_tree(session, received, &*archive);
  return indexed == Exit::ok && archive->findings.count("pacs.not-received") > 0 ? Exit::partial
                                                                                 : indexed;
}

Exit index_tree(Session& session, const Options& options, const dicom::PacsAnswer* archive) {
  std::error_code ignored;
  const std::string cache = options.folder + "/index.cache";
  if (!std::filesystem::exists(options.root, ignored))
    return session.fail(
        core::Error("file.not-found", "there is no such folder or zip", {.file = options.root}));
  if (session.dry_run) {
    const bool known = std::filesystem::exists(cache, ignored);
    if (session.json)
      session.out << core::pretty({{"reads", options.root},
                                   {"writes", options.folder},
                                   {"goes_on_from", known ? core::Json(cache) : core::Json()}});
    else
      session.out << "would read every file below " << options.root << " and write "
                  << options.folder << "/" << (known ? ", going on from " + cache : "") << "\n";
    return Exit::ok;
  }
  if (auto made = core::make_folder(options.folder); !made) return session.fail(made.error());
  if (options.fresh) std::filesystem::remove(cache, ignored);
  cohort::index::Request request;
  request.root = options.root;
  request.cache_path = cache;
  request.output_folder = options.folder;
  request.program_version = SECONDSITE_VERSION;
  request.options.keep_patient_ids = options.keep_patient_ids;
  request.options.admitted = options.admitted;
  std::sort(request.options.admitted.begin(), request.options.admitted.end());
  // What comes from an archive has findings that no file shows.
  const auto digest = archive != nullptr
                          ? core::Result<std::string>(std::string())
                          : cohort::index::digest_of_tree(request, options.all, session.context);
  if (!options.fresh && digest)
    if (const auto printed = print_unchanged(session, options, *digest)) return *printed;
  auto index = cohort::index::build_index(request, session.context);
  if (!index) return session.fail(index.error());
  if (index->stopped) {
    session.note << "secondsite: stopped after " << core::grouped(index->read + index->from_cache)
                 << " files; the same command goes on from there\n";
    return Exit::interrupted;
  }
  std::vector<cohort::NamedTable> more;
  if (options.pixels) {
    more.push_back(cohort::index::pixel_table(*index, session.context, index->findings,
                                              options.repair_hounsfield));
    if (session.context.stopped()) return Exit::interrupted;
  }
  if (archive != nullptr) {
    index->findings.merge(archive->findings);
    more.push_back(pacs_table(*archive));
  }
  session.context.report("writing the tables", 0, 1);
  if (auto written = cohort::index::write_index(*index, options.folder, more); !written)
    return session.fail(written.error());
  const auto page =
      core::write_file(options.folder + "/index.html",
                       report::dossier_html(report::index_dossier(*index), SECONDSITE_VERSION, {}));
  if (!page) return session.fail(page.error());
  if (digest && !digest->empty())
    if (auto noted = cohort::index::remember_tree(options.folder, *digest); !noted)
      return session.fail(noted.error());
  const Exit printed = print_index(session, options, cohort::index::to_json(*index));
  session.note << core::grouped(index->read) << " files read, " << core::grouped(index->from_cache)
               << " known from before\n";
  return printed;
}

}  // namespace

Command index() {
  return {.id = "index",
          .summary = "Turn a folder, a zip or a query to a PACS into a cohort table",
          .group = "Prove",
          .examples = {{"secondsite index /data/ct", "Read every header; write secondsite-index/"},
                       {"secondsite index study.zip --out cohort --summary",
                        "A zip; print the covariates"},
                       {"secondsite index pacs://ORTHANC@archive:4242 --find Modality=CT",
                        "Ask an archive, fetch what it has, and index that"}},
          .declare = [](CLI::App& app) -> std::function<Exit(Session&)> {
            auto options = std::make_shared<Options>();
            app.add_option("FOLDER", options->root,
                           "Folder or .zip of files, or pacs://CALLED@host:port")
                ->required();
            app.add_option("--out", options->folder, "Folder to write to")->capture_default_str();
            app.add_option("--admit", options->admitted,
                           "Do not leave files out for this reason (a code; repeatable)")
                ->check(CLI::IsMember({"dicom.colour", "dicom.localizer", "dicom.not-an-image",
                                       "dicom.screen-capture", "dicom.secondary-capture"}));
            app.add_flag("--keep-patient-ids", options->keep_patient_ids,
                         "Write Patient ID as it is; by default a pseudonym stands for it");
            app.add_flag("--fresh", options->fresh, "Read everything again");
            app.add_flag("--pixels", options->pixels,
                         "Decode every image too: pixels.csv with HU peaks and suspicions");
            app.add_flag("--repair-hounsfield", options->repair_hounsfield,
                         "With --pixels: unwrap HU where index.hounsfield-wrapped is found")
                ->needs("--pixels");
            app.add_flag("--summary", options->summary,
                         "Print modalities, geometry and covariates");
            add_pacs_options(app, options->pacs);
            return [options, &app](Session& session) {
              options->all = app.config_to_str(true, false);
              return run(session, *options);
            };
          }};
}

}  // namespace secondsite::cli::commands
