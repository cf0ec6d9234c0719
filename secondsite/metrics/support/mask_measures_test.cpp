#include "secondsite/metrics/support/mask_measures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "secondsite/core/random.h"
#include "secondsite/metrics/support/mask_as.h"
#include "secondsite/metrics/support/mask_assignment.h"
#include "secondsite/metrics/support/mask_instances.h"
#include "secondsite/metrics/support/mask_soft.h"
#include "secondsite/metrics/support/mask_surface.h"

namespace secondsite::metrics {
namespace {

Labels ball(std::array<std::uint32_t, 3> size, std::array<double, 3> spacing,
            std::array<double, 3> centre_mm, double radius_mm) {
  Labels out{image::Grid{size, spacing}, {}};
  for (std::uint32_t z = 0; z < size[2]; ++z)
    for (std::uint32_t y = 0; y < size[1]; ++y)
      for (std::uint32_t x = 0; x < size[0]; ++x)
        out.voxel.push_back(std::hypot(x * spacing[0] - centre_mm[0], y * spacing[1] - centre_mm[1],
                                       z * spacing[2] - centre_mm[2]) <= radius_mm
                                ? 1
                                : 0);
  return out;
}

MaskValues measure(const Labels& prediction, const Labels& reference, MaskOptions options = {}) {
  const auto all = count_labels(prediction, reference, 2);
  MaskCounts counts;
  counts.voxels = reference.grid.voxels();
  if (!all.empty()) counts = all.front();
  return measure_label(prediction, reference, counts, options);
}

TEST(MaskMeasures, ConcentricBallsHaveTheDiceAndDistanceOfGeometry) {
  const std::array<std::uint32_t, 3> size{90, 90, 60};
  const std::array<double, 3> spacing{0.5, 0.5, 0.75};
  const std::array<double, 3> centre{22, 22, 22};
  const auto a = ball(size, spacing, centre, 14);
  const auto b = ball(size, spacing, centre, 17);
  const auto m = measure(a, b, {.tolerance_mm = 5});
  EXPECT_NEAR(m.dice, 2 * 14 * 14 * 14.0 / (14 * 14 * 14 + 17 * 17 * 17), 0.005);
  EXPECT_NEAR(m.hausdorff_mm, 3, 0.8);
  EXPECT_NEAR(m.assd_mm, 3, 0.25);
  EXPECT_NEAR(m.hd95_area_mm, 3, 0.5);
  EXPECT_EQ(m.nsd, 1);
  EXPECT_EQ(m.mask_precision, 1);
  EXPECT_NEAR(m.volume_difference_ml,
              4.0 / 3 * std::numbers::pi * (14 * 14 * 14 - 17 * 17 * 17) / 1000, 0.05);
}

TEST(MaskMeasures, ExchangingTheMasksChangesNoSymmetricMeasure) {
  const auto a = ball({40, 36, 30}, {0.7, 0.7, 1.5}, {12, 12, 20}, 9);
  const auto b = ball({40, 36, 30}, {0.7, 0.7, 1.5}, {14, 11, 22}, 8);
  const auto ab = measure(a, b);
  const auto ba = measure(b, a);
  for (double MaskValues::*value :
       {&MaskValues::dice, &MaskValues::iou, &MaskValues::hausdorff_mm, &MaskValues::hd95_mm,
        &MaskValues::hd95_pooled_mm, &MaskValues::hd95_area_mm, &MaskValues::panoptic_quality})
    EXPECT_EQ(ab.*value, ba.*value);
  EXPECT_NEAR(ab.assd_mm, ba.assd_mm, 1e-12);
  EXPECT_NEAR(ab.nsd, ba.nsd, 1e-12);
  EXPECT_EQ(ab.mask_sensitivity, ba.mask_precision);
  EXPECT_EQ(ab.volume_difference_ml, -ba.volume_difference_ml);
}

TEST(MaskMeasures, MovingBothMasksChangesNothing) {
  const auto here = measure(ball({50, 50, 30}, {1, 1, 2}, {15, 15, 20}, 8),
                            ball({50, 50, 30}, {1, 1, 2}, {17, 16, 20}, 8));
  const auto there = measure(ball({50, 50, 30}, {1, 1, 2}, {25, 22, 30}, 8),
                             ball({50, 50, 30}, {1, 1, 2}, {27, 23, 30}, 8));
  EXPECT_EQ(here.hd95_mm, there.hd95_mm);
  EXPECT_EQ(here.hd95_area_mm, there.hd95_area_mm);
  EXPECT_EQ(here.dice, there.dice);
  EXPECT_NEAR(here.assd_mm, there.assd_mm, 1e-12);
}

TEST(MaskMeasures, DistancesScaleWithTheSpacing) {
  auto a = ball({30, 30, 30}, {1, 1, 1}, {14, 14, 14}, 8);
  auto b = ball({30, 30, 30}, {1, 1, 1}, {16, 14, 14}, 8);
  const auto one = measure(a, b);
  a.grid.spacing_mm = b.grid.spacing_mm = {2.5, 2.5, 2.5};
  const auto wide = measure(a, b);
  EXPECT_NEAR(wide.hd95_mm, 2.5 * one.hd95_mm, 1e-12);
  EXPECT_NEAR(wide.assd_mm, 2.5 * one.assd_mm, 1e-12);
}

TEST(MaskMeasures, EmptyMasksFollowThePolicy) {
  const auto full = ball({20, 20, 20}, {1, 1, 1}, {10, 10, 10}, 5);
  Labels nothing = full;
  std::fill(nothing.voxel.begin(), nothing.voxel.end(), 0);
  const auto missed = measure(nothing, full);
  EXPECT_EQ(missed.dice, 0);
  EXPECT_EQ(missed.nsd, 0);
  EXPECT_DOUBLE_EQ(missed.hd95_mm, std::sqrt(3.0) * 20);
  EXPECT_EQ(missed.mask_lesion_sensitivity, 0);
  EXPECT_EQ(missed.voxel_accuracy, missed.empty_mask_accuracy);
  EXPECT_TRUE(std::isnan(measure(nothing, full, {.worst_where_empty = false}).hd95_mm));
  const auto invented = measure(full, nothing);
  EXPECT_EQ(invented.dice, 0);
  EXPECT_EQ(invented.false_lesions, 1);
  EXPECT_TRUE(std::isnan(invented.mask_lesion_sensitivity));
  const auto neither = measure(nothing, nothing);
  EXPECT_TRUE(std::isnan(neither.dice) && std::isnan(neither.hd95_mm));
  EXPECT_EQ(neither.false_lesions, 0);
}

TEST(Assignment, FindsTheHeaviestOfAllChoices) {
  const core::Random random(4, "assignment");
  for (std::uint64_t trial = 0; trial < 60; ++trial) {
    std::vector<WeightedPair> pairs;
    for (std::uint32_t a = 0; a < 4; ++a)
      for (std::uint32_t b = 0; b < 4; ++b)
        if (random.uniform(trial, 16 * a + b) < 0.6)
          pairs.push_back({a, b, random.uniform(trial, 100 + 16 * a + b)});
    double best = 0;
    for (unsigned choice = 0; choice < 1U << pairs.size(); ++choice) {
      unsigned used_a = 0;
      unsigned used_b = 0;
      double weight = 0;
      bool fits = true;
      for (std::size_t k = 0; k < pairs.size() && fits; ++k) {
        if ((choice >> k & 1U) == 0) continue;
        fits = (used_a >> pairs[k].a & 1U) == 0 && (used_b >> pairs[k].b & 1U) == 0;
        used_a |= 1U << pairs[k].a;
        used_b |= 1U << pairs[k].b;
        weight += pairs[k].weight;
      }
      if (fits) best = std::max(best, weight);
    }
    double found = 0;
    for (const std::size_t k : heaviest_assignment(pairs)) found += pairs[k].weight;
    EXPECT_NEAR(found, best, 1e-12);
  }
}

TEST(Instances, OneLesionCoveredByTwoPartsIsFoundOnlyManyToOne) {
  InstanceOverlap overlap{{10, 10}, {20}, {{0, 0, 10}, {1, 0, 10}}};
  EXPECT_EQ(match(overlap, InstanceMatching::threshold, 0.6).true_positives, 0U);
  EXPECT_EQ(match(overlap, InstanceMatching::maximum, 0.6).true_positives, 0U);
  const auto joined = match(overlap, InstanceMatching::many_to_one, 0.6);
  EXPECT_EQ(joined.true_positives, 1U);
  EXPECT_EQ(joined.matches.front().iou, 1);
  EXPECT_EQ(joined.false_positives, 0U);
}

TEST(SurfaceMeasures, AWeightedPercentileIsTheSmallestDistanceThatHoldsTheShare) {
  const image::SurfaceDistances side{{3, 1, 2, 4}, {1, 5, 3, 1}};
  EXPECT_EQ(weighted_percentile(side, 0.5), 1);
  EXPECT_EQ(weighted_percentile(side, 0.8), 2);
  EXPECT_EQ(weighted_percentile(side, 0.95), 4);
  std::vector<double> values{4, 1, 3, 2};
  EXPECT_DOUBLE_EQ(linear_percentile(values, 0.95), 3.85);
}

// Values that MONAI 1.6.1, panoptica 2.1.7 and surface-distance 0.1 printed for a cube and nothing.
TEST(OtherTools, SayOfEmptyMasksWhatTheyPrint) {
  const image::Grid grid{{8, 8, 8}};
  Labels some{grid, std::vector<std::int32_t>(grid.voxels(), 0)};
  for (std::size_t z = 2; z < 5; ++z)
    for (std::size_t y = 2; y < 5; ++y)
      for (std::size_t x = 2; x < 5; ++x) some.voxel[grid.at(x, y, z)] = 1;
  const Labels none{grid, std::vector<std::int32_t>(grid.voxels(), 0)};
  const auto of = [&](const char* tool, const Labels& p, const Labels& r, const char* name) {
    const auto counts = count_labels(p, r, 1).front();
    const auto values = as_tool(tool, p, r, counts, {});
    for (const ToolValue& value : *values)
      if (value.name == name) return value.value;
    ADD_FAILURE() << name;
    return 0.0;
  };
  constexpr double infinite = std::numeric_limits<double>::infinity();
  for (const bool is_reference_empty : {false, true}) {
    const Labels& p = is_reference_empty ? some : none;
    const Labels& r = is_reference_empty ? none : some;
    EXPECT_EQ(std::isnan(of("monai", p, r, "DiceMetric")), is_reference_empty);
    EXPECT_TRUE(std::isnan(of("monai", p, r, "HausdorffDistanceMetric(percentile=95)")));
    EXPECT_EQ(of("monai", p, r, "HausdorffDistanceMetric"), infinite);
    EXPECT_EQ(of("monai", p, r, "SurfaceDistanceMetric(symmetric=True)"), infinite);
    EXPECT_EQ(of("monai", p, r, "SurfaceDiceMetric"), 0);
    EXPECT_EQ(of("panoptica", p, r, "global_bin_assd"), infinite);
    for (const char* name : {"global_bin_dsc", "sq", "rq", "pq"})
      EXPECT_EQ(of("panoptica", p, r, name), 0) << name;
    EXPECT_EQ(of("deepmind", p, r, "compute_robust_hausdorff(95)"), infinite);
  }
}

TEST(SoftMeasures, AreThoseOfTheFormulasOnAnyNumberOfThreads) {
  const image::Grid grid{{64, 64, 40}};
  Labels reference{grid, std::vector<std::int32_t>(grid.voxels(), 0)};
  std::vector<float> probability(grid.voxels());
  const core::Random random(4, "test.soft");
  double brier = 0;
  double within = 0;
  double entropy = 0;
  double p_sum = 0;
  double both = 0;
  double there = 0;
  for (std::size_t i = 0; i < grid.voxels(); ++i) {
    reference.voxel[i] = random.bits(i, 0) % 5 == 0 ? 3 : static_cast<std::int32_t>(i % 2);
    const auto p = static_cast<float>(random.below(5, i, 1)) / 4;
    probability[i] = p;
    const double y = reference.voxel[i] == 3 ? 1 : 0;
    const auto d = static_cast<double>(p);
    brier += (d - y) * (d - y);
    within += y * (d - y) * (d - y);
    entropy -= std::log(std::max(y * d + (1 - y) * (1 - d), 1e-7));
    p_sum += d;
    both += d * y;
    there += y;
  }
  const auto n = static_cast<double>(grid.voxels());
  MaskValues one;
  MaskValues many;
  set_soft(probability, reference, 3, 1, one);
  set_soft(probability, reference, 3, 3, many);
  EXPECT_NEAR(one.mask_brier, brier / n, 1e-12);
  EXPECT_NEAR(one.mask_brier_within, within / there, 1e-12);
  EXPECT_NEAR(one.mask_cross_entropy, entropy / n, 1e-9);
  EXPECT_NEAR(one.soft_dice, 2 * both / (p_sum + there), 1e-12);
  EXPECT_EQ(one.mask_brier, many.mask_brier);
  EXPECT_EQ(one.mask_cross_entropy, many.mask_cross_entropy);
  EXPECT_EQ(one.soft_dice, many.soft_dice);
}

}  // namespace
}  // namespace secondsite::metrics
