#include "secondsite/metrics/support/mark_metrics.h"

namespace secondsite::metrics::marks {

Metric sensitivity_at_1_2() {
  return froc_metric("sensitivity_at_1_2", "Sensitivity at 1/2 false marks a scan",
                     "What share of the lesions is found at one false mark in two scans?", {0.5});
}

}  // namespace secondsite::metrics::marks
