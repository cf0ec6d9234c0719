#include "index_pacs.h"

#include <algorithm>
#include <map>
#include <ostream>

#include "secondsite/cohort/build.h"
#include "secondsite/core/text.h"

namespace secondsite::cli {
namespace {

using dicom::PacsAnswer;
using dicom::PacsSeries;

core::Json query_json(const dicom::PacsRequest& request, const PacsAnswer& answer) {
  core::Json keys = core::Json::object();
  for (const dicom::QueryKey& key : request.keys) keys[key.keyword] = key.value;
  std::map<std::string, std::uint64_t> kinds;
  std::int64_t stated = 0;
  for (const PacsSeries& series : answer.series) {
    ++kinds[series.modality.empty() ? "not stated" : series.modality];
    stated += std::max<std::int64_t>(series.stated, 0);
  }
  core::Json findings = core::Json::array();
  for (const core::Finding& finding : answer.findings.sorted())
    findings.push_back(
        {{"code", finding.code}, {"subject", finding.subject}, {"count", finding.count}});
  return {{"archive", request.node.text()},
          {"keys", keys},
          {"studies", answer.studies()},
          {"series", answer.series.size()},
          {"images", stated},
          {"series_by_modality", kinds},
          {"findings", findings}};
}

}  // namespace

void add_pacs_options(CLI::App& app, PacsOptions& options) {
  constexpr const char* group = "Of an archive (pacs://)";
  app.add_option("--find", options.keys,
                 "What to ask for: KEYWORD=VALUE (repeatable), as StudyDate=20240101-20240131")
      ->group(group);
  app.add_option("--aet", options.ae_title, "Our AE title")->capture_default_str()->group(group);
  app.add_option("--port", options.port, "Our port, which the archive sends to (C-MOVE)")
      ->check(CLI::Range(1U, 65535U))
      ->capture_default_str()
      ->group(group);
  app.add_option("--retrieve", options.method,
                 "move: the archive calls us; get: it sends on our own association")
      ->check(CLI::IsMember({"move", "get"}))
      ->capture_default_str()
      ->group(group);
  app.add_option("--timeout", options.timeout_seconds, "Seconds of silence that are too many")
      ->check(CLI::Range(1U, 86400U))
      ->capture_default_str()
      ->group(group);
}

core::Result<dicom::PacsRequest> pacs_request(const std::string& address,
                                              const PacsOptions& options,
                                              const std::string& folder) {
  dicom::PacsRequest out;
  auto node = dicom::parse_pacs_address(address);
  if (!node) return std::move(node).error();
  out.node = *std::move(node);
  if (auto checked = dicom::check_ae_title(options.ae_title); !checked)
    return std::move(checked).error();
  out.node.calling_ae = options.ae_title;
  out.node.timeout_seconds = options.timeout_seconds;
  for (const std::string& text : options.keys) {
    auto key = dicom::parse_query_key(text);
    if (!key) return std::move(key).error();
    out.keys.push_back(*std::move(key));
  }
  if (out.keys.empty())
    return core::Error("pacs.bad-key", "without a key, all that the archive has would be asked for",
                       {}, "name at least one: --find StudyDate=20240101-20240131");
  out.folder = folder;
  out.method =
      options.method == "get" ? dicom::PacsRequest::Method::get : dicom::PacsRequest::Method::move;
  out.receive_port = static_cast<std::uint16_t>(options.port);
  return out;
}

Exit print_query(Session& session, const dicom::PacsRequest& request) {
  const auto answer = dicom::query_pacs(request, session.context);
  if (!answer) return session.fail(answer.error());
  const core::Json json = query_json(request, *answer);
  if (session.json) {
    session.out << core::pretty(json);
    return answer->series.empty() ? Exit::partial : Exit::ok;
  }
  session.out << request.node.text() << " has "
              << core::counted(answer->studies(), "study", "studies") << " and "
              << core::grouped(answer->series.size()) << " series that fit, with "
              << core::counted(json["images"].get<std::uint64_t>(), "image");
  session.out << ".\n";
  for (const auto& [kind, count] : json["series_by_modality"].items())
    session.out << "  " << kind << ": " << core::grouped(count.get<std::uint64_t>()) << " series\n";
  for (const core::Finding& finding : answer->findings.sorted())
    session.out << "  " << finding.code << " " << finding.subject << ": "
                << core::grouped(finding.count) << "\n";
  session.out << "Nothing was fetched. Without --dry-run they would go to " << request.folder
              << ".\n";
  return answer->series.empty() ? Exit::partial : Exit::ok;
}

cohort::NamedTable pacs_table(const PacsAnswer& answer) {
  std::vector<std::vector<std::string>> cells;
  for (const PacsSeries& series : answer.series)
    cells.push_back({series.study, series.series, series.modality, series.study_date,
                     series.stated < 0 ? "" : std::to_string(series.stated),
                     std::to_string(series.asked), std::to_string(series.here)});
  auto table = cohort::table_from_texts(
      "pacs",
      {"study", "series", "modality", "study_date", "images_stated", "images_asked", "images_here"},
      cells);
  return {"pacs",
          table ? *std::move(table) : cohort::Table(),
          {"images_stated", "images_asked", "images_here"}};
}

std::string pacs_line(const PacsAnswer& answer) {
  const std::uint64_t asked = answer.total(&PacsSeries::asked);
  const std::uint64_t here = answer.total(&PacsSeries::here);
  return core::counted(answer.studies(), "study", "studies") + ", " +
         core::grouped(answer.series.size()) + " series, " + core::counted(asked, "image") +
         " asked for: " + core::grouped(here) + " here, " + core::grouped(asked - here) +
         " not received";
}

}  // namespace secondsite::cli
