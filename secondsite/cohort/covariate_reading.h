#pragma once
// What a table's cell says about a patient or an image: raw text to canonical value with a verdict,
// by the rules and mapping tables that headers are read with (dicom/covariates.h).

#include <optional>
#include <string>
#include <string_view>

#include "secondsite/core/covariate.h"

namespace secondsite::cohort {

// How a dataset writes ages where nothing in the cell says so.
struct AgeRule {
  std::optional<double> cap;            // this value means "at least this" (CheXpert: 90)
  bool zero_is_unknown = false;         // CheXpert: 0 stands for unknown
  std::optional<double> sentinel_from;  // ages from here on stand for unknown (RSNA 2018: 148)
};

// Age in years: "058Y", "013M", "002W", "004D", "57", "57.0". Days, weeks and months become years
// of 365.25 days. "000Y" is a sentinel; above 120 years is implausible unless the rule calls it
// one.
core::Covariate read_age(std::string_view raw, std::string provenance, const AgeRule& rule = {});
// Years between a year (or date) of study and a year of birth ("20150914", "1929.0"): whole years,
// right to within one.
core::Covariate read_age_from_years(std::string_view study_date, std::string_view birth_year,
                                    std::string provenance);
// F, M or O from F/M, f/m, w (German), Female/Male, woman/man; "Unknown" and "U" are sentinels.
core::Covariate read_sex(std::string_view raw, std::string provenance);
// PA, AP, lateral, oblique, CC, MLO ..., by dicom/tables/views.csv.
core::Covariate read_view(std::string_view raw, std::string provenance);
// GE, Siemens, Philips ..., by dicom/tables/vendors.csv.
core::Covariate read_vendor(std::string_view raw, std::string provenance);
// A number that may be 0 only where zero is a value: kVp 0 and exposure 0 are sentinels.
core::Covariate read_positive_number(std::string_view raw, std::string provenance);
// Any text that is not blank, trimmed.
core::Covariate read_text(std::string_view raw, std::string provenance);

}  // namespace secondsite::cohort
