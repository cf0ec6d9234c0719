#include "secondsite/cohort/tcia_series.h"

#include "secondsite/cohort/cell_text.h"
#include "secondsite/cohort/covariate_reading.h"
#include "secondsite/cohort/site_finding.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort {
namespace {

const std::vector<Field>& fields() {
  static const std::vector<Field> all = {
      {{"Series UID", "Series Instance UID", "SeriesInstanceUID"}},
      {{"Collection", "collection_id"}},
      {{"Subject ID", "Patient ID", "PatientID", "Patient Id"}},
      {{"Modality"}},
      {{"Study UID", "Study Instance UID", "StudyInstanceUID"}, false},
      {{"Study Date", "StudyDate"}, false},
      {{"Study Description", "StudyDesc"}, false},
      {{"Series Description", "SeriesDescription"}, false},
      {{"Manufacturer"}, false},
      {{"Manufacturer Model", "Manufacturer Model Name", "ManufacturerModelName"}, false},
      {{"Software Version", "Software Versions", "SoftwareVersions"}, false},
      {{"Number of Images", "Image Count", "ImageCount", "instanceCount"}, false},
      {{"File Location"}, false},
      {{"License Name", "LicenseName", "license_short_name"}, false},
      {{"License URI", "LicenseURI"}, false},
      {{"Collection URI", "CollectionURI", "Data Description URI"}, false},
      {{"3rd Party Analysis", "Third Party Analysis"}, false},
      {{"SOP Class Name"}, false},
      {{"SOP Class UID"}, false},
      {{"File Size", "FileSize"}, false},
      {{"Download Timestamp"}, false},
      {{"Date Released"}, false},
      {{"Body Part Examined", "BodyPartExamined"}, false},
      // The mirror at the Imaging Data Commons.
      {{"crdc_series_uuid"}, false},
      {{"series_size_MB"}, false},
      {{"source_DOI"}, false},
      {{"series_aws_url"}, false}};
  return all;
}

// "12-05-1998" and "01/01/2000" are month, day, year; "1998-12-05" stands as it is.
std::string date_of(std::string_view text) {
  const std::string date(text);
  if (date.size() != 10) return date;
  const bool american = (date[2] == '-' && date[5] == '-') || (date[2] == '/' && date[5] == '/');
  return american ? date.substr(6, 4) + "-" + date.substr(0, 2) + "-" + date.substr(3, 2) : date;
}

}  // namespace

bool is_uid(std::string_view text) {
  if (text.empty() || text.size() > 64 || text.back() == '.' || text.front() == '.') return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (!digit && (text[i] != '.' || text[i - 1] == '.')) return false;
  }
  return true;
}

core::Result<std::vector<std::string>> read_tcia_manifest(std::string_view text,
                                                          const std::string& file,
                                                          core::Findings& findings) {
  std::vector<std::string> out;
  bool in_list = false;
  std::uint64_t row = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = core::trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    ++row;
    if (line.starts_with("ListOfSeriesToDownload=")) {
      in_list = true;
      line.remove_prefix(std::string_view("ListOfSeriesToDownload=").size());
    }
    if (!in_list || line.empty()) continue;
    if (is_uid(line))
      out.emplace_back(line);
    else
      findings.add(core::Severity::excluded, "dataset.bad-identifier", "series",
                   "a line of the manifest is no series UID", {.file = file, .row = row});
  }
  if (!in_list)
    return core::Error("dataset.unknown-header",
                       "the manifest has no line ListOfSeriesToDownload=", {.file = file});
  return out;
}

std::vector<std::string> tcia_tables(const Folder& folder) {
  std::vector<std::string> out;
  for (const std::string& file : folder.files) {
    const std::string lower = core::lower(file);
    if (!lower.ends_with(".csv") && !lower.ends_with(".csv.gz")) continue;
    const std::string header = core::lower(first_line(folder.full(file)));
    const bool series = header.find("series uid") != std::string::npos ||
                        header.find("series instance uid") != std::string::npos ||
                        header.find("seriesinstanceuid") != std::string::npos;
    if (series && header.find("collection") != std::string::npos) out.push_back(folder.full(file));
  }
  return out;
}

core::Result<std::vector<TciaSeries>> read_tcia_table(const std::string& path,
                                                      const core::Context& context,
                                                      core::Findings& findings) {
  const auto sheet = Sheet::open(path, "a list of series of TCIA", fields(), context, findings);
  if (!sheet) return sheet.error();
  std::vector<TciaSeries> out;
  for (std::size_t row = 0; row < sheet->rows(); ++row) {
    const auto cell = [&](std::string_view field) {
      const std::string_view text = sheet->cell(row, field);
      return is_blank(text) ? std::string() : std::string(text);
    };
    TciaSeries one{.collection = cell("Collection"),
                   .patient = cell("Subject ID"),
                   .study = cell("Study UID"),
                   .series = cell("Series UID"),
                   .date = date_of(cell("Study Date")),
                   .modality = cell("Modality"),
                   .description = cell("Series Description"),
                   .vendor = cell("Manufacturer"),
                   .model = cell("Manufacturer Model"),
                   .images = cell("Number of Images"),
                   .file = cell("File Location"),
                   .licence = cell("License Name")};
    if (!is_uid(one.series)) {
      findings.add(core::Severity::excluded, "dataset.bad-identifier", "Series UID",
                   "a row names no series; it was left out",
                   {.file = path, .row = row + 1, .column = "Series UID"});
      continue;
    }
    out.push_back(std::move(one));
  }
  return out;
}

void set_series(DatasetRows& rows, const TciaSeries& series) {
  const bool barcode = series.patient.starts_with("TCGA-");
  rows.set("site", barcode ? site_of_tcga(series.patient) : core::Covariate{});
  rows.set("patient", series.patient);
  rows.set("study", series.study);
  rows.set("series", series.series);
  rows.set("file", series.file);
  rows.set("modality", series.modality);
  rows.set("vendor", read_vendor(series.vendor, "column Manufacturer"));
  rows.set("model", series.model);
  // Shifted or set to one day for everyone, collection by collection.
  rows.set("date", core::Covariate{series.date, series.date, "column Study Date, as published",
                                   series.date.empty() ? core::CovariateVerdict::missing
                                                       : core::CovariateVerdict::ok});
  rows.set("collection", series.collection);
  rows.set("description", series.description);
  rows.set("images", series.images);
  rows.set("licence", series.licence);
}

}  // namespace secondsite::cohort
