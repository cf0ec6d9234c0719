#include "secondsite/dicom/view_verdict.h"

#include <string>

#include "secondsite/dicom/mapping.h"

namespace secondsite::dicom {
namespace {

using core::Covariate;
using core::CovariateVerdict;

constexpr std::string_view seconded = "; text agrees";

std::string_view plane_of(const Covariate& view) {
  return view.canonical.empty() ? std::string_view() : mapped_view(view.canonical).second;
}

bool contradict(std::string_view a, std::string_view b) {
  return !a.empty() && !b.empty() && a != b && a != "other" && b != "other";
}

bool pixels_contradict(std::string_view plane, std::string_view pixels) {
  return pixels == "not frontal" ? plane == "frontal" : contradict(plane, pixels);
}

}  // namespace

Covariate view_verdict(const Covariate& header, const Covariate& text, std::string_view pixels) {
  Covariate out = header;
  if (header.canonical.empty() && !text.canonical.empty()) out = text;
  const bool both = !header.canonical.empty() && !text.canonical.empty();
  if (both && contradict(plane_of(header), plane_of(text))) {
    out.verdict = CovariateVerdict::conflict;
    out.raw += "; text: " + text.raw;
  } else if (both && plane_of(header) == plane_of(text)) {
    out.provenance += seconded;
  }
  return view_verdict(out, pixels);
}

Covariate view_verdict(const Covariate& stated, std::string_view pixels) {
  Covariate out = stated;
  if (pixels.empty()) return out;
  const std::string says = "pixels: " + std::string(pixels);
  if (stated.canonical.empty()) {
    out.raw += (out.raw.empty() ? "" : "; ") + says;
    return out;
  }
  const std::string_view plane = plane_of(stated);
  if (plane == "mammogram") return out;
  if (pixels_contradict(plane, pixels)) {
    out.raw += "; " + says;
    if (!stated.provenance.ends_with(seconded)) out.verdict = CovariateVerdict::conflict;
  } else if (plane == pixels && out.verdict != CovariateVerdict::conflict) {
    out.provenance += "; pixels agree";
  }
  return out;
}

std::string view_in_words(std::string_view words) {
  const std::string text = folded(words);
  std::string found;
  std::string plane_found;
  for (const WordRow& row : view_words()) {
    const auto [view, plane] = mapped_view(row.says);
    if (plane.empty() || !has_words(text, row.words)) continue;
    if (!plane_found.empty() && plane != plane_found) return {};
    // "PA/AP" names both: only the plane is known.
    found = found.empty() || found == view ? std::string(view) : "frontal";
    plane_found = plane;
  }
  return found;
}

bool names_chest(std::string_view words) {
  const std::string text = folded(words);
  for (const std::string_view word : {"CHEST", "THORAX", "LUNG", "LUNGS", "CXR"})
    if (has_words(text, word)) return true;
  return false;
}

}  // namespace secondsite::dicom
