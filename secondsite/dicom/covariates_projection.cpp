#include "secondsite/core/text.h"
#include "secondsite/dicom/covariate_reading.h"
#include "secondsite/dicom/mapping.h"
#include "secondsite/dicom/view_verdict.h"

// Radiographs and mammograms: view, room, position, side, detector, density.
namespace secondsite::dicom {
namespace {

using core::Covariate;
using core::CovariateVerdict;

void view(CovariateReading& reading) {
  Covariate& covariate = reading.of(CovariateId::view);
  const Header& header = reading.header();
  std::string plane;
  const std::string stated = reading.clean(tag::view_position);
  const Element* code = header.find_in(tag::view_code, tag::code_meaning);
  if (!stated.empty()) {
    covariate = view_from(stated, provenance_of(tag::view_position), plane);
  }
  if (covariate.canonical.empty() && code != nullptr && code->size > 0)
    covariate = view_from(reading.clean(header.text(code)), provenance_of(tag::view_code), plane);
  if (covariate.canonical.empty()) plane.clear();
  if (plane == "mammogram" || reading.kind() == "MG") return;
  // What the words say, else the directions of rows and columns.
  Covariate words;
  for (const CovariateReading::Text& text : reading.texts()) {
    const std::string found = view_in_words(text.folded);
    if (found.empty()) continue;
    words = {text.folded, found, "text, " + provenance_of(text.tag), CovariateVerdict::ok};
    break;
  }
  const std::string orientation(plane_of_orientation(header.text(tag::patient_orientation)));
  const Covariate directions{
      reading.clean(tag::patient_orientation), orientation, provenance_of(tag::patient_orientation),
      orientation.empty() ? CovariateVerdict::missing : CovariateVerdict::ok};
  covariate = view_verdict(covariate, words, {});
  if (covariate.canonical.empty() && !orientation.empty()) {
    covariate = directions;
    return;
  }
  if (orientation.empty() || covariate.verdict == CovariateVerdict::conflict) return;
  const Covariate judged = view_verdict(covariate, directions, {});
  if (judged.verdict != CovariateVerdict::conflict) return;
  covariate.verdict = CovariateVerdict::conflict;
  covariate.raw += "; orientation: " + directions.raw;
}

void portable_and_position(CovariateReading& reading) {
  Covariate& portable = reading.of(CovariateId::portable);
  Covariate& position = reading.of(CovariateId::position);
  const Header& header = reading.header();
  const auto place = [&](const std::string& raw, std::string provenance) {
    if (raw.empty() || !position.raw.empty()) return;
    position = {raw, std::string(mapped_position(raw)), std::move(provenance),
                CovariateVerdict::ok};
    if (position.canonical.empty()) position.verdict = CovariateVerdict::unrecognised;
  };
  place(reading.clean(tag::patient_position), provenance_of(tag::patient_position));
  const Element* code = header.find_in(tag::patient_orientation_code, tag::code_meaning);
  place(reading.clean(header.text(code)), provenance_of(tag::patient_orientation_code));
  for (const CovariateReading::Text& text : reading.texts()) {
    for (const WordRow& row : view_words()) {
      if (row.says == "portable" && portable.raw.empty() && has_words(text.folded, row.words))
        portable = {text.folded, "yes", "text, " + provenance_of(text.tag), CovariateVerdict::ok};
      if (!mapped_position(row.says).empty() && has_words(text.folded, row.words))
        place(std::string(row.words), "text, " + provenance_of(text.tag));
    }
  }
}

void laterality(CovariateReading& reading) {
  Covariate& covariate = reading.of(CovariateId::laterality);
  for (const Tag tag : {tag::image_laterality, tag::laterality, tag::frame_laterality}) {
    const Element* element = reading.anywhere(tag);
    const std::string raw = element == nullptr ? "" : reading.clean(reading.header().text(element));
    if (raw.empty()) continue;
    covariate.raw = raw;
    covariate.provenance = provenance_of(tag);
    const std::string text = folded(raw);
    if (text == "L" || text == "R" || text == "B") {
      covariate.canonical = text;
      covariate.verdict = CovariateVerdict::ok;
    } else {
      // U: unpaired body part.
      covariate.verdict = text == "U" ? CovariateVerdict::sentinel : CovariateVerdict::unrecognised;
    }
    return;
  }
}

void mammography(CovariateReading& reading) {
  const Header& header = reading.header();
  Covariate& density = reading.of(CovariateId::density);
  for (const Element& element : header.elements) {
    if (element.tag != tag::code_value || element.root != tag::acquisition_context) continue;
    const std::string_view mapped = mapped_density(header.text(&element));
    if (mapped.empty()) continue;
    density = {reading.clean(header.text(&element)), std::string(mapped),
               provenance_of(tag::acquisition_context), CovariateVerdict::ok};
  }
  Covariate& tomosynthesis = reading.of(CovariateId::tomosynthesis);
  const std::string_view uid = header.text(tag::sop_class);
  const std::string type = folded(header.text(tag::image_type));
  const std::string series = folded(header.text(tag::series_description));
  tomosynthesis = {std::string(uid), "2D", provenance_of(tag::sop_class), CovariateVerdict::ok};
  if (uid.starts_with("1.2.840.10008.5.1.4.1.1.13.1.")) {
    tomosynthesis.canonical = "tomosynthesis";
  } else if (type.find("GENERATED_2D") != std::string::npos || has_words(series, "C-VIEW") ||
             has_words(series, "CVIEW") || has_words(series, "V-PREVIEW") ||
             has_words(series, "SYNTHESIZED")) {
    tomosynthesis = {series.empty() ? type : series, "synthetic",
                     "text, " + provenance_of(tag::series_description), CovariateVerdict::ok};
  } else if (type.find("TOMO") != std::string::npos || has_words(series, "TOMO")) {
    tomosynthesis = {type, "tomosynthesis", provenance_of(tag::image_type), CovariateVerdict::ok};
  }
}

}  // namespace

Covariate view_from(std::string_view raw, std::string provenance, std::string& plane) {
  Covariate out{std::string(core::trim(raw)), {}, std::move(provenance), CovariateVerdict::missing};
  plane.clear();
  if (out.raw.empty()) return out;
  const auto [view, of] = mapped_view(out.raw);
  out.canonical = view;
  plane = of;
  out.verdict = !view.empty()                       ? CovariateVerdict::ok
                : is_sentinel_text("view", out.raw) ? CovariateVerdict::sentinel
                                                    : CovariateVerdict::unrecognised;
  return out;
}

std::string_view plane_of_orientation(std::string_view patient_orientation) {
  const std::string_view rows = Header::part(patient_orientation, 0);
  const std::string_view columns = Header::part(patient_orientation, 1);
  if (rows.empty() || columns.empty() || (columns[0] != 'F' && columns[0] != 'H')) return {};
  if (rows[0] == 'L' || rows[0] == 'R') return "frontal";
  if (rows[0] == 'A' || rows[0] == 'P') return "lateral";
  return {};
}

void read_projection(CovariateReading& reading) {
  const bool mammogram = reading.kind() == "MG";
  reading.number(CovariateId::kvp, tag::kvp, mammogram ? 15 : 30, mammogram ? 60 : 200);
  read_exposure(reading);
  view(reading);
  if (!mammogram) portable_and_position(reading);
  laterality(reading);
  reading.text(CovariateId::detector, tag::detector_type);
  if (reading.out()[CovariateId::detector].raw.empty())
    reading.text(CovariateId::detector, tag::detector_description);
  if (mammogram) mammography(reading);
}

}  // namespace secondsite::dicom
