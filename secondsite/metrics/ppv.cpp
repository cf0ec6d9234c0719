#include "secondsite/metrics/support/predictive_value.h"

namespace secondsite::metrics {

Metric ppv() {
  return predictive_value_metric(PredictiveValue::positive);
}

}  // namespace secondsite::metrics
