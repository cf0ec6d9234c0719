#include <algorithm>
#include <cmath>
#include <numeric>

#include "dicom_case.h"
#include "secondsite/dicom/found_padding.h"
#include "secondsite/dicom/reference_decoder.h"

namespace secondsite::oracles::sets {
namespace {

constexpr const char* source =
    "dicom_transfer_syntaxes/SOURCE.md (DCMTK 3.6.7 and GDCM 3.0.21 agree)";

std::string file_of(const char* middle) {
  return *middle == '\0' ? "CTImage.dcm" : std::string("CTImage.dcm_") + middle + ".dcm";
}

void lossless(const std::string& folder, Recorder& record) {
  std::vector<std::int32_t> first;
  for (const char* middle : {"LittleEndianImplicitTransferSyntax_1.2.840.10008.1.2",
                             "LittleEndianExplicitTransferSyntax_1.2.840.10008.1.2.1",
                             "BigEndianExplicitTransferSyntax_1.2.840.10008.1.2.2",
                             "DeflatedExplicitVRLittleEndianTransferSyntax_1.2.840.10008.1.2.1.99",
                             "RLELosslessTransferSyntax_1.2.840.10008.1.2.5",
                             "JPEGLSLosslessTransferSyntax_1.2.840.10008.1.2.4.80",
                             "JPEGProcess14TransferSyntax_1.2.840.10008.1.2.4.57",
                             "JPEGProcess14SV1TransferSyntax_1.2.840.10008.1.2.4.70",
                             "JPEG2000LosslessOnlyTransferSyntax_1.2.840.10008.1.2.4.90", ""}) {
    const std::string name = file_of(middle);
    const auto pixels = dicom::decode_pixels(folder + "/" + name);
    if (!pixels) {
      record.fail(name + ": " + pixels.error().text());
      continue;
    }
    const auto& stored = pixels->stored;
    const auto [least, most] = std::minmax_element(stored.begin(), stored.end());
    record.expect(name + " least", -2000, *least, 0, source);
    record.expect(name + " most", 2402, *most, 0, source);
    record.expect(
        name + " mean", 74.92356491,
        std::accumulate(stored.begin(), stored.end(), 0.0) / static_cast<double>(stored.size()),
        5.1e-9, source);
    record.expect(name + " pixels of -2000", 55'772,
                  static_cast<double>(std::count(stored.begin(), stored.end(), -2000)), 0, source);
    record.expect(name + " padding found, though undeclared", -2000,
                  dicom::undeclared_padding(*pixels).value_or(0), 0, source);
    record.expect(name + " declared padding", -32768, pixels->padding.value_or(0), 0, source);
    record.expect(name + " intercept to HU", -1024, pixels->intercept, 0, source);
    if (first.empty()) first = stored;
    record.expect(name + " identical to the first", 1, stored == first ? 1 : 0, 0, source);
    // The header, deflated or not, is that of the others.
    const DicomCase one(folder + "/" + name);
    expect_text(record, name + " vendor", "GE", one.of(dicom::CovariateId::vendor).canonical,
                source);
  }
}

// Lossy copies are compared in HU: 8 and 12 bits have other slopes.
void lossy(const std::string& folder, Recorder& record) {
  struct Row {
    const char* middle;
    double least, most, slope, intercept;
  };
  const auto reference = dicom::decode_pixels(folder + "/" + file_of(""));
  for (const Row& row :
       {Row{"JPEG2000TransferSyntax_1.2.840.10008.1.2.4.91", -2003, 2401, 1, -1024},
        Row{"JPEGLSLossyTransferSyntax_1.2.840.10008.1.2.4.81", -2001, 2401, 1, -1024},
        Row{"JPEGProcess2_4TransferSyntax_1.2.840.10008.1.2.4.51", NAN, NAN, 2.0002442, -4047},
        Row{"JPEGProcess6_8TransferSyntax_1.2.840.10008.1.2.4.53", NAN, NAN, 2.0002442, -4047},
        Row{"JPEGProcess10_12TransferSyntax_1.2.840.10008.1.2.4.55", NAN, NAN, 2.0002442, -4047},
        Row{"JPEGProcess1TransferSyntax_1.2.840.10008.1.2.4.50", NAN, NAN, 32.1216, -4047}}) {
    const std::string name = file_of(row.middle);
    const auto pixels = dicom::decode_pixels(folder + "/" + name);
    if (!pixels || !reference) {
      record.fail(name + ": not decoded");
      continue;
    }
    const auto [least, most] = std::minmax_element(pixels->stored.begin(), pixels->stored.end());
    if (!std::isnan(row.least)) {
      record.expect(name + " least", row.least, *least, 0, source);
      record.expect(name + " most", row.most, *most, 0, source);
    }
    const bool eight = name.ends_with(".50.dcm");
    const bool twelve = !std::isnan(row.least) ? false : !eight;
    if (eight || twelve) {
      record.expect(name + " bits stored", eight ? 8 : 12, pixels->bits_stored, 0, source);
      record.expect(name + " is unsigned", 0, pixels->is_signed ? 1 : 0, 0, source);
    }
    record.expect(name + " slope", row.slope, pixels->slope, 5e-5, source);
    record.expect(name + " intercept", row.intercept, pixels->intercept, 0.5, source);
    double difference = 0;
    for (std::size_t i = 0; i < pixels->value.size(); ++i)
      difference += static_cast<double>(pixels->value[i] - reference->value[i]);
    difference /= static_cast<double>(pixels->value.size());
    // Compression scatters and must not shift: the mean stays within one step of the copy's scale.
    record.expect(name + " mean difference in HU", 0, difference, row.slope,
                  "own: one quantisation step of the copy");
    // Each library by its own whole path, from parser to buffer.
    const auto dcmtk = dicom::decode_with_dcmtk(folder + "/" + name);
    const auto gdcm = dicom::decode_with_gdcm(folder + "/" + name);
    if (dcmtk)
      record.expect(name + " as DCMTK decodes it, bit for bit", 1, *dcmtk == pixels->stored ? 1 : 0,
                    0, source);
    if (gdcm)
      record.expect(name + " as GDCM decodes it, bit for bit", 1, *gdcm == pixels->stored ? 1 : 0,
                    0, source);
  }
  const auto fragmented =
      dicom::decode_pixels(folder + "/CT0012.fragmented_no_bot_jpeg_baseline.51.dcm");
  record.expect("fragmented, without offset table: decodes", 1, fragmented ? 1 : 0, 0, source);
}

void run(const std::string& folder, Recorder& record) {
  lossless(folder, record);
  lossy(folder, record);
}

}  // namespace

OracleSet dicom_transfer_syntaxes() {
  return {.id = "dicom_transfer_syntaxes",
          .title = "One CT image in 17 transfer syntaxes",
          .note = "Lossless copies are identical; lossy ones are compared in HU.",
          .run = run};
}

}  // namespace secondsite::oracles::sets
