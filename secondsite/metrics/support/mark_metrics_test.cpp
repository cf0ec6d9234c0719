// What every metric of marks keeps.
#include "secondsite/metrics/support/mark_metrics.h"

#include <gtest/gtest.h>

#include <numeric>

#include "secondsite/core/random.h"
#include "secondsite/metrics/support/influence.h"

namespace secondsite::metrics {
namespace {

struct Reading {
  MarkSet set;
  std::vector<std::uint32_t> scan;
  std::vector<std::uint8_t> positive;
  std::vector<std::uint32_t> patient;
  std::vector<std::uint64_t> patient_key;

  Cases cases() const {
    return {.positive = positive,
            .patient = patient,
            .patient_key = patient_key,
            .marks = &set,
            .scan = scan};
  }
  void name(std::uint32_t s, std::uint32_t p) {
    scan.push_back(s);
    positive.push_back(set.lesions_of(s).empty() ? 0 : 1);
    patient.push_back(p);
  }
};

// Two scans a patient; ratings are rounded where `grain` is not 0.
Reading reading(std::uint32_t scans, double grain) {
  const core::Random random(8, "test.mark-metrics");
  const auto rated = [grain](double v) { return grain > 0 ? std::round(v / grain) * grain : v; };
  Reading out;
  for (std::uint32_t s = 0; s < scans; ++s) {
    std::vector<Lesion> lesions(random.below(3, s, 0));
    for (std::size_t l = 0; l < lesions.size(); ++l)
      lesions[l].weight = 1.0 + static_cast<double>(l);
    std::vector<Mark> marks;
    for (std::uint32_t l = 0; l < lesions.size(); ++l)
      if (random.uniform(s, 10 + l) < 0.8)
        marks.push_back({rated(1.2 + random.normal(s, 20 + l)), l});
    for (std::uint64_t f = 0; f < random.below(6, s, 1); ++f)
      marks.push_back({rated(random.normal(s, 30 + f)), Mark::miss});
    out.set.add_scan(marks, lesions);
  }
  for (std::uint32_t p = 0; p < scans / 2; ++p) out.patient_key.push_back(500 + p);
  for (std::uint32_t s = 0; s < scans; ++s) out.name(s, s / 2);
  return out;
}

TEST(MarkMetrics, ReplicatesEqualTheMetricOfTheScansWrittenOut) {
  for (const double grain : {0.0, 0.5}) {
    const Reading all = reading(80, grain);
    const auto weights = PatientWeights::poisson(all.patient_key, 40, {});
    for (const Metric& metric : marks::all()) {
      const auto fast = metric.replicates(all.cases(), weights, {});
      for (unsigned r = 0; r < 40; ++r) {
        Reading one{.set = all.set, .scan = {}, .positive = {}, .patient = {}, .patient_key = {}};
        for (std::uint32_t s = 0; s < 80; ++s)
          for (int copy = 0; copy < weights.weight(s / 2, r); ++copy)
            one.name(s, static_cast<std::uint32_t>(one.scan.size()));
        one.patient.clear();
        EXPECT_NEAR(fast[r], metric.estimate(one.cases(), {}).value, 1e-12) << metric.id;
      }
    }
  }
}

TEST(MarkMetrics, InfluencePredictsTheBootstrap) {
  const Reading all = reading(1200, 0);
  const auto weights = PatientWeights::poisson(all.patient_key, 1000, {});
  for (const Metric& metric : marks::all()) {
    const auto draws = metric.replicates(all.cases(), weights, {});
    const double mean = std::accumulate(draws.begin(), draws.end(), 0.0) / 1000;
    double square = 0;
    for (const double v : draws) square += (v - mean) * (v - mean) / 999;
    const auto estimate = metric.estimate(all.cases(), {});
    // 1,000 replicates know a standard error to 2.2 %; three of these, and what a slope is smoothed
    // by.
    EXPECT_NEAR(estimate.standard_error / std::sqrt(square), 1, 0.09) << metric.id;
    EXPECT_TRUE(estimate.has_interval()) << metric.id;
    EXPECT_EQ(estimate.n_clusters, 600U);
  }
}

TEST(MarkMetrics, SayWhyThereIsNoValue) {
  Reading none;
  none.set.add_scan({}, {});
  none.name(0, 0);
  none.patient_key = {1};
  for (const Metric& metric : marks::all()) {
    const auto without_lesions = metric.estimate(none.cases(), {});
    if (metric.id != "false_marks_per_scan") {
      EXPECT_EQ(without_lesions.absent_code, "metric.empty-denominator") << metric.id;
    }
    Cases nothing;
    nothing.marks = &none.set;
    EXPECT_EQ(metric.estimate(nothing, {}).absent_code, "metric.no-cases") << metric.id;
    Cases no_marks = none.cases();
    no_marks.marks = nullptr;
    EXPECT_EQ(metric.estimate(no_marks, {}).absent_code, "metric.no-marks") << metric.id;
  }
}

TEST(MarkMetrics, NameTheHitRule) {
  Reading all = reading(40, 0);
  all.set.rule = "centres nearer than 5 mm";
  for (const Metric& metric : marks::all()) {
    const auto estimate = metric.estimate(all.cases(), {});
    EXPECT_TRUE(std::any_of(estimate.definitions.begin(), estimate.definitions.end(),
                            [](const auto& d) { return d.choice == "centres nearer than 5 mm"; }))
        << metric.id;
  }
}

}  // namespace
}  // namespace secondsite::metrics
