#include "secondsite/metrics/support/mark_metrics.h"

namespace secondsite::metrics::marks {

Metric wafroc1() {
  return afroc_metric("wafroc1", "Weighted AFROC1 area",
                      "How often is a lesion rated above the highest false mark of any scan, each "
                      "scan counting alike?",
                      AfrocKind::wafroc1);
}

}  // namespace secondsite::metrics::marks
