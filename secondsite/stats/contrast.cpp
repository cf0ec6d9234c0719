#include "secondsite/stats/contrast.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "secondsite/core/text.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::stats {

Interval normal_interval(Measured measured, double level) {
  if (!(measured.standard_error >= 0)) return {};
  const double half = normal_quantile(0.5 + level / 2) * measured.standard_error;
  return {measured.value - half, measured.value + half};
}

TestResult z_test(Measured measured, double goal, Alternative alternative) {
  const double z =
      measured.standard_error > 0 ? (measured.value - goal) / measured.standard_error : unknown;
  return {.method = "z test",
          .statistic = z,
          .p_value = normal_p_value(z, alternative),
          .alternative = std::string(name(alternative))};
}

core::Result<TestResult> non_inferiority(Measured difference, double margin) {
  if (!(margin >= 0))
    return core::Error("stats.bad-input",
                       "the non-inferiority margin " + core::exact(margin) + " is not 0 or more");
  TestResult out = z_test(difference, -margin, Alternative::greater);
  out.method = "non-inferiority, z, margin " + core::exact(margin);
  return out;
}

core::Result<TestResult> equivalence(Measured difference, double margin) {
  if (!(margin > 0))
    return core::Error("stats.bad-input",
                       "the equivalence margin " + core::exact(margin) + " is not above 0");
  const TestResult above = z_test(difference, -margin, Alternative::greater);
  const TestResult below = z_test(difference, margin, Alternative::less);
  TestResult out = above.p_value >= below.p_value ? above : below;
  out.method = "equivalence, two one-sided z tests, margin " + core::exact(margin);
  out.alternative = "within the margin";
  return out;
}

Measured difference(Measured first, Measured second, double covariance) {
  const double variance = first.standard_error * first.standard_error +
                          second.standard_error * second.standard_error - 2 * covariance;
  return {first.value - second.value,
          std::isnan(variance) ? unknown : std::sqrt(std::max(0.0, variance))};
}

double satterthwaite_degrees(std::span<const VarianceComponent> components) {
  double sum = 0;
  double weighted = 0;
  for (const VarianceComponent& each : components) {
    if (each.variance == 0) continue;
    sum += each.variance;
    weighted += each.variance * each.variance / each.degrees;
  }
  return weighted > 0 ? sum * sum / weighted : unknown;
}

core::Result<TestResult> welch_test(SampleMean first, SampleMean second, Alternative alternative) {
  for (const SampleMean& sample : {first, second})
    if (!(sample.n >= 2 && sample.variance >= 0))
      return core::Error("stats.bad-input",
                         "Welch's test needs two cases or more and a variance of 0 or more in each "
                         "group, not n = " +
                             core::exact(sample.n) + " with variance " +
                             core::exact(sample.variance));
  const std::array<VarianceComponent, 2> components{
      {{first.variance / first.n, first.n - 1}, {second.variance / second.n, second.n - 1}}};
  const double degrees = satterthwaite_degrees(components);
  const double se = std::sqrt(components[0].variance + components[1].variance);
  const double t = se > 0 ? (first.mean - second.mean) / se : unknown;
  return TestResult{.method = "Welch",
                    .statistic = t,
                    .degrees_of_freedom = degrees,
                    .p_value = student_p_value(t, degrees, alternative),
                    .alternative = std::string(name(alternative))};
}

}  // namespace secondsite::stats
