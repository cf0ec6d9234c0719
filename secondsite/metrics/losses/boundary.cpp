#include "secondsite/metrics/support/loss_kernel.h"

namespace secondsite::metrics::losses {
namespace {

VoxelTerm boundary_formula(double p, double /*g*/, double distance, const LossOptions& /*options*/,
                           bool /*one_class*/) {
  return {p * distance, distance};
}

}  // namespace

Loss boundary() {
  Loss out{.id = "boundary",
           .title = "Boundary",
           .definition =
               "Mean over voxels of Σ_c p · distance, the distance to the boundary of the class in "
               "mm, negative inside it; so the value is in mm and may be negative. For a class "
               "without a voxel hand over zeros.",
           .reference = "Kervadec et al. 2021, doi:10.1016/j.media.2020.101851",
           .needs_distance = true};
  set_voxelwise(out, boundary_formula);
  return out;
}

}  // namespace secondsite::metrics::losses
