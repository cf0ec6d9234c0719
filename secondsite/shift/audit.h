#pragma once
// The registry of audits: what could the model have learned instead of the disease?

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/evaluation/run.h"
#include "secondsite/metrics/metric.h"

namespace secondsite::shift {

// One finding's cases with one covariate beside them.
struct AuditInput {
  std::string finding;
  std::string covariate;
  metrics::Cases cases;
  std::span<const std::uint32_t> code;   // category of each case; Categories::blank where unknown
  std::span<const std::string> levels;   // empty: the covariate is a number
  std::span<const double> number;        // for number covariates; NaN where unknown
  metrics::MetricOptions options;
};

struct Audit {
  std::string_view id;
  std::string_view title;
  std::string_view question;
  std::string_view reference;
  std::function<std::vector<evaluation::CovariateAudit>(const AuditInput&)> run;
};

namespace audits {
std::span<const Audit> all();
}

}  // namespace secondsite::shift
