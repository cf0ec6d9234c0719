#pragma once
// What would another tool have printed for these two masks, and how far is that from ours?

#include <string>
#include <vector>

#include "secondsite/core/result.h"
#include "secondsite/metrics/support/mask_measures.h"

namespace secondsite::metrics {

struct ToolValue {
  std::string name;        // as the tool calls it
  std::string definition;  // and what it computes
  std::string unit;        // "", "mm", "voxels"
  double value = stats::unknown;
  std::string_view ours;  // id of the nearest measure of ours
};

// The tools that as_tool knows.
std::vector<std::string> mask_tools();

// The tool's default definitions applied to one label: MONAI 1.6 (distances in voxels unless told
// otherwise), nnU-Net 2 (Dice and IoU), panoptica 2 (26-connected parts, IoU >= 0.5), DeepMind's
// surface-distance 0.1 (infinite where a mask is empty). The definitions are re-implemented here;
// nothing is run, but the oracle set panoptica-spine-tools holds them against the tools' own
// output. Error: "config.unknown-name".
core::Result<std::vector<ToolValue>> as_tool(const std::string& tool, const Labels& prediction,
                                             const Labels& reference, const MaskCounts& counts,
                                             const MaskOptions& options);

}  // namespace secondsite::metrics
