#include "secondsite/metrics/support/mark_metrics.h"

namespace secondsite::metrics::marks {

Metric afroc1() {
  return afroc_metric("afroc1", "AFROC1 area",
                      "How often is a lesion rated above the highest false mark of any scan?",
                      AfrocKind::afroc1);
}

}  // namespace secondsite::metrics::marks
