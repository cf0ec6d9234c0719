#include "secondsite/metrics/support/mark_metrics.h"

namespace secondsite::metrics::marks {

Metric sensitivity_at_8() {
  return froc_metric("sensitivity_at_8", "Sensitivity at 8 false marks a scan",
                     "What share of the lesions is found at eight false marks a scan?", {8});
}

}  // namespace secondsite::metrics::marks
