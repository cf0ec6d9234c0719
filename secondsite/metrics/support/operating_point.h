#pragma once
// What metrics at a threshold have in common: a function of the four counts and its derivatives.
// From these two follow the estimate, the interval, the influence of each case and the bootstrap.

#include <functional>
#include <string>
#include <string_view>

#include "secondsite/metrics/metric.h"
#include "secondsite/metrics/support/confusion.h"
#include "secondsite/metrics/support/scale.h"

namespace secondsite::metrics {

// Which cases stand below the line.
enum class Denominator {
  everyone,
  positives,
  negatives,
  called,
  not_called,
  all_but_true_negatives
};

struct OperatingPoint {
  std::string_view id;
  std::string_view title;
  std::string_view question;
  std::string_view definition;
  std::string_view reference;
  Family family = Family::operating_point;
  Better better = Better::higher;
  bool needs_threshold = true;
  bool needs_probability = false;
  Denominator denominator = Denominator::everyone;
  bool by_class = false;  // see Influence::by_class
  Scale scale = Scale::identity;
  double multiple = 1;  // of a fraction: 100 for "per 100 studies"
  // A fraction of cases: the cells that count as success. Its interval is Wilson on the effective
  // number of cases (stats/proportion.h). Empty: the interval is on `scale` from the influence
  // values.
  std::optional<Confusion> successes;
  // Homogeneous of degree 0: doubling all counts changes nothing. NaN where it has no value.
  std::function<double(const Confusion&, const MetricOptions&)> value;
  // Its derivative with respect to each count.
  std::function<Confusion(const Confusion&, const MetricOptions&)> gradient;
  // Says why there is no value, for NaN.
  std::string_view when_empty;
};

Metric operating_point_metric(const OperatingPoint& point);

// A fraction: the cells in `successes` (1 or 0 each) over the cells of the denominator, × multiple.
// Fills value, gradient and successes of `point`.
Metric fraction_metric(OperatingPoint point, const Confusion& successes);

// The same parts for metrics that are built by hand (PPV at another prevalence).
Influence cell_influence(const Cases& cases, double threshold, double value,
                         const Confusion& gradient);

}  // namespace secondsite::metrics
