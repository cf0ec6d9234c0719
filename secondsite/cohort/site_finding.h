#pragma once
// The hospital where no column names it: from identifiers, and from traits of the image. What an
// identifier states is a site; what a trait suggests is a group, named as inferred.

#include <string>
#include <string_view>
#include <vector>

#include "secondsite/cohort/table.h"
#include "secondsite/core/covariate.h"
#include "secondsite/core/json.h"

namespace secondsite::cohort {

// "CBICA" of "BraTS19_CBICA_AAB_1", "Brats17_TCIA_123_1", "Brats18_2013_2_1". BraTS 2020 and later
// number their cases anew and state no site: missing.
core::Covariate site_of_brats(std::string_view id);
// The tissue source site of a TCGA barcode, "06" of "TCGA-06-0137", as the hospital's name by
// tables/tcga_sites.csv. Two codes may be one hospital (06 and DU, 76 and CS). A code that is not
// in the table is unrecognised, and its canonical value "TCGA-xx".
core::Covariate site_of_tcga(std::string_view barcode);
// Centre of field 54 of UK Biobank: 11025 Cheadle, 11026 Reading, 11027 Newcastle, 11028 Bristol.
core::Covariate site_of_uk_biobank(std::string_view centre);
// "209" of "file_brain_AXT1PRE_209_6000968.h5": a group of acquisitions. Inferred, its meaning is
// not published. Knee names carry none: missing.
core::Covariate group_of_fastmri(std::string_view file);
// Detectors of ChestX-ray14 by pixel spacing, 0.001 mm apart: "0.143 mm" ... Inferred.
core::Covariate detector_of_spacing(std::string_view spacing_mm);
// The vendor that a private creator betrays ("SIEMENS MEDCOM OOG" -> Siemens). A creator that is an
// archive's, not a scanner's ("MITRA ..."), is "archive".
core::Covariate vendor_of_private_creator(std::string_view creator);

// How well one column tells another: the share of rows that sit in the most frequent `told` of
// their `by` (1: it tells all), beside the share of the most frequent `told` of all, which is what
// knowing nothing gives. Rows where either is blank are left out and counted.
struct Purity {
  std::string by;
  std::string told;
  std::uint64_t rows = 0;
  std::uint64_t left_out = 0;
  std::uint64_t agreeing = 0;  // rows in the most frequent value of their group
  std::uint64_t most_common = 0;
  std::size_t groups = 0;
  std::size_t values = 0;
};
core::Result<Purity> purity(const Table& table, const std::string& by, const std::string& told,
                            unsigned threads);

}  // namespace secondsite::cohort
