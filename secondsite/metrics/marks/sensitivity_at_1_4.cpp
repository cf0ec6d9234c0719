#include "secondsite/metrics/support/mark_metrics.h"

namespace secondsite::metrics::marks {

Metric sensitivity_at_1_4() {
  return froc_metric("sensitivity_at_1_4", "Sensitivity at 1/4 false marks a scan",
                     "What share of the lesions is found at one false mark in four scans?", {0.25});
}

}  // namespace secondsite::metrics::marks
