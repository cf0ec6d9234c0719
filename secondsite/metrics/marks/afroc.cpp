#include "secondsite/metrics/support/mark_metrics.h"

namespace secondsite::metrics::marks {

Metric afroc() {
  return afroc_metric(
      "afroc", "AFROC area",
      "How often is a lesion rated above the highest false mark of a scan without lesions?",
      AfrocKind::afroc);
}

}  // namespace secondsite::metrics::marks
