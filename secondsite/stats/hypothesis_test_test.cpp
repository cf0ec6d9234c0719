#include "secondsite/stats/hypothesis_test.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "secondsite/core/registry.h"

namespace secondsite::stats {
namespace {

const HypothesisTest& test_named(std::string_view id) {
  return **core::find_entry(tests::all(), id, "test");
}

TEST(TestRegistry, RunsATestFromNamedNumbers) {
  const auto got =
      test_named("one_proportion_score").run({{"successes", 56}, {"trials", 66}, {"goal", 0.75}});
  EXPECT_NEAR(got->p_value, 0.0646400307646334, 1e-14);
  const auto greater = test_named("one_proportion_score")
                           .run({{"successes", 56}, {"trials", 66}, {"goal", 0.75}, {"side", 1}});
  EXPECT_NEAR(greater->p_value, 0.0646400307646334 / 2, 1e-14);
  EXPECT_EQ(greater->alternative, "greater");
}

TEST(TestRegistry, NamesWhatIsMissingAndWhatItDoesNotKnow) {
  const HypothesisTest& test = test_named("mcnemar_mid_p");
  EXPECT_EQ(test.run({{"first_only", 3}}).error().code(), "stats.missing-input");
  EXPECT_EQ(test.run({{"first_only", 3}, {"second_only", 3}, {"third", 1}}).error().code(),
            "stats.unknown-input");
  EXPECT_EQ(test_named("welch").run({{"side", 2}}).error().code(), "stats.missing-input");
  EXPECT_EQ(test_named("z_against_goal")
                .run({{"value", 1}, {"standard_error", 1}, {"goal", 0}, {"side", 2}})
                .error()
                .code(),
            "stats.bad-input");
}

// Whatever the numbers, a test answers with a p-value in [0, 1], NaN, or an error that has a code.
TEST(TestRegistry, NeverAnswersOutsideZeroToOne) {
  std::set<std::string_view> ids;
  for (const HypothesisTest& test : tests::all()) {
    EXPECT_TRUE(ids.insert(test.id).second) << test.id;
    EXPECT_FALSE(test.reference.empty()) << test.id;
    for (const double value : {-1.0, 0.0, 0.3, 1.0, 7.0, std::nan("")}) {
      NamedNumbers numbers;
      for (const std::string& name : test.inputs)
        if (name != "side") numbers[name] = value;
      const auto got = test.run(numbers);
      if (!got) {
        EXPECT_FALSE(got.error().code().empty()) << test.id;
      } else if (!std::isnan(got->p_value)) {
        EXPECT_GE(got->p_value, 0) << test.id << " " << value;
        EXPECT_LE(got->p_value, 1) << test.id << " " << value;
      }
    }
  }
}

}  // namespace
}  // namespace secondsite::stats
