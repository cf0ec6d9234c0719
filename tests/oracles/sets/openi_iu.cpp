#include <map>

#include "cohort_counts.h"
#include "csv.h"
#include "dicom_case.h"
#include "secondsite/cohort/site_finding.h"
#include "secondsite/dicom/mapping.h"

// 7,469 real headers as a table: each row becomes a header again, and goes through the rules.
namespace secondsite::oracles::sets {
namespace {

using core::CovariateVerdict;
using dicom::CovariateId;
namespace tag = dicom::tag;

constexpr const char* source = "openi_iu/SOURCE.md";

// "['L', 'F']" of the table is L\F in a header.
std::string as_header(std::string text) {
  if (!text.starts_with("['")) return text;
  std::string out;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == '\'' || text[i] == ' ') continue;
    out += text[i] == ',' ? '\\' : text[i];
  }
  return out;
}

void add(dicom::Header& header, dicom::Tag tag, dicom::Tag parent, const std::string& text) {
  if (text.empty()) return;
  dicom::Element element;
  element.tag = tag;
  element.parent = element.root = parent;
  element.vr = dicom::vr_code('L', 'O');
  element.begin = static_cast<std::uint32_t>(header.bytes.size());
  element.size = static_cast<std::uint32_t>(text.size());
  header.bytes += text;
  header.elements.push_back(element);
}

struct Counts {
  std::map<std::string, double> vendor, view, view_verdict, kvp, mas, portable, position, body;
  std::map<std::string, double> header_view, kind, sop_class, photometric, bits, disagreeing;
  double repeated_instances = 0;
  double mitra = 0;
  double left_out = 0;
};

Counts count(const std::string& folder) {
  const Csv table(folder + "/nlmcxr_dicom_metadata.csv.gz");
  const std::pair<const char*, dicom::Tag> columns[] = {
      {"Modality", tag::modality},
      {"SOP Class UID", tag::sop_class},
      {"SOP Instance UID", tag::sop_instance},
      {"Manufacturer", tag::manufacturer},
      {"KVP", tag::kvp},
      {"Exposure", tag::exposure},
      {"Exposure in uAs", tag::exposure_uas},
      {"Exposure Time", tag::exposure_time},
      {"X-Ray Tube Current", tag::tube_current},
      {"View Position", tag::view_position},
      {"Patient Position", tag::patient_position},
      {"Patient Orientation", tag::patient_orientation},
      {"Body Part Examined", tag::body_part},
      {"Image Type", tag::image_type},
      {"Photometric Interpretation", tag::photometric},
      {"Image Laterality", tag::image_laterality},
      {"Study Date", tag::study_date},
      {"Detector Type", tag::detector_type}};
  std::map<dicom::Tag, std::vector<std::string>> cells;
  for (const auto& [name, tag] : columns) cells[tag] = table.texts(name);
  const auto creators = table.texts("Private Creator");
  const auto meanings = table.texts("Code Meaning");
  const auto photometric = table.texts("Photometric Interpretation");
  const auto bits = table.texts("Bits Stored");
  const auto image_ids = table.texts("imageid");
  // The view as it was told from the pixels, by those who published the table.
  std::map<std::string, std::string> seen_view;
  const Csv views(folder + "/nlmcxr_tsne_pa.csv.gz");
  const auto view_ids = views.texts("imageid");
  const auto view_told = views.texts("tsne-view");
  for (std::size_t i = 0; i < view_ids.size(); ++i) seen_view[view_ids[i]] = view_told[i];
  std::map<std::string, int> instances;
  Counts out;
  dicom::Covariates covariates;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    dicom::Header header;
    for (const auto& [tag, texts] : cells) add(header, tag, 0, as_header(texts[row]));
    add(header, tag::code_meaning, tag::procedure_code, meanings[row]);
    if (!creators[row].empty()) header.creators.push_back(creators[row]);
    header.has_pixels = true;
    const auto admission = dicom::admit(header);
    ++out.kind[cells[tag::modality][row]];
    ++out.sop_class[cells[tag::sop_class][row]];
    ++out.photometric[photometric[row]];
    ++out.bits[bits[row]];
    out.repeated_instances += ++instances[cells[tag::sop_instance][row]] == 2 ? 1 : 0;
    out.left_out += admission.code.empty() ? 0 : 1;
    dicom::read_covariates(header, admission.kind, covariates);
    const auto value = [&](CovariateId id) { return covariates[id].canonical; };
    const auto verdict = [&](CovariateId id) { return std::string(name(covariates[id].verdict)); };
    ++out.body[value(CovariateId::body_part)];
    if (const auto told = seen_view.find(image_ids[row]); told != seen_view.end())
      ++out.disagreeing[cells[tag::view_position][row] + " seen as " + told->second];
    ++out.vendor[value(CovariateId::vendor)];
    ++out.view[value(CovariateId::view)];
    ++out.view_verdict[verdict(CovariateId::view)];
    ++out.kvp[verdict(CovariateId::kvp)];
    ++out.mas[verdict(CovariateId::mas)];
    ++out.portable[value(CovariateId::portable)];
    ++out.position[value(CovariateId::position)];
    ++out.header_view[std::string(dicom::mapped_view(cells[tag::view_position][row]).first)];
    if (dicom::mapped_creator(creators[row]) == "-" && creators[row].starts_with("MITRA"))
      ++out.mitra;
  }
  return out;
}

