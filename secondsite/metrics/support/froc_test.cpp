#include "secondsite/metrics/support/froc.h"

#include <gtest/gtest.h>

#include "secondsite/core/random.h"
#include "secondsite/metrics/support/mark_match.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::metrics {
namespace {

FrocColumns synthetic(std::uint64_t seed, std::uint32_t scans, bool clustered, double step) {
  const core::Random random(seed, "test.froc");
  FrocColumns out;
  out.scans = scans;
  for (std::uint32_t s = 0; s < scans; ++s) {
    const auto round = [step](double v) { return step > 0 ? std::round(v / step) * step : v; };
    for (std::uint64_t m = 0; m < random.below(12, s, 1); ++m) {
      out.false_scan.push_back(s);
      out.false_rating.push_back(round(random.normal(s, 100 + m)));
    }
    for (std::uint64_t l = 0; l < random.below(4, s, 2); ++l) {
      out.lesion_scan.push_back(s);
      const bool found = random.uniform(s, 50 + l) < 0.9;
      out.lesion_rating.push_back(found ? round(1.5 + random.normal(s, 200 + l)) : unmarked);
    }
    if (clustered) out.patient.push_back(s / 2);
  }
  if (clustered)
    for (std::uint64_t p = 0; p < (scans + 1) / 2; ++p) out.patient_key.push_back(1000 + p);
  return out;
}

// The scans that the weights of one replicate stand for, written out.
FrocColumns resampled(const FrocColumns& all, const PatientWeights& weights, unsigned replicate) {
  FrocColumns out;
  for (std::uint32_t s = 0; s < all.scans; ++s) {
    const std::uint32_t unit = all.patient.empty() ? s : all.patient[s];
    for (int copy = 0; copy < weights.weight(unit, replicate); ++copy) {
      const auto at = static_cast<std::uint32_t>(out.scans++);
      for (std::size_t m = 0; m < all.false_scan.size(); ++m)
        if (all.false_scan[m] == s) {
          out.false_scan.push_back(at);
          out.false_rating.push_back(all.false_rating[m]);
        }
      for (std::size_t l = 0; l < all.lesion_scan.size(); ++l)
        if (all.lesion_scan[l] == s) {
          out.lesion_scan.push_back(at);
          out.lesion_rating.push_back(all.lesion_rating[l]);
        }
    }
  }
  return out;
}

TEST(Froc, ReadsTheCurveBetweenItsPoints) {
  FrocColumns c;
  c.scans = 2;
  c.false_scan = {0, 1, 1, 0};
  c.false_rating = {0.9, 0.7, 0.5, 0.5};
  c.lesion_scan = {0, 1, 1, 1};
  c.lesion_rating = {0.95, 0.8, 0.5, unmarked};
  const FrocPlan plan = froc_plan(c.cases());
  // Points (false marks, hits): (0,1) (1,1) (1,2) (2,2) (4,3).
  const double rates[] = {0, 0.25, 0.5, 1, 1.5, 2, 8};
  EXPECT_EQ(froc_at(plan, rates, FrocInterpolation::linear),
            (std::vector<double>{0.25, 0.25, 0.5, 0.5, 0.625, 0.75, 0.75}));
  EXPECT_EQ(froc_at(plan, rates, FrocInterpolation::step),
            (std::vector<double>{0.25, 0.25, 0.5, 0.5, 0.5, 0.75, 0.75}));
  const auto points = froc_points(plan);
  EXPECT_EQ(points.size(), 6U);
  EXPECT_EQ(points.back().falses_a_scan, 2);
  EXPECT_EQ(points.back().sensitivity, 0.75);
}

TEST(Froc, ReplicatesEqualTheCurveOfTheCasesWrittenOut) {
  for (const double step : {0.0, 0.5}) {
    for (const bool clustered : {false, true}) {
      const FrocColumns all = synthetic(4, 61, clustered, step);
      const FrocPlan plan = froc_plan(all.cases());
      const auto weights = froc_weights(all.cases(), Resampling::poisson, 70, {});
      for (const auto kind : {FrocInterpolation::linear, FrocInterpolation::step}) {
        const auto fast = froc_replicates(plan, weights, froc_rates, kind, 2);
        for (unsigned r = 0; r < 70; ++r) {
          const FrocColumns one = resampled(all, weights, r);
          const auto slow = froc_at(froc_plan(one.cases()), froc_rates, kind);
          for (std::size_t k = 0; k < froc_rates.size(); ++k)
            EXPECT_DOUBLE_EQ(fast[r * froc_rates.size() + k], slow[k]);
        }
      }
    }
  }
}

TEST(Froc, HasNoValueWithoutLesionsOrScans) {
  FrocColumns c;
  const double rates[] = {1};
  EXPECT_TRUE(std::isnan(froc_at(froc_plan(c.cases()), rates)[0]));
  c.scans = 3;
  c.false_scan = {1};
  c.false_rating = {1};
  EXPECT_TRUE(std::isnan(froc_at(froc_plan(c.cases()), rates)[0]));
  const auto weights = froc_weights(c.cases(), Resampling::poisson, 3, {});
  for (const double v :
       froc_replicates(froc_plan(c.cases()), weights, rates, FrocInterpolation::linear, 1))
    EXPECT_TRUE(std::isnan(v));
}

TEST(Froc, InfluencePredictsTheBootstrapsSpread) {
  const FrocColumns all = synthetic(9, 800, false, 0);
  const FrocPlan plan = froc_plan(all.cases());
  const double rates[] = {0.5, 1, 2};
  const auto influence = froc_influence(plan, rates);
  double variance = 0;
  double sum = 0;
  for (const double v : influence) {
    variance += v * v;
    sum += v;
  }
  EXPECT_NEAR(sum, 0, 2e-3);  // whole marks against an interpolated rate
  const auto weights = froc_weights(all.cases(), Resampling::multinomial, 2000, {});
  const auto draws = froc_replicates(plan, weights, rates, FrocInterpolation::linear, 2);
  double mean = 0;
  double square = 0;
  for (unsigned r = 0; r < 2000; ++r) {
    const double cpm = (draws[3 * r] + draws[3 * r + 1] + draws[3 * r + 2]) / 3;
    mean += cpm / 2000;
    square += cpm * cpm / 2000;
  }
  const double spread = std::sqrt(square - mean * mean);
  EXPECT_NEAR(std::sqrt(variance) / spread, 1, 0.08);
}

}  // namespace
}  // namespace secondsite::metrics
