#include <map>
#include <numeric>

#include "dicom_case.h"
#include "secondsite/cohort/index/build_index.h"

// The 43 files again: pixels beside pydicom's, transfer syntaxes, and the index of the folder.
namespace secondsite::oracles::sets {
namespace {

using dicom::CovariateId;

constexpr const char* source = "dicom_vendors/SOURCE.md";
constexpr const char* peer = "pydicom 3.0.1, pixel_array and apply_modality_lut";

struct Values {
  const char* file;
  double least, most, mean;  // of the modality's values
};

// Traps, one a row: signed padding, an overlay that is not in the pixels or beyond them, a code
// stream of another sign than the header, lookup tables, slopes of 6e-8, MONOCHROME1 as it is
// stored.
constexpr Values expected[] = {
    {"cornerstone_CT2_J2KR_Toshiba.dcm", -2048, 1433, -754.2928886413574},
    {"dcm4che_CT-JPEGLosslessSV1_Elscint.dcm", -1000, 2037, -691.6699333190918},
    {"dcm4che_MR01_field15015.dcm", 0, 1940, 632.3998565673828},
    {"dwv_gdcm-CR-MONO1-10-chest.dcm", 0, 979, 501.85729338842975},
    {"fodicom_bench_mr.dcm", 0, 731, 145.5852508544922},
    {"fodicom_CR-ModalitySequenceLUT.dcm", 0, 1023, 714.2687680465074},
    {"fodicom_GH1308.dcm", -3024, 1376, -606.7094764709473},
    {"fodicom_GH133.dcm", 0, 3471, 750.0008583400587},
    {"fodicom_GH610.dcm", 0, 0.0019493121066999999, 7.119935948128661e-05},
    {"fodicom_IM-0001-0001-0001.dcm", -1024, 1456, -22.528244018554688},
    {"fodicom_OutOfBoundsOverlay.dcm", 27, 4091, 1101.3013997904839},
    {"pydicom_693_J2KI.dcm", -3995, 1812, -1032.3228454589844},
    {"pydicom_CT_small.dcm", -896, 1167, -119.0738525390625},
    {"pydicom_examples_overlay.dcm", 0, 1123, 191.68768595041323},
    {"pydicom_J2K_pixelrep_mismatch.dcm", -2000, 1896, -658.4368057250977},
    {"pydicom_JPEGLSNearLossless_16.dcm", 0, 65535, 12014.5},
    {"pydicomdata_bad_sequence.dcm", -1011, 1243, -76.62564849853516},
    {"pydicomdata_explicit_VR-UN.dcm", -1024, 1186, -670.9574127197266},
    {"pydicomdata_JLSL_16_15_1_1F.dcm", -16384, 16383, -4043.6239624023438},
    {"pydicomdata_mlut_18.dcm", 0, 65535, 33177.14945983887},
    {"pydicomdata_RG1_J2KI.dcm", 803, 26512, 7391.449676382373},
    {"pydicomdata_RG3_J2KR.dcm", 0, 1023, 332.71467878357436},
};

double mean(const std::vector<float>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

void values(const std::string& folder, Recorder& record) {
  for (const Values& row : expected) {
    const auto pixels = dicom::decode_pixels(folder + "/" + row.file);
    if (!pixels) {
      record.fail(pixels.error().text());
      continue;
    }
    const std::string name = row.file;
    const auto [least, most] = std::minmax_element(pixels->value.begin(), pixels->value.end());
    const double scale = std::max(std::abs(row.least), std::abs(row.most));
    record.expect(name + " least", row.least, static_cast<double>(*least), 1e-6 * scale, peer);
    record.expect(name + " most", row.most, static_cast<double>(*most), 1e-6 * scale, peer);
    record.expect(name + " mean", row.mean, mean(pixels->value), 1e-6 * scale, peer);
  }
}

// The VOI lookup table, as grey levels; frames of multi-frame images, each by itself.
void tables_and_frames(const std::string& folder, Recorder& record) {
  if (const auto pixels = dicom::decode_pixels(folder + "/pydicomdata_vlut_04.dcm")) {
    const auto grey = dicom::display(*pixels);
    record.expect("vlut_04: mean grey level through its VOI LUT", 33109.31635284424 / 65535,
                  mean(grey), 1e-6, "pydicom 3.0.1, apply_voi_lut");
  }
  const std::pair<const char*, std::vector<double>> images[] = {
      {"pydicomdata_emri_small.dcm",
       {144.27783203125, 133.67041015625, 123.218017578125, 112.577392578125, 98.772705078125,
        86.694580078125, 80.83984375, 91.026123046875, 107.904052734375, 118.01025390625}},
      {"pydicomdata_eCT_Supplemental.dcm", {384.62067794799805 - 1024, 375.45549392700195 - 1024}}};
  for (const auto& [file, means] : images) {
    dicom::ImageReader reader;
    dicom::Pixels pixels;
    if (!reader.open(folder + "/" + file)) {
      record.fail(std::string(file) + ": not opened");
      continue;
    }
    record.expect(std::string(file) + " frames", static_cast<double>(means.size()), reader.frames(),
                  0, source);
    for (std::uint32_t frame = 0; frame < means.size(); ++frame)
      record.expect(std::string(file) + " mean of frame " + std::to_string(frame + 1), means[frame],
                    reader.decode(frame, pixels) ? mean(pixels.value) : NAN, 1e-4, peer);
  }
  // Functional groups: rescale and unit of the shared ones, positions of each frame.
  const auto enhanced = dicom::decode_pixels(folder + "/pydicomdata_eCT_Supplemental.dcm");
  record.expect("eCT_Supplemental intercept, of the shared functional group", -1024,
                enhanced ? enhanced->intercept : 0, 0, source);
  expect_text(record, "eCT_Supplemental unit (a perfusion map, not HU)", "US",
              enhanced ? enhanced->unit : "", "Rescale Type");
  const DicomCase one(folder + "/pydicomdata_eCT_Supplemental.dcm");
  expect_text(record, "eCT_Supplemental contrast, of the functional groups", "yes",
              one.of(CovariateId::contrast).canonical, "(0018,9342)");
  const auto stack = dicom::judge_stack(dicom::read_geometry(one.header).planes);
  record.expect("eCT_Supplemental distance of its frames", 10, stack.spacing_mm, 1e-9,
                "positions -159 and -149");
  const DicomCase bruker(folder + "/fodicom_mr_brucker.dcm");
  const auto frames = dicom::judge_stack(dicom::read_geometry(bruker.header).planes);
  record.expect("mr_brucker distance of its frames", 1, frames.spacing_mm, 1e-9,
                "positions -6.2 to -3.2");
}

struct Written {
  const char* begins;
  const char* syntax;
};
constexpr Written syntaxes[] = {{"pydicomdata_bad_sequence", ".4.70"},
                                {"fodicom_IM-0001", ".4.70"},
                                {"fodicom_GH1308", ".1.2.1"},
                                {"fodicom_GH342", ".1.2.1"},
                                {"fodicom_GH1728", ".1.2.1"},
                                {"fodicom_FreezePattern", ".1.2.1"},
                                {"fodicom_GH178.", ".1.2.1"},
                                {"cornerstone_CT2_J2KR", ".4.90"},
                                {"dcm4che_CT-", ".4.70"},
                                {"pydicom_J2K_pixelrep", ".4.90"},
                                {"pydicom_CT_small", ".1.2.1"},
                                {"fodicom_GH133.", ".4.70"},
                                {"fodicom_OutOfBounds", ".4.70"},
                                {"pydicomdata_RG1", ".4.91"},
                                {"pydicomdata_RG3", ".4.90"},
                                {"dwv_gdcm", ".1.2.1"},
                                {"fodicom_CR-Modality", ".4.70"},
                                {"xrv_siim", ".4.50"},
                                {"dcm4che_MR01", "10008.1.2"},
                                {"fodicom_bench_mr", "10008.1.2"},
                                {"pydicom_examples_overlay", ".1.2.1"},
                                {"fodicom_GH1339", ".4.70"},
                                {"pydicomdata_emri_small_big", ".1.2.2"},
                                {"pydicom_MR_small_RLE", ".1.2.5"},
                                {"pydicom_MR_small_implicit", "10008.1.2"},
                                {"pydicom_MR_small_bigendian", ".1.2.2"}};

void folder_as_an_index(const std::string& folder, Recorder& record) {
  const auto index = cohort::index::build_index({.root = folder}, {});
  if (!index) {
    record.fail(index.error().text());
    return;
  }
  std::map<std::string, double> left;
  double files = 0;
  for (const auto& one : index->records) {
    if (one.path == "SOURCE.md") continue;
    ++files;
    ++left[one.code];
    for (const Written& written : syntaxes)
      if (one.path.starts_with(written.begins))
        record.expect(one.path + " transfer syntax ends with " + written.syntax, 1,
                      one.transfer_syntax.ends_with(written.syntax) ? 1 : 0, 0, source);
    // Of every broken or bare header: named, or read; never lost.
    if (one.path.starts_with("pydicom_no_meta") || one.path.starts_with("pydicom_meta_missing") ||
        one.path.starts_with("dcm4che_no_preamble"))
      record.expect(one.path + " is skipped, and why is said", 1,
                    one.code.empty() || one.why.empty() ? 0 : 1, 0, source);
    if (one.path.starts_with("fodicom_GH1728"))
      record.expect("GH1728 says that text is burned in", 1, one.burned_in ? 1 : 0, 0, source);
  }
  record.expect("files", 43, files, 0, source);
  record.expect("images", 24, left[""], 0, "43 without the reasons below");
  record.expect("left out: secondary captures", 9, left["dicom.secondary-capture"], 0,
                "SOP class ...1.7");
  record.expect("left out: the same pixels in another syntax", 4, left["index.duplicate-copy"], 0,
                "MR_small in four, emri_small in two");
  record.expect("left out: dose, segmentation and a header without pixels", 3,
                left["dicom.not-an-image"], 0, source);
}

void run(const std::string& folder, Recorder& record) {
  values(folder, record);
  tables_and_frames(folder, record);
  folder_as_an_index(folder, record);
}

}  // namespace

OracleSet dicom_vendors_pixels() {
  return {
      .id = "dicom_vendors_pixels",
      .title = "The files of dicom_vendors: pixels beside pydicom's, and the folder as an index",
      .note = "Values are single precision: tolerance 1e-6 of the greatest.",
      .run = run,
      .folder = "dicom_vendors"};
}

}  // namespace secondsite::oracles::sets