// Header, procedure text and the view that others read from the pixels, as one verdict. The counts
// by a few lines of Python over the same two tables.
void three_voices(const std::string& folder, Recorder& record) {
  constexpr const char* counted = "counted from the two tables by another program";
  const CohortCounts cohort(folder, "openi");
  record.expect("PA by the header, lateral by the pixels: conflicts", 180,
                cohort.having("view (raw)", "PA; pixels: lateral"), 0, source);
  record.expect("AP by the header, lateral by the pixels: conflicts", 18,
                cohort.having("view (raw)", "AP; pixels: lateral"), 0, source);
  record.expect("header and procedure text name different planes", 13,
                cohort.having("view (verdict)", "conflict") - 180 - 18 - 2, 0, counted);
  record.expect("conflicts in all (198 of the header, 2 of the text, 13 between them)", 213,
                cohort.having("view (verdict)", "conflict"), 0, counted);
  record.expect("neither header nor text speaks, the pixels do: missing all the same", 1375,
                cohort.having("view (raw)", "pixels: frontal") +
                    cohort.having("view (raw)", "pixels: lateral"),
                0, counted);
  record.expect("views in all", 3827 + 856 + 2, cohort.having("view (verdict)", "ok"), 0, counted);
  record.expect("SOP Instance UIDs that stand twice", 2, cohort.found("dataset.repeated-uid"), 0,
                source);
  const auto is = [&](const char* column, const char* value, double rows) {
    record.expect(std::string(column) + " " + value, rows, cohort.having(column, value), 0, source);
  };
  is("photometric", "MONOCHROME1", 3584);
  is("photometric", "MONOCHROME2", 3885);
  is("modality", "CR", 7443);
  is("modality", "DX", 26);
  is("bits_stored", "12", 5906);
  is("bits_stored", "15", 1476);
  is("bits_stored", "10", 61);
  is("bits_stored", "14", 26);
  is("body_part", "PORTABLE CHEST", 7);
  is("body_part", "EXTREMETY", 2);
  is("position", "ERECT", 38);
  is("position", "SEMIERECT", 17);
  is("position", "SUPINE", 1);
  const auto purity = cohort::purity(cohort.table(), "detector", "vendor", 2);
  if (!purity) return record.fail(purity.error().text());
  // Pixel spacing tells the vendor; a trait, so it is inferred and never stated.
  record.expect(
      "rows with a detector whose vendor is the most frequent of its pixel spacing: more "
      "than the most frequent vendor",
      1, purity->agreeing > purity->most_common ? 1 : 0, 0, counted);
}

void run(const std::string& folder, Recorder& record) try {
  three_voices(folder, record);
  Counts counts = count(folder);
  const auto expect = [&](const char* what, double expected, double obtained) {
    record.expect(what, expected, obtained, 0, source);
  };
  expect("rows", 7469, counts.kind["CR"] + counts.kind["DX"]);
  expect("CR", 7443, counts.kind["CR"]);
  expect("DX", 26, counts.kind["DX"]);
  expect("SOP class CR", 6479, counts.sop_class["1.2.840.10008.5.1.4.1.1.1"]);
  expect("SOP class DX for presentation", 988, counts.sop_class["1.2.840.10008.5.1.4.1.1.1.1"]);
  expect("MONOCHROME1", 3584, counts.photometric["MONOCHROME1"]);
  expect("MONOCHROME2", 3885, counts.photometric["MONOCHROME2"]);
  expect("12 bits", 5906, counts.bits["12"]);
  expect("15 bits", 1476, counts.bits["15"]);
  expect("10 bits", 61, counts.bits["10"]);
  expect("14 bits", 26, counts.bits["14"]);
  expect("SOP Instance UIDs that two rows share", 2, counts.repeated_instances);
  expect("body part PORTABLE CHEST", 7, counts.body["PORTABLE CHEST"]);
  expect("body part EXTREMETY, as it is written", 2, counts.body["EXTREMETY"]);
  expect("View Position PA, and lateral by the pixels", 180, counts.disagreeing["PA seen as L"]);
  record.known_disagreement("View Position AP, and lateral by the pixels", 19,
                            counts.disagreeing["AP seen as L"], source,
                            "two identifiers of the table of views have no row among the headers");
  expect("patient supine", 1, counts.position["supine"]);
  expect("secondary captures left out", 2, counts.left_out);
  expect("vendor Siemens by private creators (2,303 + 140 + 60)", 2503, counts.vendor["Siemens"]);
  expect("vendor Agfa by private creators (557 + 27)", 584, counts.vendor["Agfa"]);
  expect("vendor Philips by private creators", 96, counts.vendor["Philips"]);
  expect("vendor Canon by private creators", 48, counts.vendor["Canon"]);
  expect("MITRA is an archive, not a scanner", 3732, counts.mitra);
  expect("vendor unknown (MITRA, RadWorks, blank)", 7469 - 2503 - 584 - 96 - 48, counts.vendor[""]);
  expect("kVp 0 is a sentinel", 2893, counts.kvp["sentinel"]);
  expect("kVp blank", 690, counts.kvp["missing"]);
  expect("exposure 0 is a sentinel", 2893, counts.mas["sentinel"]);
  expect("View Position PA", 3593, counts.header_view["PA"]);
  expect("View Position AP", 423, counts.header_view["AP"]);
  expect("View Position lateral (LL, LATERAL, RL, LARGE LATERAL)", 717 + 119 + 29 + 2,
         counts.header_view["lateral"]);
  expect("View Position blank", 2586, counts.header_view[""]);
  expect("patient erect", 38, counts.position["erect"]);
  expect("patient semierect", 17, counts.position["semierect"]);
  // PORTABLE CHEST, and the code meanings with Portable.
  expect("portable, by body part and code meaning", 18, counts.portable["yes"]);
} catch (const std::exception& error) {
  record.fail(error.what());
}

}  // namespace

OracleSet openi_iu() {
  return {.id = "openi_iu",
          .title = "Open-i: the headers of 7,469 chest radiographs",
          .note = "Counts are exact. The manufacturer is blank in every row.",
          .run = run};
}

}  // namespace secondsite::oracles::sets
