#include "secondsite/dicom/admission.h"

#include "secondsite/dicom/mapping.h"

namespace secondsite::dicom {
namespace {

bool measures(std::string_view kind) {
  return kind == "CT" || kind == "MR" || kind == "CR" || kind == "DX" || kind == "MG" ||
         kind == "PT";
}

Admission refused(std::string kind, std::string_view code, std::string why) {
  return {std::move(kind), code, std::move(why)};
}

}  // namespace

Admission admit(const Header& header) {
  std::string_view uid = header.text(tag::sop_class);
  if (uid.empty()) uid = header.text(tag::media_storage_sop_class);
  const std::string modality = folded(header.text(tag::modality));
  const auto [mapped, reason] = mapped_sop_class(uid);
  std::string kind(mapped == "-" || mapped.empty() ? std::string_view(modality) : mapped);
  // A modality names the acquisition more exactly than the class of a radiograph does.
  if ((kind == "CR" || kind == "DX") && modality == "MG") kind = "MG";

  if (reason == "dicom.directory" || header.find(tag::directory_records) != nullptr)
    return refused(kind, "dicom.directory", "a DICOMDIR: a list of files, not an image");
  if (reason == "dicom.secondary-capture")
    return refused(
        kind, "dicom.secondary-capture",
        "SOP class Secondary Capture, Modality " + (modality.empty() ? "blank" : modality));
  if (!reason.empty())
    return refused(kind, "dicom.not-an-image",
                   "an object of SOP class " + std::string(uid) + ", Modality " + modality);
  if (!header.has_pixels && (header.oddities & beyond_bound) != 0)
    return refused(kind, "dicom.pixels-not-reached",
                   "no pixel data in so much of the data set as is inflated");
  if (!header.has_pixels && (header.oddities & too_deep) != 0)
    return refused(kind, "dicom.nested-too-deep", "nested too deep to look for the pixel data");
  if (!header.has_pixels && (header.oddities & truncated_header) != 0)
    return refused(kind, "dicom.truncated", "an element reaches beyond the end of the file");
  if (!header.has_pixels)
    return refused(kind, "dicom.no-pixels",
                   "no pixel data (SOP class " + std::string(uid.empty() ? "blank" : uid) + ")");
  if (kind.empty() || modality == "SR" || modality == "PR" || modality == "KO")
    return refused(kind, "dicom.not-an-image", "neither SOP class nor Modality says what it shows");
  const std::string type = folded(header.text(tag::image_type));
  if (has_words(type, "LOCALIZER"))
    return refused(kind, "dicom.localizer", "Image Type has LOCALIZER");
  const std::string series = folded(header.text(tag::series_description));
  if (has_words(type, "SCREEN SAVE") || has_words(type, "DOSE") || has_words(type, "DOSE_INFO") ||
      has_words(series, "DOSE REPORT") || has_words(series, "PATIENT PROTOCOL") ||
      has_words(series, "DOSE RECORD") || has_words(series, "SCREEN SAVE"))
    return refused(kind, "dicom.screen-capture", "a dose sheet or a copy of a screen");
  const std::string_view photometric = header.text(tag::photometric);
  if (measures(kind) && (header.word(tag::samples).value_or(1) > 1 || photometric == "RGB" ||
                         photometric.starts_with("YBR") || photometric == "PALETTE COLOR"))
    return refused(kind, "dicom.colour",
                   "a colour image (" + std::string(photometric) + ") of Modality " + modality);
  return {std::move(kind), {}, {}};
}

}  // namespace secondsite::dicom
