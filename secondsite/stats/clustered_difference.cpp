#include "secondsite/stats/clustered_difference.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace secondsite::stats {
namespace {

struct Side {
  std::vector<double> cases;  // one a patient index
  std::vector<double> successes;
  double n = 0;
  double proportion = unknown;
};

Side side_of(const ProportionCases& cases, std::size_t patients) {
  Side out;
  out.cases.assign(patients, 0);
  out.successes.assign(patients, 0);
  double successes = 0;
  for (std::size_t k = 0; k < cases.success.size(); ++k) {
    out.cases[cases.patient[k]] += 1;
    out.successes[cases.patient[k]] += cases.success[k];
    successes += cases.success[k];
  }
  out.n = static_cast<double>(cases.success.size());
  out.proportion = successes / out.n;
  return out;
}

std::size_t patients_in(const ProportionCases& cases) {
  std::size_t count = 0;
  for (const std::uint32_t i : cases.patient) count = std::max(count, std::size_t{i} + 1);
  return count;
}

}  // namespace

core::Result<ClusteredDifference> clustered_difference(const ProportionCases& first,
                                                       const ProportionCases& second) {
  for (const ProportionCases* side : {&first, &second}) {
    if (side->success.empty())
      return core::Error("stats.no-cases", "one side of the difference has no case");
    if (side->patient.size() != side->success.size())
      return core::Error("stats.bad-input",
                         "a clustered difference needs the patient of every case");
  }
  const std::size_t patients = std::max(patients_in(first), patients_in(second));
  const Side a = side_of(first, patients);
  const Side b = side_of(second, patients);
  ClusteredDifference out;
  double squares = 0;
  double products = 0;
  for (std::size_t i = 0; i < patients; ++i) {
    if (a.cases[i] == 0 && b.cases[i] == 0) continue;
    ++out.patients;
    const double ea = (a.successes[i] - a.proportion * a.cases[i]) / a.n;
    const double eb = (b.successes[i] - b.proportion * b.cases[i]) / b.n;
    squares += (ea - eb) * (ea - eb);
    products += ea * eb;
  }
  out.difference.value = a.proportion - b.proportion;
  if (out.patients < 2) return out;
  const auto count = static_cast<double>(out.patients);
  out.difference.standard_error = std::sqrt(count / (count - 1) * squares);
  out.covariance = count / (count - 1) * products;
  return out;
}

core::Result<TestResult> clustered_difference_test(const ProportionCases& first,
                                                   const ProportionCases& second,
                                                   Alternative alternative) {
  auto made = clustered_difference(first, second);
  if (!made) return std::move(made).error();
  const Measured d = made->difference;
  const double degrees = static_cast<double>(made->patients) - 1;
  double t = d.standard_error > 0 ? d.value / d.standard_error : unknown;
  if (d.standard_error == 0 && d.value == 0) t = 0;
  return TestResult{.method = "clustered difference of proportions (Obuchowski 1998)",
                    .statistic = t,
                    .degrees_of_freedom = degrees,
                    .p_value = student_p_value(t, degrees, alternative),
                    .alternative = std::string(name(alternative))};
}

}  // namespace secondsite::stats
