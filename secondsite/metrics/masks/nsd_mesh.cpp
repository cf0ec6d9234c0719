#include "secondsite/metrics/support/mean_measure.h"

namespace secondsite::metrics::masks {

Metric nsd_mesh() {
  return mean_of_measure(
      {.id = "nsd_mesh",
       .title = "Surface Dice of meshes",
       .question = "Which share of the surfaces lies within the tolerance, as meshes?",
       .definition =
           "As nsd, with distances from points of one mesh of marching cubes to the nearest "
           "triangle of the other instead of between the middles of cells; only where asked for; 0 "
           "where one mask is empty. The mean over cases where it is defined.",
       .reference = "Nikolov et al. 2021, doi:10.2196/26151",
       .family = Family::segmentation,
       .better = Better::higher},
      Range::fraction);
}

}  // namespace secondsite::metrics::masks
