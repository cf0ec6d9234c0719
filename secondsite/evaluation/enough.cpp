#include "secondsite/evaluation/enough.h"

#include <algorithm>

#include "secondsite/core/text.h"
#include "secondsite/metrics/metric.h"

namespace secondsite::evaluation {

std::string Support::text() const {
  std::string out = core::counted(have, std::string(of));
  if (!of_other.empty()) out += " and " + core::counted(have_other, std::string(of_other));
  return out;
}

Support support_of(const stats::Estimate& estimate) {
  switch (metrics::input_of(estimate.metric)) {
    case metrics::Input::scores:
      break;
    case metrics::Input::measures:
      return {"case", "", estimate.n, estimate.n};
    case metrics::Input::marks:
      return {"lesion", "scan", estimate.n_positive, estimate.n};
  }
  return {"positive", "negative", estimate.n_positive,
          estimate.n - std::min(estimate.n, estimate.n_positive)};
}

void name_shortage(stats::Verdict& verdict, const Support& support) {
  verdict.further_of = support.of;
  verdict.further_of_other = support.of_other;
}

}  // namespace secondsite::evaluation
