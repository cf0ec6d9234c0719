#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "secondsite/core/registry.h"
#include "secondsite/stats/agreement/support/fleiss.h"
#include "secondsite/stats/agreement_coefficient.h"

namespace secondsite::stats {
namespace {

const double none = std::nan("");

Estimate of(std::string_view id, const Ratings& ratings, AgreementOptions options = {},
            Clusters clusters = {}) {
  return estimate_agreement(**core::find_entry(agreement::all(), id, "coefficient of agreement"),
                            ratings, clusters, options);
}

// Krippendorff 2011 and Gwet's 4 raters by 12 units with holes.
Ratings twelve_units() {
  const std::vector<double> value = {
      1, 1, none, 1, 2, 2, 3, 2, 3, 3, 3, 3, 3,    3, 3, 3, 2,    2,    2, 2, 1,    2,    3, 4,
      4, 4, 4,    4, 1, 1, 2, 1, 2, 2, 2, 2, none, 5, 5, 5, none, none, 1, 1, none, none, 3, none};
  return ratings_from(value, 4);
}

TEST(Agreement, ReproducesKrippendorffOnItsFourScales) {
  const Ratings r = twelve_units();
  EXPECT_NEAR(of("krippendorff_alpha", r).value, .74342105, 5e-9);
  EXPECT_NEAR(of("krippendorff_alpha", r, {.scale = RatingScale::ordinal}).value, .8153875, 5e-8);
  EXPECT_NEAR(of("krippendorff_alpha", r, {.scale = RatingScale::interval}).value, .84910714, 5e-9);
  EXPECT_NEAR(of("krippendorff_alpha", r, {.scale = RatingScale::ratio}).value, .79740277, 5e-9);
}

TEST(Agreement, ReproducesGwetWithMissingReadings) {
  const Ratings r = twelve_units();
  EXPECT_NEAR(of("gwet_ac", r).value, .77544, 5.1e-6);
  EXPECT_NEAR(of("gwet_ac", r).standard_error, .14295, 5.1e-6);
  EXPECT_NEAR(of("fleiss_kappa", r).value, .76117, 5.1e-6);
  EXPECT_NEAR(of("conger_kappa", r).value, .76282, 5.1e-6);
  EXPECT_NEAR(of("brennan_prediger", r).value, .77273, 5.1e-6);
  EXPECT_NEAR(of("percent_agreement", r).value, .81818, 5.1e-6);
}

TEST(Agreement, ReproducesShroutAndFleiss) {
  const std::vector<double> value = {9, 2, 5, 8, 6,  1, 3, 2, 8, 4, 6, 8,
                                     7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7};
  const Ratings r = ratings_from(value, 4);
  EXPECT_NEAR(of("icc_1_1", r).value, .16574177, 5e-9);
  EXPECT_NEAR(of("icc_2_1", r).value, .28976378, 5e-9);
  EXPECT_NEAR(of("icc_3_1", r).value, .71484071, 5e-9);
  EXPECT_NEAR(of("icc_1_k", r).value, .44279713, 5e-9);
  EXPECT_NEAR(of("icc_2_k", r).value, .62005055, 5e-9);
  EXPECT_NEAR(of("icc_3_k", r).value, .90931554, 5e-9);
  EXPECT_NEAR(of("icc_2_1", r).interval.lower, .018786513, 5e-10);
  EXPECT_NEAR(of("icc_2_1", r).interval.upper, .76108437, 5e-9);
}

TEST(Agreement, SaysWhyThereIsNoKappaWhereEveryReadingIsTheSame) {
  const std::vector<double> constant(20, 1);
  const Ratings r = ratings_from(constant, 2);
  EXPECT_EQ(of("cohen_kappa", r).absent_code, "agreement.no-variation");
  EXPECT_EQ(of("krippendorff_alpha", r).absent_code, "agreement.no-variation");
  EXPECT_EQ(of("icc_2_1", r).absent_code, "agreement.no-variation");
  EXPECT_EQ(of("percent_agreement", r).value, 1);
  const std::vector<double> scale = {0, 1};
  EXPECT_EQ(of("gwet_ac", ratings_from(constant, 2, scale)).value, 1);
}

TEST(Agreement, NeedsTwoReadersOfOneUnit) {
  const std::vector<double> apart = {1, none, none, 0, 1, none};
  for (const AgreementCoefficient& coefficient : agreement::all()) {
    const auto e = estimate_agreement(coefficient, ratings_from(apart, 2), {}, {});
    EXPECT_EQ(e.absent_code, "agreement.no-pairs") << coefficient.id;
    EXPECT_FALSE(estimate_agreement(coefficient, ratings_from({}, 2), {}, {}).is_estimable());
  }
}

// The influence is the derivative of the value by the weight of a pattern, which the bootstrap's
// weights change: moving a weight moves the value as the influence says.
TEST(Agreement, HasInfluencesThatAreItsDerivatives) {
  std::vector<double> value;
  for (int i = 0; i < 90; ++i)
    for (int r = 0; r < 3; ++r) value.push_back((i * 7 + (i % 5 == r ? r + 1 : 0)) % 4 + 1);
  const Ratings r = ratings_from(value, 3);
  const Ratings pair = pair_of(r, 0, 1);
  for (const AgreementCoefficient& coefficient : agreement::all())
    for (const RatingScale scale :
         {RatingScale::nominal, RatingScale::ordinal, RatingScale::ratio}) {
      const Ratings& used = coefficient.two_readers ? pair : r;
      const AgreementOptions options{.scale = scale, .weights = AgreementWeights::quadratic};
      auto weight = unit_counts(used);
      // Many copies, so that n and n − 1 are alike.
      for (double& w : weight) w *= 1e4;
      const auto at = coefficient.compute(used, weight, options, true);
      const double n = std::accumulate(weight.begin(), weight.end(), 0.0);
      for (std::size_t p = 0; p < used.patterns(); ++p) {
        const double step = n * 1e-5;
        auto up = weight;
        auto down = weight;
        up[p] += step;
        down[p] -= std::min(step, weight[p]);
        const double change = coefficient.compute(used, up, options, false).value -
                              coefficient.compute(used, down, options, false).value;
        EXPECT_NEAR(change / (up[p] - down[p]) * n, at.influence[p] * n,
                    2e-3 * (1 + std::abs(at.influence[p] * n)))
            << coefficient.id << " " << name(scale) << " pattern " << p;
      }
    }
}

TEST(Agreement, WidensWithPatientsWhoseUnitsAreCopies) {
  std::vector<double> value;
  std::vector<std::uint32_t> patient;
  for (std::uint32_t i = 0; i < 60; ++i)
    for (int copy = 0; copy < 4; ++copy) {
      value.push_back(i % 3 == 0);
      value.push_back(i % 4 == 0);
      patient.push_back(i);
    }
  const Ratings r = ratings_from(value, 2);
  const auto alone = of("cohen_kappa", r);
  const auto clustered = of("cohen_kappa", r, {}, {patient, 60});
  EXPECT_EQ(clustered.n_clusters, 60U);
  EXPECT_EQ(clustered.unit, "patient");
  EXPECT_NEAR(clustered.standard_error / alone.standard_error, 2, 0.02);
}

TEST(Agreement, SplitsFleissByCategory) {
  const std::vector<double> value = {0, 0, 0, 1, 1, 1, 0, 1};
  const auto found = agreement::fleiss_by_category(ratings_from(value, 2));
  ASSERT_EQ(found.size(), 2U);
  // With two categories each category's kappa is the whole one.
  EXPECT_NEAR(found[0].value, of("fleiss_kappa", ratings_from(value, 2)).value, 1e-15);
  EXPECT_NEAR(found[1].value, found[0].value, 1e-15);
}

}  // namespace
}  // namespace secondsite::stats
