#include "secondsite/metrics/support/mark_metrics.h"

namespace secondsite::metrics::marks {

Metric sensitivity_at_4() {
  return froc_metric("sensitivity_at_4", "Sensitivity at 4 false marks a scan",
                     "What share of the lesions is found at four false marks a scan?", {4});
}

}  // namespace secondsite::metrics::marks
