#include "secondsite/metrics/samplers/sampler.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "secondsite/core/parallel.h"
#include "secondsite/core/registry.h"
#include "secondsite/metrics/samplers/c_interface.h"

namespace secondsite::metrics {
namespace {

// 40 x 30 x 20 voxels of 1 x 1 x 2 mm: one lesion of 1 voxel, one of 2, and one of 1,000, 200 and 2
// mm3 and less: balls of 1.6, 2.0 and 15.6 mm.
struct Image {
  image::Grid grid{{40, 30, 20}, {1, 1, 2}};
  std::vector<std::uint8_t> lesion = std::vector<std::uint8_t>(grid.voxels(), 0);
  std::vector<float> score = std::vector<float>(grid.voxels(), 0);
  std::vector<std::uint8_t> valid;

  Image() {
    lesion[grid.at(2, 2, 2)] = 1;
    lesion[grid.at(30, 20, 15)] = lesion[grid.at(31, 20, 15)] = 7;
    for (std::size_t z = 5; z < 15; ++z)
      for (std::size_t y = 10; y < 20; ++y)
        for (std::size_t x = 10; x < 20; ++x) lesion[grid.at(x, y, z)] = 1;
  }
  SamplerInput input() const { return {grid, lesion, score, valid}; }
};

std::unique_ptr<PatchSampler> opened(const char* name, const SamplerInput& input,
                                     const SamplerOptions& options) {
  auto out = (*core::find_entry(samplers::all(), name, "sampler"))->open(input, options);
  EXPECT_TRUE(out) << (out ? "" : out.error().text());
  return std::move(*out);
}

std::string code_of(const char* name, const SamplerInput& input, const SamplerOptions& options) {
  const auto out = (*core::find_entry(samplers::all(), name, "sampler"))->open(input, options);
  return out ? "" : out.error().code();
}

TEST(Samplers, CentreTheStatedShareOnLesionsInAnyFirstPatches) {
  const Image image;
  SamplerOptions options;
  for (const double share : {0.0, 1.0 / 3, 0.5, 0.9, 1.0}) {
    options.lesion_share = share;
    const auto sampler = opened("lesion_aware", image.input(), options);
    double lesions = 0;
    for (std::uint64_t n = 0; n < 500; ++n) {
      const Patch patch = sampler->draw(n);
      const std::size_t at = image.grid.at(patch.centre[0], patch.centre[1], patch.centre[2]);
      EXPECT_EQ(patch.kind == PatchKind::lesion, image.lesion[at] != 0);
      EXPECT_EQ(patch.kind == PatchKind::lesion, patch.lesion > 0);
      lesions += patch.kind == PatchKind::lesion ? 1 : 0;
      EXPECT_EQ(lesions, std::floor(static_cast<double>(n + 1) * share));
    }
  }
}

TEST(Samplers, DrawStrataAndTheirLesionsAlikeWhateverTheirVolume) {
  const Image image;
  SamplerOptions options;
  options.lesion_share = 1;
  const auto sampler = opened("lesion_aware", image.input(), options);
  std::map<std::uint32_t, double> of_lesion;
  std::map<std::uint32_t, double> of_x;  // of the large one
  constexpr int n = 30000;
  for (int k = 0; k < n; ++k) {
    const Patch patch = sampler->draw(static_cast<std::uint64_t>(k));
    ++of_lesion[patch.lesion];
    if (patch.lesion == 2) ++of_x[patch.centre[0]];
    EXPECT_EQ(patch.stratum, patch.lesion == 2 ? 2U : 0U);
  }
  // Numbered by first voxel: the single voxel, the large one, the pair. Four standard errors.
  EXPECT_NEAR(of_lesion[2] / n, 0.5, 4 * std::sqrt(0.25 / n));
  EXPECT_NEAR(of_lesion[1] / n, 0.25, 4 * std::sqrt(0.1875 / n));
  EXPECT_NEAR(of_lesion[3] / n, 0.25, 4 * std::sqrt(0.1875 / n));
  for (const auto& [x, count] : of_x)
    EXPECT_NEAR(count / of_lesion[2], 0.1, 4 * std::sqrt(0.09 / of_lesion[2])) << x;
  options.stratum_weights = {3, 1, 1};
  const auto weighted = opened("lesion_aware", image.input(), options);
  double small = 0;
  for (int k = 0; k < n; ++k)
    small += weighted->draw(static_cast<std::uint64_t>(k)).stratum == 0 ? 1 : 0;
  EXPECT_NEAR(small / n, 0.75, 4 * std::sqrt(0.1875 / n)) << "the empty stratum takes no share";
}

TEST(Samplers, DrawHardNegativesInProportionToTheScore) {
  Image image;
  image.score[image.grid.at(5, 5, 5)] = 0.9F;
  image.score[image.grid.at(35, 5, 19)] = 0.3F;
  image.score[image.grid.at(12, 12, 7)] = 1.0F;  // within a lesion: no negative
  SamplerOptions options;
  options.lesion_share = 0.5;
  options.hard_share = 0.5;
  for (const double hardness : {1.0, 2.0}) {
    options.hardness = hardness;
    const auto sampler = opened("hard_negative", image.input(), options);
    double first = 0;
    double hard = 0;
    constexpr int n = 20000;
    for (int k = 0; k < n; ++k) {
      const Patch patch = sampler->draw(static_cast<std::uint64_t>(k));
      if (patch.kind != PatchKind::hard_negative) continue;
      ++hard;
      EXPECT_TRUE(patch.centre[0] == 5 || patch.centre[0] == 35);
      first += patch.centre[0] == 5 ? 1 : 0;
    }
    EXPECT_EQ(hard, n / 4);
    const double expected =
        std::pow(0.9, hardness) / (std::pow(0.9, hardness) + std::pow(0.3, hardness));
    EXPECT_NEAR(first / hard, expected, 4 * std::sqrt(expected * (1 - expected) / hard));
  }
}

TEST(Samplers, KeepPatchesWithinTheImageAndCentresWithinWhatIsValid) {
  Image image;
  image.valid.assign(image.grid.voxels(), 0);
  for (std::size_t i = 0; i < image.valid.size(); ++i) image.valid[i] = i % 3 == 0 ? 1 : 0;
  SamplerOptions options;
  options.patch = {16, 30, 33};
  for (const Sampler& each : samplers::all()) {
    const auto sampler = opened(each.id.data(), image.input(), options);
    for (std::uint64_t n = 0; n < 300; ++n) {
      const Patch patch = sampler->draw(n);
      EXPECT_EQ(image.valid[image.grid.at(patch.centre[0], patch.centre[1], patch.centre[2])], 1);
      EXPECT_GE(patch.low[0], 0);
      EXPECT_LE(patch.low[0], 40 - 16);
      EXPECT_LE(patch.low[0], std::int64_t{patch.centre[0]});
      EXPECT_GT(patch.low[0] + 16, std::int64_t{patch.centre[0]});
      EXPECT_EQ(patch.low[1], 0);
      EXPECT_EQ(patch.low[2], -7) << "33 slices around 20: seven before, six behind";
    }
  }
}

TEST(Samplers, GiveTheSamePatchWhateverElseIsDrawn) {
  Image image;
  for (std::size_t i = 0; i < image.score.size(); ++i)
    image.score[i] = static_cast<float>(i % 17) / 17;
  SamplerOptions options;
  const auto key = [](const Patch& p) {
    return p.centre[0] + 100 * p.centre[1] + 10000 * p.centre[2];
  };
  for (const Sampler& each : samplers::all()) {
    const auto sampler = opened(each.id.data(), image.input(), options);
    std::vector<std::uint32_t> in_order;
    for (std::uint64_t n = 0; n < 200; ++n) in_order.push_back(key(sampler->draw(n)));
    std::vector<std::uint32_t> on_threads(200);
    core::parallel_for(200, 3, [&](std::size_t n) { on_threads[n] = key(sampler->draw(n)); });
    EXPECT_EQ(in_order, on_threads) << each.id;
    options.image_key = 5;
    const auto other = opened(each.id.data(), image.input(), options);
    std::size_t same = 0;
    for (std::uint64_t n = 0; n < 200; ++n) same += key(other->draw(n)) == in_order[n] ? 1 : 0;
    EXPECT_LT(same, 60U) << each.id << ": another image, other draws";
    options.image_key = 0;
  }
}

TEST(Samplers, DrawWhatThereIsWhereOneKindIsMissing) {
  Image image;
  std::fill(image.lesion.begin(), image.lesion.end(), std::uint8_t{0});
  EXPECT_EQ(opened("lesion_aware", image.input(), {})->draw(1).kind, PatchKind::background);
  EXPECT_EQ(opened("hard_negative", image.input(), {})->draw(3).kind, PatchKind::background)
      << "no score is above 0";
  std::fill(image.lesion.begin(), image.lesion.end(), std::uint8_t{1});
  EXPECT_EQ(opened("lesion_aware", image.input(), {})->draw(0).kind, PatchKind::lesion);
}

TEST(Samplers, RefuseWhatTheyCannotUse) {
  Image image;
  SamplerOptions options;
  SamplerInput input = image.input();
  input.lesion = input.lesion.first(5);
  EXPECT_EQ(code_of("uniform", input, options), "sampler.uneven-columns");
  image.valid.assign(image.grid.voxels(), 0);
  EXPECT_EQ(code_of("lesion_aware", image.input(), options), "sampler.nothing-to-draw");
  image.valid.clear();
  image.score[9] = std::nanf("");
  EXPECT_EQ(code_of("hard_negative", image.input(), options), "sampler.bad-score");
  options.lesion_share = 1.5;
  EXPECT_EQ(code_of("uniform", image.input(), options), "sampler.bad-option");
  options = {};
  options.patch[2] = 0;
  EXPECT_EQ(code_of("uniform", image.input(), options), "sampler.bad-option");
  options = {};
  options.size_edges_mm = {6, 6};
  EXPECT_EQ(code_of("lesion_aware", image.input(), options), "sampler.bad-option");
  options = {};
  options.stratum_weights = {1};
  EXPECT_EQ(code_of("lesion_aware", image.input(), options), "sampler.bad-option");
  image.grid.spacing_mm[0] = 0;
  EXPECT_EQ(code_of("uniform", image.input(), {}), "sampler.bad-option");
}

TEST(SamplersInC, DrawTheSamePatches) {
  const Image image;
  ASSERT_EQ(secondsite_sampler_count(), samplers::all().size());
  EXPECT_EQ(secondsite_sampler_name(99), nullptr);
  secondsite_sampler_options options;
  secondsite_sampler_defaults(&options);
  const double spacing[] = {1, 1, 2};
  const std::uint32_t size[] = {40, 30, 20};
  char message[64];
  for (std::size_t k = 0; k < secondsite_sampler_count(); ++k) {
    secondsite_sampler* sampler =
        secondsite_sampler_open(secondsite_sampler_name(k), size, spacing, image.lesion.data(),
                                image.score.data(), nullptr, &options, message, sizeof message);
    ASSERT_NE(sampler, nullptr) << message;
    secondsite_patch patches[5];
    secondsite_sampler_draw(sampler, 10, 5, patches);
    const auto own = samplers::all()[k].open(image.input(), {});
    for (std::uint64_t n = 0; n < 5; ++n) {
      const Patch expected = (*own)->draw(10 + n);
      EXPECT_EQ(patches[n].centre[0], expected.centre[0]);
      EXPECT_EQ(patches[n].low[2], expected.low[2]);
      EXPECT_EQ(patches[n].kind, static_cast<std::uint32_t>(expected.kind));
    }
    secondsite_sampler_close(sampler);
  }
  EXPECT_EQ(secondsite_sampler_open("no_such", size, spacing, image.lesion.data(), nullptr, nullptr,
                                    nullptr, message, sizeof message),
            nullptr);
  EXPECT_NE(std::string(message).find("no_such"), std::string::npos);
  EXPECT_EQ(secondsite_sampler_open("uniform", size, spacing, nullptr, nullptr, nullptr, nullptr,
                                    nullptr, 0),
            nullptr);
}

}  // namespace
}  // namespace secondsite::metrics
