#include <algorithm>
#include <cmath>

#include "secondsite/cohort/table.h"
#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/shift/audit.h"

namespace secondsite::shift::audits {
namespace {

using stats::Estimate;

// Both AUROCs must reach this, with their intervals clear of 0.5, before a covariate is flagged:
// below it a covariate explains too little of the ranking to be worth a reader's alarm.
constexpr double worth_a_flag = 0.6;
constexpr std::uint64_t fewest_on_a_side = 10;

// The cases for which the covariate is known, as columns.
struct Known {
  std::vector<double> score;
  std::vector<std::uint8_t> positive;
  std::vector<std::uint32_t> patient;
  std::vector<double> covariate;
};

template <typename Value>
Known known_cases(const AuditInput& input, const Value& value) {
  Known known;
  for (std::size_t i = 0; i < input.cases.size(); ++i) {
    const double covariate = value(i);
    if (std::isnan(covariate)) continue;
    known.score.push_back(input.cases.score[i]);
    known.positive.push_back(input.cases.positive[i]);
    if (input.cases.is_clustered()) known.patient.push_back(input.cases.patient[i]);
    known.covariate.push_back(covariate);
  }
  return known;
}

// A covariate may rank the label either way round: the stronger way is told.
Estimate folded(Estimate estimate, const char* what) {
  estimate.definitions.push_back({"what is ranked", what});
  if (!estimate.is_estimable() || estimate.value >= 0.5) return estimate;
  estimate.value = 1 - estimate.value;
  estimate.interval = {1 - estimate.interval.upper, 1 - estimate.interval.lower};
  estimate.definitions.push_back({"direction", "reversed: lower values are positive"});
  return estimate;
}

Estimate auroc_of(std::span<const double> score, std::span<const std::uint8_t> positive,
                  std::span<const std::uint32_t> patient, const AuditInput& input,
                  const char* what) {
  // The registry is complete before any audit runs, and "auroc" is part of the program.
  const auto auroc = core::find_entry(metrics::all(), "auroc", "metric");
  metrics::MetricOptions options = input.options;
  options.interval = metrics::IntervalKind::analytic;
  return folded((*auroc)->estimate({score, positive, patient, input.cases.patient_key}, options),
                what);
}

bool is_strong(const Estimate& estimate) {
  return estimate.is_estimable() && estimate.value >= worth_a_flag &&
         estimate.interval.lower > 0.5 && estimate.n_positive >= fewest_on_a_side &&
         estimate.n - estimate.n_positive >= fewest_on_a_side;
}

// Does the covariate rank the label, and does the score tell covariate values above `cut` from the
// rest?
CovariateAudit audit_of(const AuditInput& input, const Known& known, std::string level,
                        double cut) {
  CovariateAudit audit{
      .finding = input.finding, .covariate = input.covariate, .level = std::move(level)};
  audit.covariate_alone = auroc_of(known.covariate, known.positive, known.patient, input,
                                   "the covariate, for the label");

  std::vector<std::uint8_t> high(known.covariate.size());
  std::transform(known.covariate.begin(), known.covariate.end(), high.begin(),
                 [cut](double value) { return value > cut ? 1 : 0; });
  audit.score_predicts_all =
      auroc_of(known.score, high, known.patient, input, "the score, for the covariate");

  Known negatives;
  std::vector<std::uint8_t> high_negative;
  for (std::size_t i = 0; i < known.score.size(); ++i) {
    if (known.positive[i] != 0) continue;
    negatives.score.push_back(known.score[i]);
    high_negative.push_back(high[i]);
    if (!known.patient.empty()) negatives.patient.push_back(known.patient[i]);
  }
  audit.score_predicts = auroc_of(negatives.score, high_negative, negatives.patient, input,
                                  "the score, for the covariate, among negatives");

  audit.flagged = is_strong(audit.covariate_alone) && is_strong(audit.score_predicts);
  const std::string what =
      audit.level.empty() ? input.covariate : input.covariate + " = " + audit.level;
  if (!audit.covariate_alone.is_estimable()) {
    audit.sentence = what + " cannot be audited: " + audit.covariate_alone.absent_reason;
    return audit;
  }
  audit.sentence = what + " alone ranks " + input.finding + " with AUROC " +
                   core::fixed(audit.covariate_alone.value, 3);
  if (audit.flagged)
    audit.sentence += ", and among the negatives the score still tells " + what + " with " +
                      core::fixed(audit.score_predicts.value, 3) +
                      ": part of the performance may be " + input.covariate + ", not disease.";
  else
    audit.sentence += audit.covariate_alone.interval.lower > 0.5
                          ? "; that is the floor that the model must beat."
                          : ", no better than chance.";
  return audit;
}

double median(std::vector<double> values) {
  if (values.empty()) return stats::unknown;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::vector<CovariateAudit> run(const AuditInput& input) {
  std::vector<CovariateAudit> out;
  if (input.levels.empty()) {
    const Known known = known_cases(input, [&](std::size_t i) { return input.number[i]; });
    out.push_back(audit_of(input, known, "", median(known.covariate)));
    return out;
  }
  // Two levels say the same thing twice: the first against the second is enough.
  const std::size_t told = input.levels.size() == 2 ? 1 : input.levels.size();
  for (std::size_t level = 0; level < told; ++level) {
    const Known known = known_cases(input, [&](std::size_t i) {
      if (input.code[i] == cohort::Categories::blank) return stats::unknown;
      return input.code[i] == level ? 1.0 : 0.0;
    });
    out.push_back(audit_of(input, known, input.levels[level], 0.5));
  }
  return out;
}

}  // namespace

Audit covariate() {
  return {
      .id = "covariate",
      .title = "What a covariate gives away",
      .question =
          "Does the covariate alone rank the label, and does the score give the covariate away?",
      .reference = "Zech et al. 2018, doi:10.1371/journal.pmed.1002683",
      .run = run};
}

}  // namespace secondsite::shift::audits
