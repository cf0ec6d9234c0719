#include "secondsite/metrics/support/mark_metrics.h"

namespace secondsite::metrics::marks {

Metric sensitivity_at_2() {
  return froc_metric("sensitivity_at_2", "Sensitivity at 2 false marks a scan",
                     "What share of the lesions is found at two false marks a scan?", {2});
}

}  // namespace secondsite::metrics::marks
