#include "secondsite/shift/covariate_floor.h"

#include <gtest/gtest.h>

#include "secondsite/cohort/build.h"
#include "secondsite/core/random.h"

namespace secondsite::shift {
namespace {

// Label by coin; `tells` agrees with it nine times of ten, `noise` never knows.
cohort::Table planted(std::size_t patients) {
  const core::Random random(3, "planted");
  std::vector<std::vector<std::string>> cells;
  for (std::uint64_t p = 0; p < patients; ++p)
    for (std::uint64_t image = 0; image < 3; ++image) {
      const bool label = random.uniform(p, image) < 0.3;
      const bool agrees = random.uniform(p, 10 + image) < 0.9;
      const std::string tells = label == agrees ? "portable" : "fixed";
      cells.push_back({"p" + std::to_string(p), label ? "1" : "0", tells,
                       random.uniform(p, 20 + image) < 0.5 ? "F" : "M",
                       std::to_string(20 + random.below(60, p, 30))});
    }
  cells.push_back({"px", "", "fixed", "F", "40"});
  cells.push_back({"py", "-1", "fixed", "F", ""});
  return *cohort::table_from_texts("t", {"patient", "label", "room", "sex", "age"}, cells);
}

TEST(CovariateFloor, FindsTheCovariateThatTellsTheLabelAndOnlyThat) {
  const auto summary = summarise_label(
      planted(700), "label", {.patient = "patient", .covariates = {"sex", "room", "age"}}, {});
  ASSERT_TRUE(summary) << summary.error().text();
  EXPECT_EQ(summary->prevalence.n, 2100U);
  EXPECT_EQ(summary->prevalence.n_clusters, 700U);
  ASSERT_EQ(summary->covariates.size(), 3U);
  EXPECT_EQ(summary->covariates[0].covariate, "room");
  EXPECT_NEAR(summary->covariates[0].auroc.value, 0.9, 0.02);
  EXPECT_LT(summary->covariates[0].auroc.interval.lower, 0.9);
  // H(room) - H(room | label) = H(.34) - H(.1) = .456 bits.
  EXPECT_NEAR(summary->covariates[0].mutual_information.value, 0.456, 0.04);
  for (const std::size_t i : {1U, 2U}) {
    EXPECT_NEAR(summary->covariates[i].auroc.value, 0.5, 0.04);
    EXPECT_LT(summary->covariates[i].mutual_information.value, 0.01);
  }
  EXPECT_NEAR(summary->auroc_of_all.value, 0.9, 0.03);
}

TEST(CovariateFloor, OfTwoLevelsIsTheAreaThatTheLevelsThemselvesHave) {
  // A rare label and two levels: every fold ranks them alike, so nothing is lost to the folds. The
  // area of a two-valued score is (1 + sensitivity - false positive rate) / 2.
  const core::Random random(5, "rare");
  std::vector<std::vector<std::string>> cells;
  double positives = 0, ap_positives = 0, negatives = 0, ap_negatives = 0;
  for (std::uint64_t p = 0; p < 6000; ++p) {
    const bool ap = random.uniform(p, 0) < 0.4;
    const bool label = random.uniform(p, 1) < (ap ? 0.04 : 0.005);
    (label ? positives : negatives) += 1;
    (label ? ap_positives : ap_negatives) += ap ? 1 : 0;
    cells.push_back({"p" + std::to_string(p), label ? "1" : "0", ap ? "AP" : "PA"});
  }
  const auto summary =
      summarise_label(*cohort::table_from_texts("t", {"patient", "label", "view"}, cells), "label",
                      {.patient = "patient", .covariates = {"view"}}, {});
  ASSERT_TRUE(summary);
  const double area = 0.5 * (1 + ap_positives / positives - ap_negatives / negatives);
  EXPECT_NEAR(summary->covariates[0].auroc.value, area, 0.004);
  EXPECT_LT(summary->covariates[0].auroc.interval.lower, area);
  EXPECT_GT(summary->covariates[0].auroc.interval.upper, area);
}

TEST(CovariateFloor, KnowsLabelColumnsFromOthers) {
  EXPECT_EQ(label_columns(planted(20), 2), (std::vector<std::string>{"label"}));
}

}  // namespace
}  // namespace secondsite::shift
