#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "secondsite/core/random.h"
#include "secondsite/core/registry.h"
#include "secondsite/metrics/losses/c_interface.h"
#include "secondsite/metrics/losses/loss.h"

namespace secondsite::metrics {
namespace {

// Printed by tests/golden/losses.py (NumPy 2.2.6): values from the papers' formulas, gradients by
// complex steps, summed with weights cos(i).
struct Golden {
  const char* name;
  std::size_t classes;
  double value;
  double weighted_gradient;
};
constexpr Golden golden[] = {
    {"soft_dice", 1, 0.429857537909743, -0.18804389277431},
    {"soft_dice squared", 1, 0.337113232086256, -0.191876921665281},
    {"generalised_dice", 1, 0.429829224269691, -0.188032107256767},
    {"tversky", 1, 0.434257816437557, -0.181737389967417},
    {"focal_tversky", 1, 0.534946971534914, -0.167906936900885},
    {"focal", 1, 0.440915482603329, -0.439859170738871},
    {"class_balanced", 1, 0.431510321762274, -0.0583105423710492},
    {"boundary", 1, -0.587428985840775, -0.591379074893305},
    {"soft_dice", 3, 0.666355069911001, 0.0647449654124775},
    {"soft_dice squared", 3, 0.54712180843836, 0.0936491516749342},
    {"generalised_dice", 3, 0.687525388888794, 0.0592386796901356},
    {"tversky", 3, 0.667294407981325, 0.0607269444581952},
    {"focal_tversky", 3, 0.737621339035794, 0.0507868214611969},
    {"focal", 3, 1.08095339226562, -1.22631685231883},
    {"class_balanced", 3, 1.46300222250259, -0.870335507253046},
    {"boundary", 3, 1.08359967485, 1.04020092678834},
};

template <typename T>
struct Planes {
  std::vector<T> probability, reference, distance;
  std::size_t classes = 1;
  LossInput<T> input() const { return {probability, reference, distance, classes}; }
};

// As tests/golden/losses.py makes them.
template <typename T>
Planes<T> planes(std::size_t classes, std::size_t voxels) {
  Planes<T> out;
  out.classes = classes;
  std::vector<double> p(classes * voxels);
  for (std::size_t i = 0; i < p.size(); ++i)
    p[i] = 0.5 + 0.45 * std::sin(1.7 * static_cast<double>(i) + 0.3);
  for (std::size_t v = 0; v < voxels && classes > 1; ++v) {
    double sum = 0;
    for (std::size_t c = 0; c < classes; ++c) sum += p[c * voxels + v];
    for (std::size_t c = 0; c < classes; ++c) p[c * voxels + v] /= sum;
  }
  for (std::size_t c = 0; c < classes; ++c) {
    for (std::size_t v = 0; v < voxels; ++v) {
      const std::size_t hot = (7 * v + 3) % 11 % std::max<std::size_t>(classes, 2);
      const double g = hot == c ? 1 : 0;
      const std::size_t i = c * voxels + v;
      out.probability.push_back(static_cast<T>(p[i]));
      out.reference.push_back(static_cast<T>(g));
      out.distance.push_back(static_cast<T>((g > 0 ? -1 : 1) * (1 + static_cast<double>(i % 5))));
    }
  }
  return out;
}

const Loss& loss_named(std::string_view id) {
  return **core::find_entry(losses::all(), id, "loss");
}

double value_of(const Loss& loss, const Planes<double>& p, const LossOptions& options,
                std::span<double> gradient = {}) {
  return *loss.of_double(p.input(), gradient, options);
}

TEST(Losses, AgreeWithAnIndependentImplementation) {
  for (const Golden& row : golden) {
    LossOptions options;
    options.squared = std::strcmp(row.name, "soft_dice squared") == 0;
    const Loss& loss = loss_named(options.squared ? "soft_dice" : row.name);
    const auto data = planes<double>(row.classes, 24);
    std::vector<double> gradient(data.probability.size());
    EXPECT_NEAR(value_of(loss, data, options, gradient), row.value,
                1e-13 * (1 + std::abs(row.value)))
        << row.name;
    double weighted = 0;
    for (std::size_t i = 0; i < gradient.size(); ++i)
      weighted += gradient[i] * std::cos(static_cast<double>(i));
    EXPECT_NEAR(weighted, row.weighted_gradient, 1e-12 * (1 + std::abs(row.weighted_gradient)))
        << row.name;
  }
}

TEST(Losses, GradientsEqualFiniteDifferences) {
  for (const Loss& loss : losses::all()) {
    for (const std::size_t classes : {1U, 2U, 4U}) {
      Planes<double> data = planes<double>(classes, 30);
      for (double& g : data.reference) g = 0.9 * g + 0.05;  // soft labels
      LossOptions options;
      options.alpha = 0.25;
      options.squared = classes == 2;
      std::vector<double> gradient(data.probability.size());
      value_of(loss, data, options, gradient);
      const double step = 1e-6;
      for (std::size_t i = 0; i < gradient.size(); i += 7) {
        const double at = data.probability[i];
        data.probability[i] = at + step;
        const double up = value_of(loss, data, options);
        data.probability[i] = at - step;
        const double down = value_of(loss, data, options);
        data.probability[i] = at;
        EXPECT_NEAR((up - down) / (2 * step), gradient[i], 2e-8 * (1 + std::abs(gradient[i])))
            << loss.id << ", entry " << i;
      }
    }
  }
}

TEST(Losses, GiveTheSameBytesOnAnyNumberOfThreadsAndNearlyTheSameInFloat) {
  const auto wide = planes<double>(2, 150'000);
  const auto narrow = planes<float>(2, 150'000);
  for (const Loss& loss : losses::all()) {
    std::vector<double> one(wide.probability.size());
    std::vector<double> many(one.size());
    std::vector<float> single(one.size());
    LossOptions options;
    const double a = value_of(loss, wide, options, one);
    options.threads = 3;
    EXPECT_EQ(a, value_of(loss, wide, options, many)) << loss.id;
    EXPECT_EQ(one, many) << loss.id;
    EXPECT_NEAR(*loss.of_float(narrow.input(), single, options), a, 1e-6 * (1 + std::abs(a)));
    for (std::size_t i = 0; i < one.size(); i += 1001)
      EXPECT_NEAR(single[i], one[i], 2e-5 * std::abs(one[i]) + 1e-12) << loss.id;
  }
}

TEST(Losses, HaveTheirClosedForms) {
  // A perfect prediction loses nothing but what the clip of the logarithm leaves.
  Planes<double> perfect = planes<double>(3, 33);
  perfect.probability = perfect.reference;
  for (const Loss& loss : losses::all())
    if (loss.id != "boundary") {
      EXPECT_NEAR(value_of(loss, perfect, {}), 0, 1e-6) << loss.id;
    }
  // With equal costs of ½ Tversky is Dice; with γ = 1 focal Tversky is Tversky; with β = 0 and γ =
  // 0 the class-balanced and focal losses are cross-entropy.
  const auto data = planes<double>(3, 33);
  LossOptions options;
  options.smooth = 0;
  options.false_positive_cost = options.false_negative_cost = 0.5;
  options.tversky_gamma = 1;
  options.balance = 0;
  options.gamma = 0;
  const double dice = value_of(loss_named("soft_dice"), data, options);
  EXPECT_NEAR(value_of(loss_named("tversky"), data, options), dice, 1e-15);
  EXPECT_NEAR(value_of(loss_named("focal_tversky"), data, options), dice, 1e-15);
  EXPECT_NEAR(value_of(loss_named("class_balanced"), data, options),
              value_of(loss_named("focal"), data, options), 1e-15);
}

TEST(Losses, SayWhatAnEmptyClassDoes) {
  Planes<double> data = planes<double>(2, 20);
  for (std::size_t i = 0; i < 20; ++i) data.reference[i] = 0;
  for (const Loss& loss : losses::all()) {
    std::vector<double> gradient(40);
    for (const double smooth : {0.0, 1e-5}) {
      LossOptions options;
      options.smooth = smooth;
      EXPECT_TRUE(std::isfinite(value_of(loss, data, options, gradient))) << loss.id;
      for (const double g : gradient) EXPECT_TRUE(std::isfinite(g)) << loss.id;
    }
  }
  Planes<double> nothing;
  nothing.probability = nothing.reference = nothing.distance = std::vector<double>(9, 0.0);
  for (const char* id : {"soft_dice", "tversky", "focal_tversky"})
    EXPECT_EQ(value_of(loss_named(id), nothing, {}), 0) << id;
}

TEST(Losses, RefuseWhatIsNoProbabilityAndColumnsThatDiffer) {
  for (const Loss& loss : losses::all()) {
    Planes<double> data = planes<double>(2, 10);
    data.probability[3] = 1.5;
    EXPECT_EQ(loss.of_double(data.input(), {}, {}).error().code(), "loss.not-a-probability");
    data.probability[3] = NAN;
    EXPECT_EQ(loss.of_double(data.input(), {}, {}).error().code(), "loss.not-a-probability");
    data = planes<double>(2, 10);
    data.reference.pop_back();
    EXPECT_EQ(loss.of_double(data.input(), {}, {}).error().code(), "loss.uneven-columns");
    data = planes<double>(2, 10);
    data.classes = 3;
    EXPECT_EQ(loss.of_double(data.input(), {}, {}).error().code(), "loss.uneven-columns");
    data = planes<double>(2, 10);
    LossOptions options;
    options.clip = 0.5;
    EXPECT_EQ(loss.of_double(data.input(), {}, options).error().code(), "loss.bad-option");
  }
}

TEST(LossesForC, CallTheSameOnTheCallersArrays) {
  const auto data = planes<double>(3, 24);
  secondsite_loss_options options;
  secondsite_loss_defaults(&options);
  ASSERT_EQ(secondsite_loss_count(), losses::all().size());
  EXPECT_EQ(secondsite_loss_name(secondsite_loss_count()), nullptr);
  for (std::size_t i = 0; i < secondsite_loss_count(); ++i) {
    double value = 0;
    std::vector<double> gradient(72);
    std::vector<double> expected(72);
    ASSERT_EQ(secondsite_loss_f64(secondsite_loss_name(i), data.probability.data(),
                                  data.reference.data(), data.distance.data(), 3, 24, &options,
                                  &value, gradient.data(), nullptr, 0),
              0);
    EXPECT_EQ(value, value_of(losses::all()[i], data, {}, expected));
    EXPECT_EQ(gradient, expected);
  }
  char message[12];
  EXPECT_EQ(secondsite_loss_f64("boundary", data.probability.data(), data.reference.data(), nullptr,
                                3, 24, nullptr, nullptr, nullptr, message, sizeof message),
            1);
  EXPECT_EQ(std::strlen(message), sizeof message - 1);
  options.size = 3;
  EXPECT_EQ(secondsite_loss_f64("tversky", data.probability.data(), data.reference.data(), nullptr,
                                3, 24, &options, nullptr, nullptr, message, sizeof message),
            1);
  EXPECT_EQ(secondsite_loss_f64(nullptr, nullptr, nullptr, nullptr, 1, 0, nullptr, nullptr, nullptr,
                                nullptr, 0),
            1);
}

}  // namespace
}  // namespace secondsite::metrics
