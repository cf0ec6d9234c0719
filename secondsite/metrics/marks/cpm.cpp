#include "secondsite/metrics/support/mark_metrics.h"

namespace secondsite::metrics::marks {

Metric cpm() {
  return froc_metric(
      "cpm", "Mean FROC sensitivity (CPM)",
      "What share of the lesions is found, on average over seven rates of false marks?",
      {froc_rates.begin(), froc_rates.end()});
}

}  // namespace secondsite::metrics::marks
