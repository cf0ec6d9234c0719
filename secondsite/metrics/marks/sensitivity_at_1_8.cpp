#include "secondsite/metrics/support/mark_metrics.h"

namespace secondsite::metrics::marks {

Metric sensitivity_at_1_8() {
  return froc_metric("sensitivity_at_1_8", "Sensitivity at 1/8 false marks a scan",
                     "What share of the lesions is found at one false mark in eight scans?",
                     {0.125});
}

}  // namespace secondsite::metrics::marks
