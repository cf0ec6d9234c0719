#include "secondsite/readers/lesion_link.h"

#include <gtest/gtest.h>

#include "secondsite/readers/filled_mark.h"
#include "secondsite/readers/lesion_strata.h"

namespace secondsite::readers {
namespace {

using cohort::lidc::Point;

std::vector<Point> square(std::int32_t x, std::int32_t y, std::int32_t side) {
  std::vector<Point> out;
  for (std::int32_t i = 0; i < side; ++i) out.push_back({x + i, y});
  for (std::int32_t i = 0; i < side; ++i) out.push_back({x + side, y + i});
  for (std::int32_t i = 0; i < side; ++i) out.push_back({x + side - i, y + side});
  for (std::int32_t i = 0; i < side; ++i) out.push_back({x, y + side - i});
  return out;
}

cohort::lidc::Mark mark(std::vector<Point> points, const std::string& slice = "1.2.3",
                        double z_mm = 0) {
  cohort::lidc::Mark out;
  out.outlines.push_back({slice, z_mm, true, std::move(points)});
  return out;
}

cohort::lidc::ReadMessage message(std::vector<std::vector<cohort::lidc::Mark>> sessions) {
  cohort::lidc::ReadMessage out;
  out.series_uid = "1";
  for (auto& marks : sessions) out.sessions.push_back({"", "", std::move(marks), {}});
  return out;
}

std::uint64_t pixels_of(const cohort::lidc::Mark& one, core::Findings& findings) {
  return filled(one, slices_of(message({{one}}), false), false, "a.xml", findings).pixels;
}

TEST(Outline, IsFilledWithOrWithoutItself) {
  EXPECT_EQ(filled(square(10, 10, 4), false).size(), 9U);
  EXPECT_EQ(filled(square(10, 10, 4), true).size(), 25U);
  // What encloses nothing stands for its own points.
  EXPECT_EQ(filled({{3, 3}}, false).size(), 1U);
  EXPECT_EQ(filled({{3, 3}, {4, 3}, {5, 3}}, false).size(), 3U);
  EXPECT_TRUE(filled({{-1, 3}}, false).empty());
  EXPECT_TRUE(filled(std::vector<Point>{}, true).empty());
}

TEST(Outline, ThatIsNotClosedIsClosedAndCounted) {
  auto open = square(10, 10, 8);
  open.resize(20);
  EXPECT_FALSE(is_closed(open));
  core::Findings findings;
  EXPECT_GT(pixels_of(mark(open), findings), 5U);
  EXPECT_EQ(findings.count("readers.open-outline"), 1U);
}

TEST(Outline, OfAHoleTakesItsInsideOut) {
  cohort::lidc::Mark ring = mark(square(0, 0, 10));
  ring.outlines.push_back({"1.2.3", 0, false, square(3, 3, 4)});
  core::Findings findings;
  EXPECT_EQ(pixels_of(ring, findings), 81U - 9U);
}

TEST(Lesions, AreGroupsOfMarksThatShareAPixel) {
  core::Findings findings;
  const auto found = link_lesions(message({{mark(square(10, 10, 6)), mark(square(50, 50, 6))},
                                           {mark(square(12, 12, 6))},
                                           {mark(square(14, 14, 6))},
                                           {mark(square(10, 10, 6), "1.2.4", 3)}}),
                                  {}, findings);
  ASSERT_EQ(found.lesions.size(), 3U);
  EXPECT_EQ(found.lesions[0].lesion.readers, 3U);
  EXPECT_FALSE(found.lesions[0].lesion.is_ambiguous);
  EXPECT_EQ(found.lesions[1].lesion.readers, 1U);
  const auto sum = summarise({found});
  EXPECT_EQ(sum.lesions, 3U);
  EXPECT_EQ(sum.by_readers[3], 1U);
  EXPECT_EQ(sum.by_readers[1], 2U);
}

TEST(Lesions, OnNeighbouringSlicesAreOneWhereTheRuleSaysSo) {
  const auto above = mark(square(10, 10, 6), "1.2.4", 2.5);
  const auto far = mark(square(10, 10, 6), "1.2.9", 12.5);
  const auto reads = message({{mark(square(10, 10, 6))}, {above}, {far}, {}});
  core::Findings findings;
  EXPECT_EQ(link_lesions(reads, {}, findings).lesions.size(), 3U);
  EXPECT_EQ(link_lesions(reads, {.neighbour_slices = true}, findings).lesions.size(), 2U);
}

TEST(Lesions, ThatOneReaderDrewTwiceAreAmbiguous) {
  core::Findings findings;
  const auto found = link_lesions(
      message({{mark(square(10, 10, 5)), mark(square(20, 10, 5))}, {mark(square(10, 10, 15))}}), {},
      findings);
  ASSERT_EQ(found.lesions.size(), 1U);
  EXPECT_TRUE(found.lesions[0].lesion.is_ambiguous);
  EXPECT_EQ(found.lesions[0].lesion.readers, 2U);
  EXPECT_EQ(findings.count("readers.session-count"), 1U);
}

TEST(Lesions, OnTwoImagesOfOnePlaceAreOne) {
  const auto reads = message(
      {{mark(square(10, 10, 6), "1.2.3", -85.25)}, {mark(square(10, 10, 6), "1.2.4", -85.25)}});
  core::Findings findings;
  const auto found = link_lesions(reads, {}, findings);
  ASSERT_EQ(found.lesions.size(), 1U);
  EXPECT_EQ(found.lesions[0].overlaps[0].dice, 1);
  EXPECT_EQ(link_lesions(reads, {.by_image = true}, findings).lesions.size(), 2U);
}

TEST(Lesions, ThatTouchAreKeptApartWhereMarksArePairedOneToOne) {
  // Both readers drew two nodules; the outlines of the two overlap a little across readers.
  const auto reads = message({{mark(square(10, 10, 8)), mark(square(17, 10, 8))},
                              {mark(square(11, 10, 8)), mark(square(18, 10, 8))}});
  core::Findings findings;
  EXPECT_EQ(link_lesions(reads, {}, findings).lesions.size(), 1U);
  const auto apart = link_lesions(reads, {.one_to_one = true}, findings);
  ASSERT_EQ(apart.lesions.size(), 2U);
  EXPECT_FALSE(apart.lesions[0].lesion.is_ambiguous);
}

TEST(Lesions, CountOutlinesWithoutRatingsUnlessTheRuleSaysOtherwise) {
  auto unrated = mark(square(10, 10, 6));
  unrated.kind = cohort::lidc::MarkKind::unrated_outline;
  const auto reads = message({{mark(square(10, 10, 6))}, {unrated}});
  core::Findings findings;
  const auto found = link_lesions(reads, {}, findings);
  EXPECT_EQ(found.lesions[0].lesion.readers, 2U);
  EXPECT_EQ(found.unrated, 1U);
  EXPECT_EQ(findings.count("readers.unrated-outline"), 1U);
  EXPECT_EQ(link_lesions(reads, {.rated_only = true}, findings).lesions[0].lesion.readers, 1U);
}

TEST(Strata, TakeTheDistanceOfSlicesFromTheOutlines) {
  core::Findings findings;
  const auto thick = link_lesions(
      message({{mark(square(1, 1, 6), "a", 0), mark(square(1, 1, 6), "b", 3)}}), {}, findings);
  const auto single = link_lesions(message({{mark(square(1, 1, 6))}}), {}, findings);
  EXPECT_EQ(strata_by_spacing({thick, single}).level,
            (std::vector<std::string>{"3 mm and more", "one slice outlined"}));
}

}  // namespace
}  // namespace secondsite::readers
