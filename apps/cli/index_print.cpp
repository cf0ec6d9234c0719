#include <algorithm>
#include <ostream>

#include "help.h"
#include "index_options.h"
#include "secondsite/core/monospace.h"
#include "secondsite/core/text.h"

namespace secondsite::cli {
namespace {

void print_flow(std::ostream& out, const core::Json& json) {
  const core::Json& kept = json["flow"][1];
  index_line(out, "files", json["flow"][0]["cases"]);
  for (const core::Json& left : kept["left_out"])
    index_line(out, "- " + left["reason"].get<std::string>(), left["cases"], left["code"]);
  const auto patients = kept["patients"].get<std::uint64_t>();
  index_line(out, "= images in the cohort", kept["cases"],
             patients > 0 ? "of " + core::counted(patients, "patient") : "");
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
    out << "  " << core::fitted(name, 16) << wrapped(core::join(verdicts, ", "), 78, 18) << "\n";
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

}  // namespace

void index_line(std::ostream& out, const std::string& left, std::uint64_t count,
                const std::string& right) {
  const std::string number = core::grouped(count);
  out << "  " << core::padded(left, 40)
      << std::string(number.size() < 11 ? 11 - number.size() : 0, ' ') << number
      << (right.empty() ? "" : "  " + right) << "\n";
}

void print_index_findings(std::ostream& out, const core::Json& findings) {
  if (findings.empty()) return;
  out << "\nOdd data (secondsite explain CODE tells more)\n";
  for (const core::Json& finding : findings) {
    const std::string subject = finding["subject"];
    index_line(out, finding["code"].get<std::string>() + (subject.empty() ? "" : " " + subject),
               finding["count"], finding["severity"]);
  }
}

void print_index_files(std::ostream& out, const std::string& folder) {
  out << "\nCohort:    " << folder << "/cohort.csv, cohort.parquet\n"
      << "Report:    " << folder << "/index.html\n"
      << "All of it: " << folder << "/index.sqlite\n"
      << "With your scores:\n  secondsite evaluate scores.csv " << folder
      << "/cohort.csv --on KEY=image\n";
}

Exit print_index(Session& session, const IndexOptions& options, const core::Json& json) {
  if (session.json) {
    session.out << core::pretty(json);
  } else {
    print_flow(session.out, json);
    if (options.summary) print_summary(session.out, json);
    print_index_findings(session.out, json["findings"]);
    if (json["flow"][1]["cases"].get<std::uint64_t>() > 0)
      print_index_files(session.out, options.folder);
    else
      session.out << "\nNo image was found. " << options.folder
                  << "/files.csv says of each file why it was left out.\n";
  }
  return json["flow"][1]["cases"].get<std::uint64_t>() > 0 ? Exit::ok : Exit::partial;
}

}  // namespace secondsite::cli
