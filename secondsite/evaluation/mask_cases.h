#pragma once
// What a run keeps of single cases with masks: the table of measures, and pictures of the worst.

#include <cstdint>
#include <string>
#include <vector>

#include "secondsite/metrics/support/mask_measures.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::evaluation {

// One label of one case.
struct MaskCase {
  std::string name;   // of the case: the file's, without its ending
  std::string model;  // empty: the one that is evaluated
  std::string label;
  std::uint64_t predicted = 0;  // voxels
  std::uint64_t reference = 0;
  metrics::MaskValues values;
};

// The slice of a case in which the two masks differ most, cut out around them.
struct MaskPanel {
  std::string name;
  std::string label;
  std::uint32_t slice = 0;  // along the third axis, from 0
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  double width_mm = 0;  // of one voxel
  double height_mm = 0;
  std::uint64_t differing = 0;      // voxels of this slice
  std::vector<std::uint8_t> voxel;  // bit 0 the prediction, bit 1 the reference
  std::vector<std::uint8_t> grey;   // of the image behind them; empty where there is none
};

// How often a model comes first, second ... when patients are drawn anew.
struct ModelRanks {
  std::string label;
  std::string model;
  stats::Estimate dice;
  std::vector<std::uint64_t> replicates_at;  // [k]: at rank k + 1; ties share the better rank
};

}  // namespace secondsite::evaluation
