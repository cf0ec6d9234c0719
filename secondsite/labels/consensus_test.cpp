#include "secondsite/labels/consensus.h"

#include <gtest/gtest.h>

#include <cmath>

#include "secondsite/core/random.h"
#include "secondsite/core/registry.h"

namespace secondsite::labels {
namespace {

Consensus by(std::string_view rule, const stats::Ratings& ratings, ConsensusOptions options = {}) {
  auto found = (*core::find_entry(consensus_rules::all(), rule, "rule"))->apply(ratings, options);
  EXPECT_TRUE(found);
  return *found;
}

// Dawid & Skene's anaesthetists are not at hand; a planted truth is: readers with known chances.
struct Planted {
  std::vector<double> said;
  std::vector<int> truth;
  std::vector<double> sensitivity{.95, .8, .7, .9, .6};
  std::vector<double> specificity{.9, .95, .8, .97, .7};

  explicit Planted(int cases) {
    const core::Random random(5, "planted readers");
    for (int c = 0; c < cases; ++c) {
      const auto key = static_cast<std::uint64_t>(c);
      truth.push_back(random.uniform(key, 0) < .3 ? 1 : 0);
      for (std::size_t r = 0; r < 5; ++r) {
        const double right = truth.back() == 1 ? sensitivity[r] : specificity[r];
        said.push_back(random.uniform(key, r + 1) < right ? truth.back() : 1 - truth.back());
      }
    }
  }
};

TEST(Consensus, OfTheMajorityCountsItsTies) {
  const std::vector<double> value = {1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0};
  const auto ratings = stats::ratings_from(value, 4);
  const auto found = by("majority", ratings);
  EXPECT_EQ(found.ties, 1U);
  EXPECT_EQ(found.label(ratings, 0), -1);
  EXPECT_EQ(found.label(ratings, 1), 1);
  EXPECT_EQ(found.label(ratings, 2), 0);
  EXPECT_DOUBLE_EQ(found.posterior(ratings, 1)[1], .75);
  EXPECT_EQ(by("majority", ratings, {.tie = 1}).label(ratings, 0), 1);
}

TEST(Consensus, RecoversPlantedErrorRates) {
  const Planted planted(20000);
  const auto ratings = stats::ratings_from(planted.said, 5);
  const auto found = by("dawid_skene", ratings);
  EXPECT_TRUE(found.converged);
  EXPECT_NEAR(found.prevalence[1], .3, .01);
  int right = 0;
  int majority_right = 0;
  const auto votes = by("majority", ratings);
  for (std::size_t r = 0; r < 5; ++r) {
    EXPECT_NEAR(found.readers[r].confusion[3], planted.sensitivity[r], .02) << r;
    EXPECT_NEAR(found.readers[r].confusion[0], planted.specificity[r], .02) << r;
  }
  for (std::size_t c = 0; c < planted.truth.size(); ++c) {
    right += found.label(ratings, c) == planted.truth[c] ? 1 : 0;
    majority_right += votes.label(ratings, c) == planted.truth[c] ? 1 : 0;
  }
  EXPECT_GT(right, majority_right);
}

TEST(Consensus, OfStapleKeepsItsPrior) {
  const Planted planted(2000);
  const auto ratings = stats::ratings_from(planted.said, 5);
  const auto found = by("staple", ratings, {.prior = {.7, .3}});
  EXPECT_EQ(found.prevalence, (std::vector<double>{.7, .3}));
  EXPECT_NEAR(found.readers[0].confusion[3], .95, .03);
}

TEST(Consensus, WithoutAReaderForgetsWhatTheReaderSaid) {
  const std::vector<double> value = {1, 0, 0, 0, 1, 1};
  const auto ratings = stats::ratings_from(value, 3);
  const auto others = by("majority", without_reader(ratings, 0));
  EXPECT_EQ(others.label(ratings, 0), 0);
  EXPECT_EQ(others.label(ratings, 1), 1);
}

TEST(Consensus, NeedsReadings) {
  for (const ConsensusRule& rule : consensus_rules::all())
    EXPECT_FALSE(rule.apply(stats::ratings_from({}, 3), {})) << rule.id;
}

}  // namespace
}  // namespace secondsite::labels
