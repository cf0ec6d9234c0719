#pragma once
// The head of raw MR data in HDF5, as fastMRI and ISMRMRD files hold it: the shape of k-space and
// the XML header. No k-space is read.

#include <cstdint>
#include <string>
#include <vector>

#include "secondsite/core/result.h"

namespace secondsite::dicom {

struct RawMr {
  std::vector<std::uint64_t>
      kspace_shape;  // slices, coils, height, width; without coils where single
  std::vector<std::uint64_t> reconstruction_shape;  // of reconstruction_rss or _esc; empty: none
  bool has_mask = false;                            // a test file: k-space is undersampled
  std::string header_xml;                           // ismrmrd_header; empty: none
  std::string acquisition;                          // "CORPD_FBK", "AXT2"
  std::string patient;                              // attribute patient_id
};

// Errors: "dicom.not-raw-mr" where the file is not HDF5 or holds neither kspace nor an ISMRMRD
// header. One call at a time runs within HDF5. Texts longer than 4 MiB are not read.
core::Result<RawMr> read_raw_mr(const std::string& path);

}  // namespace secondsite::dicom
