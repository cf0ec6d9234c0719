#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "secondsite/core/registry.h"
#include "secondsite/guide/lesion.h"
#include "secondsite/guide/overlap.h"
#include "secondsite/guide/page.h"
#include "secondsite/guide/stratification.h"

namespace secondsite::guide {
namespace {

PassageResult run(std::string_view id) {
  const auto passage = core::find_entry(passages::all(), id, "passage");
  auto result = (*passage)->run({});
  EXPECT_TRUE(result) << id;
  return *std::move(result);
}

Recomputed row(std::string_view id, std::string_view what) {
  for (const Recomputed& each : run(id).numbers)
    if (each.what == what) return each;
  ADD_FAILURE() << id << " has no row " << what;
  return {};
}

TEST(Passages, AllRunWithoutDataOrNetworkAndSaySo) {
  std::set<int> orders;
  for (const Passage& passage : passages::all()) {
    const auto result = passage.run({});
    ASSERT_TRUE(result) << passage.id;
    EXPECT_TRUE(!result->numbers.empty() || !result->skipped.empty()) << passage.id;
    for (const Recomputed& number : result->numbers) {
      EXPECT_FALSE(number.what.empty() || number.method.empty()) << passage.id;
      EXPECT_FALSE(std::isnan(number.value)) << passage.id << ": " << number.what;
    }
    EXPECT_TRUE(orders.insert(passage.order).second) << passage.id;
    if (!result->figure.is_null()) {
      EXPECT_FALSE(result->figure_caption.empty()) << passage.id;
    }
  }
}

// power-published/expected.csv: R power.prop.test, pwr.2p2n.test, closed forms.
TEST(Passages, PowerRowsAreThoseOfR) {
  EXPECT_NEAR(row("power", "power of 66 positives").value, 29.87620631, 1e-7);
  EXPECT_NEAR(row("power", "power of 66 against the other 7,000 positives").value, 53.03554818,
              1e-7);
  EXPECT_NEAR(row("power", "power of 66 against a fixed 0.85").value, 60.25444312, 1e-7);
  EXPECT_EQ(row("power", "positives per group for 80 % power").value, 250);
  EXPECT_EQ(row("power", "the same for ten subgroups (Bonferroni)").value, 425);
}

TEST(Passages, WaterfallEndsAtSixtySix) {
  const std::vector<Cut> cuts = guide_waterfall();
  const double expected[] = {377110,     245121.5,    7353.645,   3456.21315,
                             552.994104, 165.8982312, 66.35929248};
  ASSERT_EQ(cuts.size(), 7U);
  for (std::size_t i = 0; i < cuts.size(); ++i) EXPECT_NEAR(cuts[i].left, expected[i], 1e-6);
}

TEST(Passages, TheTextIsImpreciseWhereWeSaySo) {
  EXPECT_FALSE(row("needle", "gap between the two ranges of Figure 1").agrees);
  EXPECT_FALSE(row("scarcity", "the largest labelled sets are chest radiographs").agrees);
  EXPECT_TRUE(row("needle", "its fraction of the volume").agrees);
}

TEST(Poisson, QuantilesAreThoseOfScipy) {
  // scipy.stats.poisson.ppf([.025, .5, .975], 66.359)
  EXPECT_EQ(poisson_quantile(66.359, 0.025), 51U);
  EXPECT_EQ(poisson_quantile(66.359, 0.5), 66U);
  EXPECT_EQ(poisson_quantile(66.359, 0.975), 83U);
}

TEST(Lesion, SphereAndItsDiameterInvertEachOther) {
  EXPECT_NEAR(sphere_mm3(5), 65.44984694978736, 1e-12);
  EXPECT_NEAR(sphere_diameter_mm(sphere_mm3(7.3)), 7.3, 1e-12);
}

TEST(Dice, IsUndefinedOnlyWhereBothMasksAreEmpty) {
  const std::vector<std::uint8_t> none{0, 0};
  const std::vector<std::uint8_t> some{1, 0};
  EXPECT_TRUE(std::isnan(dice(none, none)));
  EXPECT_EQ(dice(none, some), 0);
  EXPECT_EQ(dice(some, some), 1);
}

TEST(FocalLoss, IsCrossEntropyWithoutGamma) {
  EXPECT_DOUBLE_EQ(focal_loss(0.25, 0), std::log(4.0));
  EXPECT_EQ(focal_loss(1, 2), 0);
}

TEST(References, ARefusalOfTheNetworkIsNeverAFailure) {
  const auto passage = core::find_entry(passages::all(), "references", "passage");
  PassageInput input;
  int asked = 0;
  input.http_status = [&asked](const std::string&) -> core::Result<int> {
    ++asked;
    return core::Error("guide.no-answer", "no network");
  };
  const auto result = (*passage)->run(input);
  ASSERT_TRUE(result);
  for (const Recomputed& number : result->numbers) EXPECT_TRUE(number.agrees) << number.what;
  EXPECT_EQ(asked, 1);  // and not asked thirteen times in vain
}

TEST(References, AnUnknownDoiDiffers) {
  const auto passage = core::find_entry(passages::all(), "references", "passage");
  PassageInput input;
  input.http_status = [](const std::string& url) -> core::Result<int> {
    return url.find("mp.12752") != std::string::npos ? 404 : 302;
  };
  const auto result = (*passage)->run(input);
  ASSERT_TRUE(result);
  EXPECT_FALSE(result->numbers.back().agrees);
  EXPECT_TRUE(result->numbers.front().agrees);
}

TEST(GuidePage, HoldsTheFiguresAndAsksTheNetworkForNothing) {
  std::vector<PassageOutcome> outcomes;
  for (const Passage& passage : passages::all()) outcomes.push_back({&passage, *passage.run({})});
  const std::string page = guide_page(outcomes);
  EXPECT_THAT(page, testing::HasSubstr("default-src 'none'"));
  EXPECT_THAT(page, testing::Not(testing::HasSubstr("src=\"http")));
  EXPECT_LT(page.size(), 1500000U);
  for (const char* id : {"figure-needle", "figure-waterfall", "figure-precision", "figure-power"})
    EXPECT_THAT(page, testing::HasSubstr("id=\"" + std::string(id)));
}

}  // namespace
}  // namespace secondsite::guide
