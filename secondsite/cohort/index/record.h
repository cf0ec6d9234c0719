#pragma once
// What the index keeps of one file. Covariates are numbers of a pool, because whole series share
// them: a hundred thousand images fit in a few hundred megabytes.

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "secondsite/dicom/covariates.h"
#include "secondsite/dicom/geometry.h"

namespace secondsite::cohort::index {

struct Record {
  std::string path;
  std::uint64_t size = 0;
  std::int64_t changed_ns = 0;

  // Empty: an image of the cohort. Else the code of the reason, and one sentence.
  std::string code;
  std::string why;
  std::uint32_t oddities = 0;  // dicom::Oddity

  // As the run was told to give it: a pseudonym, or as written.
  std::string patient;
  std::string study;
  std::string series;
  std::string instance;
  std::string kind;
  std::string transfer_syntax;
  std::string photometric;
  std::string image_type;
  std::string group;  // what tells volumes of one series apart: kernel, echo, matrix, type
  std::int64_t instance_number = -1;
  std::uint32_t rows = 0;
  std::uint32_t columns = 0;
  std::uint32_t frames = 0;
  std::uint32_t bits_stored = 0;
  std::uint32_t mosaic_tiles = 0;
  bool is_signed = false;
  bool spacing_at_detector = false;
  bool burned_in = false;  // Burned In Annotation says YES
  double row_spacing_mm = std::numeric_limits<double>::quiet_NaN();
  double column_spacing_mm = std::numeric_limits<double>::quiet_NaN();
  double stated_tilt_deg = std::numeric_limits<double>::quiet_NaN();
  double intercept = std::numeric_limits<double>::quiet_NaN();  // of the rescale to HU
  std::optional<dicom::Plane> plane;                            // of a single frame
  std::optional<dicom::Stack> frame_stack;                      // of several frames
  std::uint64_t pixels_at = 0;
  std::string pixels_hash;  // only where another file has the same instance UID

  std::uint64_t applies = 0;
  std::array<std::uint32_t, dicom::covariate_count> covariate{};

  bool is_image() const { return code.empty(); }
};

// Distinct covariates, by covariate, in order of first appearance.
class Pool {
 public:
  Pool();
  std::uint32_t intern(std::size_t covariate, const core::Covariate& value);
  const core::Covariate& at(std::size_t covariate, std::uint32_t number) const {
    return lists_[covariate].values[number];
  }
  std::size_t size(std::size_t covariate) const { return lists_[covariate].values.size(); }

 private:
  struct List {
    std::vector<core::Covariate> values;
    std::unordered_map<std::string, std::uint32_t> numbers;
  };
  std::vector<List> lists_;
};

struct Options {
  bool keep_patient_ids = false;
  // Reasons that do not keep an image out: "dicom.secondary-capture".
  std::vector<std::string> admitted;
};

}  // namespace secondsite::cohort::index
