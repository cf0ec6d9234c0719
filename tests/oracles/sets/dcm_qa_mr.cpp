#include <cmath>
#include <set>

#include "dicom_case.h"
#include "secondsite/core/file.h"
#include "secondsite/core/json.h"

// Covariates from headers beside the sidecars that dcm2niix wrote of the same series.
namespace secondsite::oracles::sets {
namespace {

using dicom::CovariateId;

struct Pair {
  const char* image;
  const char* sidecar;
};

constexpr Pair pairs[] = {
    {"GE_MR750/axial_epi_fmri_interleaved_i_to_s-00001.dcm",
     "GE_MR750/DCM2NIIX_regression_test_4.json"},
    {"GE_deident_reface/00001.dcm", "GE_deident_reface/Accelerated_SAG_IR-SPGR_10.json"},
    {"Philips_Achieva/0016.dcm", "Philips_Achieva/WIP_dti_ax_601.json"},
    {"Philips_Achieva/201_EPI_asc_CLEAR_0001_01.dcm", "Philips_Achieva/EPI_asc_CLEAR_201.json"},
    {"Siemens_Skyra/epi_pe_ap-00001.dcm", "Siemens_Skyra/EPI_PE=AP_3.json"},
    {"Toshiba_Galan/8006_DTI_AX_30d_0001.dcm", "Toshiba_Galan/8006_DTI_AX_30d.json"},
    {"Toshiba_Galan/10006_DTI_ALL_20d_0001.dcm", "Toshiba_Galan/10006_DTI_ALL_20d.json"},
    {"UIH_uMR770/dti_tr_00000001.dcm", "UIH_uMR770/dti_tra_dir16_PA_rot_12_132222.json"},
    {"UIH_uMR770/t1_gre_00000080.dcm", "UIH_uMR770/t1_gre_fsp_3d_sag_2_132222.json"},
};

void compare(const std::string& folder, const Pair& pair, Recorder& record) {
  const DicomCase one(folder + "/" + pair.image);
  const auto text = core::read_file(folder + "/" + pair.sidecar);
  if (!one.readable || !text) {
    record.fail(std::string(pair.image) + ": not here");
    return;
  }
  const auto json = core::parse_json(*text, pair.sidecar);
  if (!json) {
    record.fail(json.error().text());
    return;
  }
  const std::string source = std::string("dcm2niix ") + pair.sidecar;
  const auto number = [&](const char* key, CovariateId id, double scale, double tolerance) {
    if (!json->contains(key)) return;
    const double expected = (*json)[key].get<double>() * scale;
    record.expect(std::string(pair.image) + " " + std::string(name(id)), expected, one.number(id),
                  tolerance * std::max(1.0, std::abs(expected)), source);
  };
  number("MagneticFieldStrength", CovariateId::field_t, 1, 0);
  // Seconds in the sidecar, printed to six digits; milliseconds here.
  number("EchoTime", CovariateId::te_ms, 1000, 6e-6);
  number("RepetitionTime", CovariateId::tr_ms, 1000, 6e-6);
  number("InversionTime", CovariateId::ti_ms, 1000, 6e-6);
  number("FlipAngle", CovariateId::flip_deg, 1, 0);
  number("SliceThickness", CovariateId::thickness_mm, 1, 0);
  const auto words = [&](const char* key, CovariateId id) {
    if (json->contains(key))
      expect_text(record, std::string(pair.image) + " " + std::string(name(id)),
                  (*json)[key].get<std::string>(), one.of(id).canonical, source);
  };
  words("Manufacturer", CovariateId::vendor);
  words("ManufacturersModelName", CovariateId::model);
  words("InstitutionName", CovariateId::institution);
  words("BodyPartExamined", CovariateId::body_part);
  words("BodyPart", CovariateId::body_part);
  words("StationName", CovariateId::station);
  if (json->contains("SoftwareVersions")) {
    // Several values: backslashes in the sidecar, as in the header.
    const auto values = core::split((*json)["SoftwareVersions"].get<std::string>(), '\\');
    expect_text(record, std::string(pair.image) + " software", core::join(values, "; "),
                one.of(CovariateId::software).canonical, source);
  }
}

// Creator, tag with the block taken out, and value: each once.
std::set<std::string> private_elements(const std::string& path) {
  dicom::FileSource file;
  dicom::Header header;
  dicom::Selection all;
  all.everything = true;
  std::set<std::string> out;
  if (!file.open(path) || !dicom::scan(file, all, header)) return out;
  for (const dicom::Element& element : header.elements)
    if (element.creator != 0)
      out.insert(header.creators[element.creator - 1U] + dicom::text_of(element.tag) +
                 std::string(header.text(&element)));
  return out;
}

void archives_and_codes(const std::string& folder, Recorder& record) {
  const char* source = "dcm_qa_mr/SOURCE.md";
  const DicomCase reface(folder + "/GE_deident_reface/00001.dcm");
  for (const char* code : {"113102", "113100", "113107", "113111"}) {
    bool found = false;
    for (const dicom::Element& element : reface.header.elements)
      found = found || (element.parent == dicom::tag::deidentification_codes &&
                        reface.header.text(&element) == code);
    record.expect(std::string("de-identification code ") + code, 1, found ? 1 : 0, 0, source);
  }
  expect_text(record, "de-identification codes, in their order",
              "113102; replace_recognizable (mri_reface); 113100; 113107; 113111",
              reface.of(CovariateId::deidentified).canonical, source);
  // Five slices of 72 x 72 in one image: a mosaic is not one slice.
  const auto mosaic =
      dicom::read_geometry(DicomCase(folder + "/Siemens_Skyra/epi_pe_ap-00001.dcm").header);
  record.expect("Skyra mosaic: tiles", 5, mosaic.mosaic_tiles, 0, "(0019,xx0a) of its creator");
  // The archive moved a private block; by creator, both give the same.
  const DicomCase before(folder + "/Siemens_Vida_vs_Agfa_PACS/siemens_011-0001.img");
  const DicomCase after(folder + "/Siemens_Vida_vs_Agfa_PACS/agfa_011-0001.img");
  record.expect("private creators before and after the archive", 1,
                before.header.creators == after.header.creators ? 1 : 0, 0, source);
  for (std::size_t c = 0; c < dicom::covariate_count; ++c) {
    const auto id = static_cast<CovariateId>(c);
    if (!before.covariates.has(id)) continue;
    expect_text(record, "Vida after the archive: " + std::string(name(id)), before.of(id).canonical,
                after.of(id).canonical, source);
  }
  // All of the private elements, nested ones too, are the same by creator, though (0021,11xx)
  // became (0021,10xx).
  const auto moved = private_elements(folder + "/Siemens_Vida_vs_Agfa_PACS/siemens_011-0001.img");
  const auto renamed = private_elements(folder + "/Siemens_Vida_vs_Agfa_PACS/agfa_011-0001.img");
  record.expect("Vida: private elements by creator, distinct", static_cast<double>(moved.size()),
                static_cast<double>(renamed.size()), 0, source);
  record.expect("Vida: private elements by creator are equal after the archive", 1,
                moved == renamed && moved.size() > 80 ? 1 : 0, 0, source);
  const auto geometry = dicom::read_geometry(before.header);
  record.expect("Vida planes of its frames", geometry.frames,
                static_cast<double>(geometry.planes.size()), 0, source);
}

void run(const std::string& folder, Recorder& record) {
  for (const Pair& pair : pairs) compare(folder, pair, record);
  archives_and_codes(folder, record);
}

}  // namespace

OracleSet dcm_qa_mr() {
  return {.id = "dcm_qa_mr",
          .title = "MR headers of six makers beside dcm2niix's sidecars",
          .note = "Times within the six digits that the sidecars print.",
          .run = run};
}

}  // namespace secondsite::oracles::sets
