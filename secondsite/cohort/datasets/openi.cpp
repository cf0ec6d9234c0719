#include <map>

#include "secondsite/cohort/cell_text.h"
#include "secondsite/cohort/covariate_reading.h"
#include "secondsite/cohort/dataset.h"
#include "secondsite/cohort/dataset_rows.h"
#include "secondsite/cohort/dataset_sheet.h"
#include "secondsite/cohort/quoted_items.h"
#include "secondsite/cohort/site_finding.h"
#include "secondsite/core/text.h"
#include "secondsite/dicom/mapping.h"
#include "secondsite/dicom/view_verdict.h"

namespace secondsite::cohort::datasets {
namespace {

// The table of headers has 176 columns, named as DICOM names its attributes.
const std::vector<Field>& openi_fields() {
  static const std::vector<Field> all = {{{"imageid"}},
                                         {{"Patient ID"}},
                                         {{"Study Instance UID"}},
                                         {{"Series Instance UID"}},
                                         {{"SOP Instance UID"}},
                                         {{"Manufacturer"}},
                                         {{"Private Creator"}},
                                         {{"Modality"}},
                                         {{"View Position"}},
                                         {{"KVP"}},
                                         {{"Exposure"}},
                                         {{"Photometric Interpretation"}},
                                         {{"Bits Stored"}, false},
                                         {{"Study Date"}, false},
                                         {{"Patient's Birth Date"}, false},
                                         {{"Patient's Sex"}, false},
                                         {{"Patient Position"}, false},
                                         {{"Body Part Examined"}, false},
                                         {{"Code Meaning"}, false},
                                         {{"Imager Pixel Spacing"}, false},
                                         {{"filename"}, false}};
  return all;
}

std::optional<std::string> openi_table(const Folder& folder) {
  return file_with_header(folder, {"imageid", "private creator", "sop instance uid"});
}

// The manufacturer is blank in every row; the private creator tells who wrote the file.
core::Covariate vendor_of(const Sheet& sheet, std::size_t row) {
  const core::Covariate stated =
      read_vendor(sheet.cell(row, "Manufacturer"), "column Manufacturer");
  if (stated.verdict != core::CovariateVerdict::missing) return stated;
  core::Covariate out = vendor_of_private_creator(sheet.cell(row, "Private Creator"));
  // An archive rewrote the file: nothing is known of the scanner.
  if (out.canonical == "archive") {
    out.canonical.clear();
    out.verdict = core::CovariateVerdict::missing;
    out.provenance = "private creator of an archive";
  }
  return out;
}

// The view that others read from the pixels of some images (imageid, tsne-view: PA or L), where
// that list lies beside the table.
core::Result<std::map<std::string, std::string>> views_from_pixels(const Folder& folder,
                                                                   const core::Context& context,
                                                                   core::Findings& findings) {
  std::map<std::string, std::string> out;
  const auto path = file_with_header(folder, {"imageid", "tsne-view"});
  if (!path) return out;
  const auto sheet = Sheet::open(*path, "the Open-i list of views",
                                 {{{"imageid"}}, {{"tsne-view"}}}, context, findings);
  if (!sheet) return sheet.error();
  for (std::size_t row = 0; row < sheet->rows(); ++row) {
    const std::string said(sheet->cell(row, "tsne-view"));
    // The mapping table knows the plane of both.
    out.emplace(sheet->cell(row, "imageid"), dicom::mapped_view(said).second);
  }
  return out;
}

// One verdict over the header, the words of the procedure, and the pixels.
core::Covariate openi_view(const Sheet& sheet, std::size_t row,
                           const std::map<std::string, std::string>& seen) {
  const std::string words(sheet.cell(row, "Code Meaning"));
  const std::string in_words = dicom::view_in_words(words);
  const core::Covariate text{
      words, in_words, "text, column Code Meaning",
      in_words.empty() ? core::CovariateVerdict::missing : core::CovariateVerdict::ok};
  const auto pixels = seen.find(std::string(sheet.cell(row, "imageid")));
  return dicom::view_verdict(read_view(sheet.cell(row, "View Position"), "column View Position"),
                             text, pixels == seen.end() ? std::string_view() : pixels->second);
}

core::Result<Table> read_openi(const Folder& folder, const core::Context& context,
                               core::Findings& findings) {
  const auto path = openi_table(folder);
  if (!path)
    return core::Error("dataset.file-missing", "there is no nlmcxr_dicom_metadata.csv",
                       {.file = folder.path});
  const auto sheet =
      Sheet::open(*path, "the Open-i table of headers", openi_fields(), context, findings, true);
  if (!sheet) return sheet.error();
  const auto seen = views_from_pixels(folder, context, findings);
  if (!seen) return seen.error();
  std::map<std::string, std::size_t> first_of_uid;
  DatasetRows rows("openi");
  for (std::size_t row = 0; row < sheet->rows(); ++row) {
    const auto cell = [&](std::string_view field) { return std::string(sheet->cell(row, field)); };
    const std::string uid = cell("SOP Instance UID");
    if (!is_blank(uid) && !first_of_uid.emplace(uid, row).second)
      findings.add(core::Severity::warning, "dataset.repeated-uid", "SOP Instance UID",
                   "two images have the same SOP Instance UID",
                   {.file = *path, .row = row + 1, .column = "SOP Instance UID"});
    rows.set("site", core::Covariate{"", "Indiana University hospitals", "publication",
                                     core::CovariateVerdict::ok});
    rows.set("patient", cell("Patient ID"));
    rows.set("study", cell("Study Instance UID"));
    rows.set("series", cell("Series Instance UID"));
    rows.set("image", cell("imageid"));
    rows.set("file", cell("filename"));
    rows.set("modality", cell("Modality"));
    rows.set("view", openi_view(*sheet, row, *seen));
    const auto pixels = seen->find(cell("imageid"));
    rows.set("view_pixels", pixels == seen->end() ? std::string() : pixels->second);
    rows.set("vendor", vendor_of(*sheet, row));
    rows.set("date", cell("Study Date"));
    rows.set("sex", read_sex(cell("Patient's Sex"), "column Patient's Sex"));
    rows.set("age",
             read_age_from_years(cell("Study Date"), cell("Patient's Birth Date").substr(0, 4),
                                 "columns Study Date and Patient's Birth Date"));
    rows.set("private_creator", cell("Private Creator"));
    rows.set("kvp", read_positive_number(cell("KVP"), "column KVP"));
    rows.set("exposure_mas", read_positive_number(cell("Exposure"), "column Exposure"));
    rows.set("photometric", cell("Photometric Interpretation"));
    rows.set("bits_stored", cell("Bits Stored"));
    rows.set("position", cell("Patient Position"));
    rows.set("body_part", cell("Body Part Examined"));
    const auto spacing = quoted_items(cell("Imager Pixel Spacing"));
    rows.set("detector", detector_of_spacing(spacing && !spacing->empty() ? spacing->front() : ""));
    rows.finish_row();
  }
  return std::move(rows).table(*path);
}

}  // namespace

Dataset openi() {
  return {.id = "openi",
          .title = "Open-i (Indiana University)",
          .modality = "Chest X-ray",
          .scale = "7,470 images / 3,955 reports",
          .notes = "Headers with the manufacturer blanked; reports and MeSH codes beside",
          .reference = "Demner-Fushman et al. 2016, doi:10.1093/jamia/ocv080",
          .recognises = [](const Folder& folder) { return openi_table(folder).has_value(); },
          .read = read_openi};
}

}  // namespace secondsite::cohort::datasets
