#include "secondsite/metrics/support/mark_metrics.h"

namespace secondsite::metrics::marks {

Metric lroc() {
  return afroc_metric(
      "lroc", "LROC area",
      "How often does the highest mark of a scan sit on a lesion and beat a scan without one?",
      AfrocKind::lroc);
}

}  // namespace secondsite::metrics::marks
