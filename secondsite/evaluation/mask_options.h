#pragma once
// How a request wants masks measured.

#include "secondsite/evaluation/mask_request.h"
#include "secondsite/metrics/support/mask_measures.h"

namespace secondsite::evaluation {

inline metrics::MaskOptions mask_options(const MaskRequest& request, unsigned threads) {
  return {.tolerance_mm = request.tolerance_mm,
          .connectivity = static_cast<image::Connectivity>(request.connectivity),
          .least_iou = request.least_iou,
          .matching = request.matching == "threshold"     ? metrics::InstanceMatching::threshold
                      : request.matching == "many-to-one" ? metrics::InstanceMatching::many_to_one
                                                          : metrics::InstanceMatching::maximum,
          .worst_where_empty = request.worst_where_empty,
          .centre_line = request.centre_line,
          .mesh = request.mesh,
          .threads = threads};
}

}  // namespace secondsite::evaluation
