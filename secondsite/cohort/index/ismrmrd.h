#pragma once
// The XML header of ISMRMRD raw data, as fastMRI files carry it, and what it says of an
// acquisition.

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/cohort/index/record.h"
#include "secondsite/core/result.h"
#include "secondsite/dicom/covariates.h"

namespace secondsite::cohort::index {

struct IsmrmrdHeader {
  std::string vendor;
  std::string model;
  std::string institution;
  std::string field_t;  // as written: "1.494"
  std::string trajectory;
  std::array<double, 3> encoded_matrix{};
  std::array<double, 3> encoded_fov_mm{};
  std::array<double, 3> recon_matrix{};
  std::array<double, 3> recon_fov_mm{};
  std::vector<double> tr_ms, te_ms, ti_ms, flip_deg;
  // Zeros to put before the lines of k-space so that its centre lies in the middle:
  // encoded_matrix[1] / 2 - limits.centre. NaN where not stated.
  double padding_left = 0;
};

// Errors: "index.bad-ismrmrd" where it is not XML or not an ismrmrdHeader. Nothing external is
// loaded.
core::Result<IsmrmrdHeader> parse_ismrmrd(std::string_view xml, const std::string& origin);

// Fills a record and covariates from an HDF5 file of raw MR data; false where it is not one.
bool read_raw_record(const std::string& path, const Options& options, std::uint64_t seed,
                     Record& record, dicom::Covariates& covariates);

}  // namespace secondsite::cohort::index
