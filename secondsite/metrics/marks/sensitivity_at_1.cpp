#include "secondsite/metrics/support/mark_metrics.h"

namespace secondsite::metrics::marks {

Metric sensitivity_at_1() {
  return froc_metric("sensitivity_at_1", "Sensitivity at 1 false marks a scan",
                     "What share of the lesions is found at one false mark a scan?", {1});
}

}  // namespace secondsite::metrics::marks
