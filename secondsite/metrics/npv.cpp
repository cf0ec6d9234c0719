#include "secondsite/metrics/support/predictive_value.h"

namespace secondsite::metrics {

Metric npv() {
  return predictive_value_metric(PredictiveValue::negative);
}

}  // namespace secondsite::metrics
