#pragma once
// The registry of audits: what could the model have learned instead of the disease?

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/metrics/metric.h"

namespace secondsite::shift {

// Does the covariate alone rank the label, and does the score give the covariate away?
struct CovariateAudit {
  std::string finding;
  std::string covariate;
  std::string level;                // for categories: this level against the rest; else empty
  stats::Estimate covariate_alone;  // AUROC of the covariate for the label, folded to at least 0.5
  stats::Estimate score_predicts;   // AUROC of the score for the covariate, among the negatives
  stats::Estimate score_predicts_all;  // the same over everyone
  bool flagged = false;
  std::string sentence;
};

// One finding's cases with one covariate beside them.
struct AuditInput {
  std::string finding;
  std::string covariate;
  metrics::Cases cases;
  std::span<const std::uint32_t> code;  // category of each case; Categories::blank where unknown
  std::span<const std::string> levels;  // empty: the covariate is a number
  std::span<const double> number;       // for number covariates; NaN where unknown
  metrics::MetricOptions options;
};

struct Audit {
  std::string_view id;
  std::string_view title;
  std::string_view question;
  std::string_view reference;
  std::function<std::vector<CovariateAudit>(const AuditInput&)> run;
};

namespace audits {
std::span<const Audit> all();
}

}  // namespace secondsite::shift
