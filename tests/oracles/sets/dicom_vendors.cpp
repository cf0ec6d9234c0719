#include <cmath>

#include "dicom_case.h"

// One row a claim of the folder's SOURCE.md.
namespace secondsite::oracles::sets {
namespace {

using dicom::CovariateId;

constexpr const char* source = "dicom_vendors/SOURCE.md";

class Folder {
 public:
  Folder(std::string folder, Recorder& record) : folder_(std::move(folder)), record_(record) {}

  DicomCase at(const std::string& file) const { return DicomCase(folder_ + "/" + file); }
  void text(const std::string& file, CovariateId id, const std::string& expected) {
    expect_text(record_, file + " " + std::string(name(id)), expected, at(file).of(id).canonical,
                source);
  }
  void number(const std::string& file, CovariateId id, double expected) {
    record_.expect(file + " " + std::string(name(id)), expected, at(file).number(id), 0, source);
  }
  void verdict(const std::string& file, CovariateId id, core::CovariateVerdict expected) {
    expect_text(record_, file + " " + std::string(name(id)) + " verdict",
                std::string(core::name(expected)), core::name(at(file).of(id).verdict), source);
  }
  void left_out(const std::string& file, const std::string& code) {
    expect_text(record_, file + " left out", code, at(file).admission.code, source);
  }
  core::Result<dicom::Pixels> pixels(const std::string& file) {
    auto decoded = dicom::decode_pixels(folder_ + "/" + file);
    if (!decoded) record_.fail(file + ": " + decoded.error().text());
    return decoded;
  }
  Recorder& record() { return record_; }

