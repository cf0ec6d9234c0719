#include "secondsite/metrics/support/mark_match.h"

#include <gtest/gtest.h>

#include <numbers>

#include "secondsite/core/random.h"

namespace secondsite::metrics {
namespace {

// Columns that own their numbers.
struct Cloud {
  std::vector<std::uint32_t> scan;
  std::vector<double> x, y, z, diameter, width, height, depth, rating;

  void point(std::uint32_t s, double px, double py, double pz, double r) {
    scan.push_back(s);
    x.push_back(px);
    y.push_back(py);
    z.push_back(pz);
    rating.push_back(r);
  }
  void ball(std::uint32_t s, double px, double py, double pz, double d) {
    point(s, px, py, pz, 0);
    diameter.push_back(d);
  }
  Places places() const { return {scan, x, y, z, diameter, width, height, depth}; }
};

const Cloud nothing;

// Random marks and balls in a cube; some marks sit on lesions.
void scatter(std::uint64_t seed, std::uint32_t scans, std::size_t marks_a_scan,
             std::size_t lesions_a_scan, Cloud& marks, Cloud& lesions) {
  const core::Random random(seed, "test.marks");
  std::uint64_t at = 0;
  const auto u = [&](double scale) { return scale * random.uniform(7, at++); };
  for (std::uint32_t s = 0; s < scans; ++s) {
    for (std::size_t l = 0; l < lesions_a_scan; ++l)
      lesions.ball(s, u(100), u(100), u(100), 2 + u(12));
    for (std::size_t m = 0; m < marks_a_scan; ++m)
      marks.point(s, u(110) - 5, u(110) - 5, u(110) - 5, std::floor(u(40)));
  }
}

TEST(MarkMatch, HitsStrictlyInsideTheRadiusOnly) {
  Cloud lesions;
  lesions.ball(0, 0, 0, 0, 10);
  Cloud marks;
  marks.point(0, 5, 0, 0, 0.9);         // on the surface
  marks.point(0, 3, 3.999999, 0, 0.1);  // just inside
  const auto m =
      match_marks(marks.places(), marks.rating, lesions.places(), nothing.places(), 1, {}, 1);
  EXPECT_EQ(m.fate[0], MarkFate::false_mark);
  EXPECT_EQ(m.fate[1], MarkFate::hit);
  EXPECT_EQ(m.mark_of_lesion[0], 1U);
}

TEST(MarkMatch, GivesALesionItsBestMarkAndIgnoresTheOthers) {
  Cloud lesions;
  lesions.ball(0, 0, 0, 0, 10);
  Cloud marks;
  for (const double r : {0.2, 0.8, 0.5}) marks.point(0, r, 0, 0, r);
  MatchRules rules;
  const auto m =
      match_marks(marks.places(), marks.rating, lesions.places(), nothing.places(), 1, rules, 1);
  EXPECT_EQ(m.mark_of_lesion[0], 1U);
  EXPECT_EQ(m.count[static_cast<int>(MarkFate::extra)], 2U);
  auto columns = froc_columns(m, marks.places(), marks.rating, lesions.places(), 1, rules);
  EXPECT_TRUE(columns.false_rating.empty());
  rules.extra_marks_are_false = true;
  columns = froc_columns(m, marks.places(), marks.rating, lesions.places(), 1, rules);
  EXPECT_EQ(columns.false_rating, (std::vector<double>{0.2, 0.5}));
}

TEST(MarkMatch, PrefersALesionToAnExcludedFinding) {
  Cloud lesions;
  lesions.ball(0, 0, 0, 0, 10);
  Cloud excluded;
  excluded.ball(0, 4, 0, 0, 10);
  Cloud marks;
  marks.point(0, 2, 0, 0, 1);  // in both
  marks.point(0, 7, 0, 0, 1);  // in the excluded one
  marks.point(0, 30, 0, 0, 1);
  const auto m =
      match_marks(marks.places(), marks.rating, lesions.places(), excluded.places(), 1, {}, 1);
  EXPECT_EQ(m.fate[0], MarkFate::hit);
  EXPECT_EQ(m.fate[1], MarkFate::on_excluded);
  EXPECT_EQ(m.fate[2], MarkFate::false_mark);
}

TEST(MarkMatch, LetsOneMarkFindTwoLesionsUnlessOneToOne) {
  Cloud lesions;
  lesions.ball(0, 0, 0, 0, 10);
  lesions.ball(0, 2, 0, 0, 10);
  Cloud marks;
  marks.point(0, 0.5, 0, 0, 1);
  MatchRules rules;
  EXPECT_EQ(
      match_marks(marks.places(), marks.rating, lesions.places(), nothing.places(), 1, rules, 1)
          .found,
      2U);
  rules.one_to_one = true;
  const auto m =
      match_marks(marks.places(), marks.rating, lesions.places(), nothing.places(), 1, rules, 1);
  EXPECT_EQ(m.found, 1U);
  EXPECT_EQ(m.mark_of_lesion[0], 0U);  // the nearer
}

TEST(MarkMatch, DropsMarksTiedAtTheLimit) {
  Cloud lesions;
  lesions.ball(0, 0, 0, 0, 1);
  Cloud marks;
  for (const double r : {5.0, 3.0, 3.0, 1.0}) marks.point(0, 9, 9, 9, r);
  MatchRules rules;
  rules.most_marks = 2;
  const auto m =
      match_marks(marks.places(), marks.rating, lesions.places(), nothing.places(), 1, rules, 1);
  EXPECT_EQ(m.fate[0], MarkFate::false_mark);
  for (const int i : {1, 2, 3}) EXPECT_EQ(m.fate[i], MarkFate::over_limit);
}

TEST(MarkMatch, CountsWhatCannotBePlaced) {
  Cloud lesions;
  lesions.ball(0, 0, 0, 0, 1);
  lesions.ball(no_place, 0, 0, 0, 1);
  Cloud marks;
  marks.point(0, NAN, 0, 0, 1);
  marks.point(0, 0, 0, 0, NAN);
  marks.point(no_place, 0, 0, 0, 1);
  const auto m =
      match_marks(marks.places(), marks.rating, lesions.places(), nothing.places(), 1, {}, 1);
  EXPECT_EQ(m.count[static_cast<int>(MarkFate::not_placed)], 2U);
  EXPECT_EQ(m.count[static_cast<int>(MarkFate::unknown_scan)], 1U);
  EXPECT_EQ(m.found, 0U);
  EXPECT_EQ(m.missed, 1U);
}

TEST(MarkMatch, AgreesWithTryingEveryPairUnderEveryRule) {
  for (const HitRule rule : {HitRule::inside, HitRule::distance, HitRule::iou}) {
    for (const bool one_to_one : {false, true}) {
      Cloud marks;
      Cloud lesions;
      scatter(rule == HitRule::iou ? 5 : 3, 3, 900, 40, marks, lesions);
      Cloud excluded;
      Cloud unused;
      scatter(11, 3, 0, 60, unused, excluded);
      if (rule == HitRule::iou)
        for (std::size_t i = 0; i < marks.scan.size(); ++i)
          marks.diameter.push_back(3 + static_cast<double>(i % 9));
      MatchRules rules;
      rules.hit = rule;
      rules.limit = rule == HitRule::iou ? 0.1 : 8;
      rules.one_to_one = one_to_one;
      rules.most_marks = 700;
      const auto fast = match_marks(marks.places(), marks.rating, lesions.places(),
                                    excluded.places(), 3, rules, 2);
      const auto simple = match_marks_simple(marks.places(), marks.rating, lesions.places(),
                                             excluded.places(), 3, rules);
      EXPECT_EQ(fast.fate, simple.fate);
      EXPECT_EQ(fast.lesion_of_mark, simple.lesion_of_mark);
      EXPECT_EQ(fast.mark_of_lesion, simple.mark_of_lesion);
      EXPECT_GT(fast.found, 10U);
      EXPECT_GT(fast.count[static_cast<int>(MarkFate::on_excluded)], 10U);
    }
  }
}

TEST(MarkMatch, BinsMarksThatShareAPlaneALineOrAPoint) {
  Cloud lesions;
  lesions.ball(0, 50, 0, 0, 20);
  for (const int shape : {0, 1, 2}) {
    Cloud marks;
    for (int i = 0; i < 5000; ++i)
      marks.point(0, shape == 2 ? 50 : i % 100, shape == 0 ? i / 100.0 : 0, 0, i);
    const auto fast =
        match_marks(marks.places(), marks.rating, lesions.places(), nothing.places(), 1, {}, 1);
    const auto simple =
        match_marks_simple(marks.places(), marks.rating, lesions.places(), nothing.places(), 1, {});
    EXPECT_EQ(fast.fate, simple.fate);
  }
}

TEST(MarkPlaces, GivesClosedFormsForTheOverlapOfBoxesBallsAndDisks) {
  const Place unit{0, 0, 0, 0.5, 0.5, 0.5};
  Place moved = unit;
  moved.x = 0.5;
  EXPECT_DOUBLE_EQ(box_iou(unit, moved, false), 0.5 / 1.5);
  EXPECT_DOUBLE_EQ(box_iou(unit, moved, true), 0.5 / 1.5);
  EXPECT_DOUBLE_EQ(ball_iou(unit, unit, false), 1);
  // Two unit balls at distance 1: the lens is 5π/12 of 4π/3.
  const Place a{0, 0, 0, 1, 1, 1};
  Place b = a;
  b.y = 1;
  const double lens = 5 * std::numbers::pi / 12;
  EXPECT_NEAR(ball_iou(a, b, false), lens / (8 * std::numbers::pi / 3 - lens), 1e-15);
  const double disks = 2 * std::numbers::pi / 3 - std::sqrt(3.0) / 2;
  EXPECT_NEAR(ball_iou(a, b, true), disks / (2 * std::numbers::pi - disks), 1e-15);
  const Place small{0, 0.2, 0, 0.5, 0.5, 0.5};  // inside a
  EXPECT_NEAR(ball_iou(a, small, false), 0.125, 1e-15);
  b.y = 2;
  EXPECT_EQ(ball_iou(a, b, false), 0);
}

}  // namespace
}  // namespace secondsite::metrics
