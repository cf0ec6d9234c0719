#include "secondsite/metrics/support/operating_point.h"

namespace secondsite::metrics {
namespace {

double mcc_value(const Confusion& c, const MetricOptions&) {
  const double product = c.called() * c.positives() * c.negatives() * c.not_called();
  if (!(product > 0)) return stats::unknown;
  return (c.true_positive * c.true_negative - c.false_positive * c.false_negative) /
         std::sqrt(product);
}

Confusion mcc_gradient(const Confusion& c, const MetricOptions& options) {
  const double root = std::sqrt(c.called()) * std::sqrt(c.positives()) * std::sqrt(c.negatives()) *
                      std::sqrt(c.not_called());
  const double half = mcc_value(c, options) / 2;
  return {c.true_negative / root - half * (1 / c.called() + 1 / c.positives()),
          -c.false_negative / root - half * (1 / c.called() + 1 / c.negatives()),
          -c.false_positive / root - half * (1 / c.not_called() + 1 / c.positives()),
          c.true_positive / root - half * (1 / c.not_called() + 1 / c.negatives())};
}

}  // namespace

Metric mcc() {
  OperatingPoint point;
  point.id = "mcc";
  point.title = "Matthews correlation coefficient";
  point.question = "How strongly do calls and reference standard agree, all four cells counted?";
  point.definition =
      "(TP TN - FP FN) / sqrt((TP+FP)(TP+FN)(TN+FP)(TN+FN)): the correlation of two yes/no "
      "columns. Absent where a row or a column of the table is empty.";
  point.reference =
      "Matthews 1975, doi:10.1016/0005-2795(75)90109-9; variance: linearised over patients, on the "
      "scale of arctanh";
  point.family = Family::operating_point;
  point.better = Better::higher;
  point.denominator = Denominator::everyone;
  point.by_class = false;
  point.scale = Scale::fisher;
  point.value = mcc_value;
  point.gradient = mcc_gradient;
  point.when_empty = "a row or a column of the two-by-two table is empty";
  return operating_point_metric(point);
}

}  // namespace secondsite::metrics
