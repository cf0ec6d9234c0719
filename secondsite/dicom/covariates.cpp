#include "secondsite/dicom/covariates.h"

#include "secondsite/dicom/covariate_reading.h"

namespace secondsite::dicom {

std::string_view name(CovariateId id) {
  static constexpr std::string_view names[] = {
      "vendor",      "model",         "station",      "software",    "institution", "date",
      "time",        "age",           "sex",          "body_part",   "contrast",    "phase",
      "kvp",         "mas",           "thickness_mm", "pitch",       "kernel",      "kernel_class",
      "ctdivol_mgy", "field_t",       "sequence",     "tr_ms",       "te_ms",       "ti_ms",
      "flip_deg",    "view",          "portable",     "position",    "laterality",  "detector",
      "density",     "tomosynthesis", "signature",    "deidentified"};
  static_assert(std::size(names) == covariate_count);
  return names[static_cast<std::size_t>(id)];
}

void read_covariates(const Header& header, std::string_view kind, Covariates& out) {
  for (core::Covariate& covariate : out.value) {
    covariate.raw.clear();
    covariate.canonical.clear();
    covariate.provenance.clear();
    covariate.verdict = core::CovariateVerdict::missing;
  }
  out.applies = 0;
  CovariateReading reading(header, kind, out);
  read_general(reading);
  if (kind == "CT" || kind == "PT") read_ct(reading);
  if (kind == "MR") read_mr(reading);
  if (kind == "CR" || kind == "DX" || kind == "MG" || kind == "RG") read_projection(reading);
  if (kind == "CT" || kind == "MR" || kind == "MG") read_contrast(reading);
}

}  // namespace secondsite::dicom
