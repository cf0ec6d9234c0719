#pragma once
// What a header says about how an image was made, each as raw text, canonical value, provenance and
// verdict. Rules: docs/reference/index.md; spellings: tables/*.csv.

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "secondsite/core/covariate.h"
#include "secondsite/dicom/header.h"

namespace secondsite::dicom {

// The order is that of the columns. Lengths in mm, times in ms, age in years, field in tesla, dose
// in mGy, tube voltage in kV, exposure in mAs.
enum class CovariateId : std::uint8_t {
  vendor,
  model,
  station,
  software,
  institution,
  date,  // of the study
  time,
  age,
  sex,
  body_part,
  contrast,  // yes, no
  phase,     // only where the delay after injection is stated: arterial, portal venous, late, other
  kvp,
  mas,
  thickness_mm,
  pitch,
  kernel,        // verbatim
  kernel_class,  // smooth, standard, sharp
  ctdivol_mgy,
  field_t,
  sequence,
  tr_ms,
  te_ms,
  ti_ms,
  flip_deg,
  view,
  portable,  // yes; "no" only where a text of the same kind says another room
  position,
  laterality,
  detector,
  density,        // BI-RADS A to D
  tomosynthesis,  // 2D, tomosynthesis, synthetic
  signature,  // of a CT: how its pixels are written; tells scanners apart where nothing else does
  deidentified,  // the codes of what was done, in their order: 113107 (dates shifted), ...
};
constexpr std::size_t covariate_count = 34;
std::string_view name(CovariateId id);

struct Covariates {
  std::array<core::Covariate, covariate_count> value;
  // Bit of each covariate that this kind of image can have at all: kVp of MR is not "missing".
  std::uint64_t applies = 0;

  core::Covariate& operator[](CovariateId id) { return value[static_cast<std::size_t>(id)]; }
  const core::Covariate& operator[](CovariateId id) const {
    return value[static_cast<std::size_t>(id)];
  }
  bool has(CovariateId id) const { return (applies >> static_cast<unsigned>(id) & 1U) != 0; }
};

// `kind`: CT, MR, CR, DX, MG, PT, ... (admission.h). Never fails: what cannot be read is "missing".
// Equal headers give equal covariates.
void read_covariates(const Header& header, std::string_view kind, Covariates& out);

// The rules that tables of other sources share with headers.
core::Covariate age_from(std::string_view raw, std::string provenance);
core::Covariate field_strength_from(std::string_view raw, std::string provenance);
core::Covariate vendor_from(std::string_view raw, std::string provenance);
// Canonical view; `plane` (frontal, lateral, other, mammogram) beside it.
core::Covariate view_from(std::string_view raw, std::string provenance, std::string& plane);
// smooth, standard or sharp, or unrecognised, by the vendor's kernels.
core::Covariate kernel_class_from(std::string_view kernel, std::string_view vendor,
                                  std::string provenance);
// Rescale Intercept, at the top or of the first frame.
std::optional<double> stated_intercept(const Header& header);
// The plane that Patient Orientation (0020,0020) tells: "L\F" frontal, "A\F" lateral, else empty.
std::string_view plane_of_orientation(std::string_view patient_orientation);

}  // namespace secondsite::dicom
