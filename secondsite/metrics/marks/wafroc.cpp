#include "secondsite/metrics/support/mark_metrics.h"

namespace secondsite::metrics::marks {

Metric wafroc() {
  return afroc_metric("wafroc", "Weighted AFROC area",
                      "How often is a lesion rated above the highest false mark of a scan without, "
                      "each scan counting alike?",
                      AfrocKind::wafroc);
}

}  // namespace secondsite::metrics::marks