 private:
  std::string folder_;
  Recorder& record_;
};

void computed_tomography(Folder& folder) {
  const std::string broken = "pydicomdata_bad_sequence.dcm";
  folder.number(broken, CovariateId::age, 22);
  folder.text(broken, CovariateId::vendor, "Siemens");
  folder.text(broken, CovariateId::model, "SOMATOM Definition AS+");
  folder.text(broken, CovariateId::kernel, "B30s");
  folder.number(broken, CovariateId::kvp, 120);
  folder.number(broken, CovariateId::pitch, 1);
  folder.number(broken, CovariateId::thickness_mm, 1);
  const std::string philips = "fodicom_IM-0001-0001-0001.dcm";
  folder.text(philips, CovariateId::vendor, "Philips");
  folder.text(philips, CovariateId::kernel, "C");
  folder.number(philips, CovariateId::kvp, 140);
  folder.number(philips, CovariateId::thickness_mm, 2);
  folder.number(philips, CovariateId::pitch, 1.063);
  folder.text(philips, CovariateId::model, "Ingenuity CT");
  folder.text(philips, CovariateId::body_part, "CSPINE");
  const std::string ge = "fodicom_GH1308.dcm";
  folder.text(ge, CovariateId::kernel, "STANDARD");
  folder.text(ge, CovariateId::vendor, "GE");
  folder.text(ge, CovariateId::model, "Optima CT520 Series");
  folder.record().expect(ge + " stated tilt", 5.5,
                         dicom::read_geometry(folder.at(ge).header).stated_tilt_deg.value_or(0), 0,
                         source);
  if (const auto pixels = folder.pixels(ge))
    folder.record().expect(ge + " padding", -2000, pixels->padding.value_or(0), 0, source);
  folder.left_out("fodicom_GH342.dcm", "dicom.localizer");
  folder.text("fodicom_GH342.dcm", CovariateId::model, "Ingenuity Flex");
  folder.number("fodicom_GH342.dcm", CovariateId::thickness_mm, 0.75);
  if (const auto pixels = folder.pixels("fodicom_GH342.dcm"))
    folder.record().expect("fodicom_GH342.dcm window of \"00500\"", 500,
                           pixels->windows.empty() ? 0 : pixels->windows[0].centre, 0, source);
  for (const char* capture :
       {"fodicom_GH1728.dcm", "fodicom_FreezePattern.dcm", "fodicom_GH178.dcm"})
    folder.left_out(capture, "dicom.secondary-capture");
  const std::string toshiba = "cornerstone_CT2_J2KR_Toshiba.dcm";
  folder.text(toshiba, CovariateId::vendor, "Toshiba");
  folder.text(toshiba, CovariateId::kernel, "FC21");
  folder.text(toshiba, CovariateId::model, "Xpress/GX");
  folder.number(toshiba, CovariateId::thickness_mm, 10);
  folder.record().expect(
      toshiba + " tilt of \"+0.0\"", 0,
      dicom::read_geometry(folder.at(toshiba).header).stated_tilt_deg.value_or(9), 0, source);
  const std::string elscint = "dcm4che_CT-JPEGLosslessSV1_Elscint.dcm";
  folder.text(elscint, CovariateId::vendor, "Elscint");
  folder.number(elscint, CovariateId::thickness_mm, 1);
  // 51,100 ms at 150 mA are no 150 mAs: the exposure is a conflict, and counts as unknown.
  folder.verdict(elscint, CovariateId::mas, core::CovariateVerdict::conflict);
  if (const auto pixels = folder.pixels(elscint))
    folder.record().expect(elscint + " intercept", -1000, pixels->intercept, 0, source);
  const std::string hitachi = "pydicom_J2K_pixelrep_mismatch.dcm";
  folder.text(hitachi, CovariateId::kernel, "11");
  folder.text(hitachi, CovariateId::vendor, "Hitachi");
  folder.text(hitachi, CovariateId::model, "Supria");
  folder.verdict(hitachi, CovariateId::kernel_class, core::CovariateVerdict::unrecognised);
  folder.record().expect(
      hitachi + " stated tilt", -22,
      dicom::read_geometry(folder.at(hitachi).header).stated_tilt_deg.value_or(0), 0, source);
  if (const auto pixels = folder.pixels(hitachi)) {
    folder.record().expect(hitachi + " bits stored", 13, pixels->bits_stored, 0, source);
    const auto [least, most] = std::minmax_element(pixels->value.begin(), pixels->value.end());
    folder.record().expect(hitachi + " HU are those of a head, not wrapped", 1,
                           *least >= -4096 && *least < -500 && *most < 4096 ? 1 : 0, 0, source);
  }
  folder.text("pydicom_CT_small.dcm", CovariateId::contrast, "yes");
  folder.text("pydicom_CT_small.dcm", CovariateId::model, "RHAPSODE");
  folder.text("pydicom_CT_small.dcm", CovariateId::kernel, "STANDARD");
  expect_text(folder.record(), "pydicom_CT_small.dcm contrast agent as written", "ISOVUE300/100",
              folder.at("pydicom_CT_small.dcm").of(CovariateId::contrast).raw, source);
  folder.verdict("pydicom_CT_small.dcm", CovariateId::age, core::CovariateVerdict::sentinel);
}

void radiography(Folder& folder) {
  const std::string ge = "fodicom_GH133.dcm";
  folder.text(ge, CovariateId::view, "MLO");
  folder.text(ge, CovariateId::vendor, "GE");
  folder.text(ge, CovariateId::laterality, "R");
  folder.number(ge, CovariateId::kvp, 30);
  const std::string siemens = "fodicom_OutOfBoundsOverlay.dcm";
  folder.text(siemens, CovariateId::view, "CC");
  // The manufacturer is blank: the model names the product line.
  folder.text(siemens, CovariateId::vendor, "Siemens");
  folder.text(siemens, CovariateId::laterality, "L");
  folder.number(siemens, CovariateId::kvp, 24);
  const std::string philips = "pydicomdata_RG1_J2KI.dcm";
  folder.number(philips, CovariateId::kvp, 150);
  folder.text(philips, CovariateId::view, "PA");
  folder.text(philips, CovariateId::vendor, "Philips");
  if (const auto pixels = folder.pixels(philips)) {
    folder.record().expect(philips + " is inverted", 1, pixels->inverted ? 1 : 0, 0, source);
    folder.record().expect(philips + " bits stored", 15, pixels->bits_stored, 0, source);
  }
  folder.text("pydicomdata_RG3_J2KR.dcm", CovariateId::vendor, "Fujifilm");
  folder.text("pydicomdata_RG3_J2KR.dcm", CovariateId::model, "IRS");
  folder.text("dwv_gdcm-CR-MONO1-10-chest.dcm", CovariateId::model, "9000");
  folder.text("dwv_gdcm-CR-MONO1-10-chest.dcm", CovariateId::view, "PA");
  folder.text("dwv_gdcm-CR-MONO1-10-chest.dcm", CovariateId::vendor, "Fujifilm");
  if (const auto pixels = folder.pixels("fodicom_CR-ModalitySequenceLUT.dcm"))
    folder.record().expect("fodicom_CR-ModalitySequenceLUT.dcm has a Modality LUT", 1,
                           pixels->has_modality_lut ? 1 : 0, 0, source);
  folder.number("xrv_siim_pneumothorax.dcm", CovariateId::age, 62);
  const auto plain = folder.pixels("xrv_siim_pneumothorax.dcm");
  const auto inverse = folder.pixels("xrv_Fake_MONOHR1.dcm");
  if (plain && inverse) {
    const auto a = dicom::display(*plain);
    const auto b = dicom::display(*inverse);
    double worst = a.size() == b.size() ? 0 : 1;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
      worst = std::max(worst, std::abs(1 - static_cast<double>(a[i]) - static_cast<double>(b[i])));
    folder.record().expect("xrv pair: the second is the inverse of the first (worst)", 0, worst,
                           1e-6, source);
  }
}

void magnetic_resonance(Folder& folder) {
  folder.number("dcm4che_MR01_field15015.dcm", CovariateId::field_t, 1.5);
  folder.text("dcm4che_MR01_field15015.dcm", CovariateId::vendor, "GE");
  folder.number("fodicom_bench_mr.dcm", CovariateId::field_t, 1.5);
  folder.number("pydicom_examples_overlay.dcm", CovariateId::field_t, 1.5);
  folder.text("pydicom_examples_overlay.dcm", CovariateId::contrast, "yes");
  folder.text("pydicom_examples_overlay.dcm", CovariateId::vendor, "Siemens");
  folder.text("pydicom_examples_overlay.dcm", CovariateId::model, "Avanto");
  folder.text("pydicom_examples_overlay.dcm", CovariateId::institution, "AKH - WIEN");
  folder.text("pydicom_MR_small.dcm", CovariateId::model, "MRT50H1");
  folder.text("fodicom_GH1339.dcm", CovariateId::model, "MAGNETOM Sempra");
  folder.text("fodicom_mr_brucker.dcm", CovariateId::vendor, "Bruker");
  folder.number("fodicom_GH1339.dcm", CovariateId::field_t, 1.5);
  folder.number("fodicom_mr_brucker.dcm", CovariateId::field_t, 16.4);
  const auto frames_and_planes = [&](const char* file) {
    const auto geometry = dicom::read_geometry(folder.at(file).header);
    return std::pair{geometry.frames, geometry.planes.size()};
  };
  for (const char* file : {"pydicomdata_eCT_Supplemental.dcm", "fodicom_mr_brucker.dcm"}) {
    const auto [frames, planes] = frames_and_planes(file);
    folder.record().expect(std::string(file) + " planes of its frames", frames,
                           static_cast<double>(planes), 0, "per-frame functional groups");
  }
  // These two were cut down: ten frames, and no functional group at all (as dcmdump shows).
  for (const char* file : {"pydicomdata_emri_small.dcm", "pydicomdata_emri_small_big_endian.dcm"}) {
    const auto [frames, planes] = frames_and_planes(file);
    folder.record().expect(std::string(file) + " frames", 10, frames, 0, "Number of Frames");
    folder.record().expect(std::string(file) + " planes", 0, static_cast<double>(planes), 0,
                           "it has no functional groups");
  }
  const auto first = folder.pixels("pydicom_MR_small.dcm");
  for (const char* file : {"pydicom_MR_small_bigendian.dcm", "pydicom_MR_small_implicit.dcm",
                           "pydicom_MR_small_RLE.dcm"}) {
    const auto other = folder.pixels(file);
    folder.record().expect(std::string(file) + " has the pixels of pydicom_MR_small.dcm", 1,
                           first && other && first->stored == other->stored ? 1 : 0, 0, source);
  }
  const auto little = folder.pixels("pydicomdata_emri_small.dcm");
  const auto big = folder.pixels("pydicomdata_emri_small_big_endian.dcm");
  folder.record().expect("emri_small in both byte orders", 1,
                         little && big && little->stored == big->stored ? 1 : 0, 0, source);
}

void others(Folder& folder) {
  if (const auto pixels = folder.pixels("pydicomdata_vlut_04.dcm"))
    folder.record().expect("pydicomdata_vlut_04.dcm: its VOI LUT beats the window", 1,
                           pixels->voi_lut.usable() ? 1 : 0, 0, source);
  if (const auto pixels = folder.pixels("pydicomdata_mlut_18.dcm"))
    folder.record().expect("pydicomdata_mlut_18.dcm has a Modality LUT", 1,
                           pixels->has_modality_lut ? 1 : 0, 0, source);
  folder.left_out("pydicom_rtdose.dcm", "dicom.not-an-image");
  folder.left_out("pydicom_liver_1frame.dcm", "dicom.not-an-image");
  folder.left_out("dcm4che_no_preamble_dicm_in_data", "dicom.no-pixels");
  folder.record().expect("pydicom_no_meta.dcm is refused, with a reason", 0,
                         folder.at("pydicom_no_meta.dcm").readable ? 1 : 0, 0, source);
  if (const auto pixels = folder.pixels("fodicom_GH610.dcm"))
    folder.record().expect("fodicom_GH610.dcm slope", 5.9e-8, pixels->slope, 5e-10, source);
  for (const char* file : {"pydicomdata_JLSL_16_15_1_1F.dcm", "pydicom_JPEGLSNearLossless_16.dcm",
                           "pydicom_693_J2KI.dcm", "pydicomdata_explicit_VR-UN.dcm"})
    folder.record().expect(std::string(file) + " decodes", 1, folder.pixels(file) ? 1 : 0, 0,
                           source);
}

void run(const std::string& path, Recorder& record) {
  Folder folder(path, record);
  computed_tomography(folder);
  radiography(folder);
  magnetic_resonance(folder);
  others(folder);
}

}  // namespace

OracleSet dicom_vendors() {
  return {.id = "dicom_vendors",
          .title = "43 small real DICOM files of many makers, with their traps",
          .note = "Texts and yes/no claims stand as 1. Numbers are exact.",
          .run = run};
}

}  // namespace secondsite::oracles::sets
