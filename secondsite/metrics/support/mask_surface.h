#pragma once
// From distances between two surfaces to the numbers that papers print. All in mm.

#include "secondsite/image/surface.h"

namespace secondsite::metrics {

// What border voxels say; a is the prediction, b the reference.
struct BorderMeasures {
  double hausdorff = 0;      // the largest distance, either way
  double hd95_directed = 0;  // the larger of the two directions' 95th percentiles
  double hd95_pooled = 0;    // the 95th percentile of both directions together
  double assd = 0;           // the mean of both directions together
  double masd = 0;           // the mean of the two directions' means
  double nsd = 0;            // the share of border voxels within the tolerance, both together
};
// Percentiles are linear between neighbours, as NumPy's default. NaN where a side has no element.
BorderMeasures border_measures(const image::SurfacePair& pair, double tolerance_mm);

// What surface cells, weighted by area, say.
struct AreaMeasures {
  double mean_a_to_b = 0;
  double mean_b_to_a = 0;
  double hausdorff = 0;
  double hd95 = 0;       // the larger of the smallest distances that 95 % of each area keep within
  double overlap_a = 0;  // the share of a's area within the tolerance of b
  double overlap_b = 0;
  double nsd = 0;  // the share of both areas together
};
AreaMeasures area_measures(const image::SurfacePair& pair, double tolerance_mm);

// The smallest distance that at least `share` of the weight does not exceed.
double weighted_percentile(const image::SurfaceDistances& distances, double share);

// The value that lies at share · (n − 1) among the sorted values, linear between neighbours; NaN
// for none. Reorders them.
double linear_percentile(std::vector<double>& values, double share);

}  // namespace secondsite::metrics
