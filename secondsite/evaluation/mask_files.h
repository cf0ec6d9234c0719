#pragma once
// Pairs of mask files: found by name, read, and brought to one grid.

#include <map>
#include <string>

#include "secondsite/core/finding.h"
#include "secondsite/core/result.h"
#include "secondsite/evaluation/mask_request.h"
#include "secondsite/metrics/support/mask_measures.h"

namespace secondsite::evaluation {

// image::images_of: by name without ending.
core::Result<std::map<std::string, std::string>> mask_files(const std::string& path);

// Two grids whose voxels lie no further apart than this share of the smallest spacing are one:
// NIfTI's two ways of writing a place differ by as much.
constexpr double grid_tolerance = 0.01;

// The labels of a prediction on the reference's grid. With a threshold, probabilities from it on
// become the first label (1 where none is named). Errors of the reader; "mask.grid" where the grids
// differ and the request does not say to resample.
core::Result<metrics::Labels> read_prediction(const std::string& path,
                                              const metrics::Labels& reference,
                                              const MaskRequest& request, core::Findings& odd);

metrics::MaskOptions mask_options(const MaskRequest& request, unsigned threads);

}  // namespace secondsite::evaluation
