#include "secondsite/metrics/support/mark_metrics.h"

namespace secondsite::metrics::marks {

Metric highest_mark_auroc() {
  return afroc_metric(
      "highest_mark_auroc", "AUROC of the highest mark",
      "How often does a scan with lesions have a higher mark than one without, wherever it sits?",
      AfrocKind::roc);
}

}  // namespace secondsite::metrics::marks
