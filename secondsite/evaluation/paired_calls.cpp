#include "secondsite/evaluation/paired_calls.h"

#include "secondsite/metrics/support/contrast.h"
#include "secondsite/stats/clustered_difference.h"
#include "secondsite/stats/mcnemar.h"

namespace secondsite::evaluation {
namespace {

// The cases of one class as scores of 1 (called) and 0.
FindingCases calls_of(const FindingCases& cases, double threshold, bool positives) {
  FindingCases out{.columns = cases.columns, .patient_key = cases.patient_key};
  for (std::size_t i = 0; i < cases.score.size(); ++i) {
    if ((cases.positive[i] != 0) != positives) continue;
    out.score.push_back(cases.score[i] >= threshold ? 1 : 0);
    out.positive.push_back(cases.positive[i]);
    if (!cases.patient.empty()) out.patient.push_back(cases.patient[i]);
    if (!cases.case_key.empty()) out.case_key.push_back(cases.case_key[i]);
  }
  return out;
}

std::vector<std::uint8_t> right_calls(const FindingCases& calls, bool positives) {
  std::vector<std::uint8_t> out;
  for (const double score : calls.score) out.push_back((score > 0) == positives ? 1 : 0);
  return out;
}

core::Result<stats::TestResult> test_of(const PairedCalls& calls, const FindingCases& cases,
                                        const std::vector<std::uint8_t>& first,
                                        const std::vector<std::uint8_t>& second) {
  const bool repeats = !cases.patient.empty() && calls.difference.n_clusters < calls.difference.n;
  if (!repeats)
    return stats::mcnemar_exact(
        {static_cast<double>(calls.first_only), static_cast<double>(calls.second_only)}, true);
  return stats::clustered_difference_test({first, cases.patient, cases.patient_key},
                                          {second, cases.patient, cases.patient_key},
                                          stats::Alternative::two_sided);
}

}  // namespace

std::vector<PairedCalls> compare_calls(const FindingCases& a, double threshold_a,
                                       const FindingCases& b, double threshold_b,
                                       const metrics::MetricOptions& options) {
  std::vector<PairedCalls> out;
  for (const bool positives : {true, false}) {
    const metrics::Metric* metric = metrics::find(positives ? "sensitivity" : "specificity");
    const FindingCases first = calls_of(a, threshold_a, positives);
    const FindingCases second = calls_of(b, threshold_b, positives);
    if (metric == nullptr || first.score.empty()) continue;
    metrics::MetricOptions at_half = options;
    at_half.threshold = 0.5;
    PairedCalls calls;
    calls.difference = metrics::contrast(*metric, first.cases(), second.cases(),
                                         metrics::Relation::same_cases, at_half);
    const std::vector<std::uint8_t> right_first = right_calls(first, positives);
    const std::vector<std::uint8_t> right_second = right_calls(second, positives);
    for (std::size_t i = 0; i < right_first.size(); ++i) {
      calls.first_only += right_first[i] > right_second[i] ? 1 : 0;
      calls.second_only += right_second[i] > right_first[i] ? 1 : 0;
    }
    calls.difference.test.reset();
    if (auto test = test_of(calls, first, right_first, right_second))
      calls.difference.test = std::move(*test);
    out.push_back(std::move(calls));
  }
  return out;
}

}  // namespace secondsite::evaluation
