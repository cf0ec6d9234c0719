#include "secondsite/evaluation/reference_noise.h"

#include <gtest/gtest.h>

#include "secondsite/core/config.h"
#include "secondsite/evaluation/protocol.h"

namespace secondsite::evaluation {
namespace {

core::Result<Protocol> parsed(const char* yaml) {
  return protocol_from(*core::parse_yaml(yaml, "p.yaml"), "p.yaml");
}

TEST(ReferenceNoise, OfAProtocolReadsBackAsItWasWritten) {
  const auto first = parsed(R"(
label_error:
  - {finding: Edema, audit: {tp: 90, fp: 5, fn: 10, tn: 195}, source: audit of March}
  - {truth: adjudicated, correlation: 0.1}
noise_floor:
  - {metric: sensitivity, floor: 0.06, finding: Edema}
)");
  ASSERT_TRUE(first) << first.error().text();
  ASSERT_EQ(first->label_error.size(), 2U);
  EXPECT_EQ(first->label_error[0].rates.sensitivity.value, .9);
  EXPECT_EQ(first->label_error[1].truth, "adjudicated");
  const auto again = protocol_from(to_json(*first), "again");
  ASSERT_TRUE(again) << again.error().text();
  EXPECT_EQ(hash_of(*first), hash_of(*again));
  EXPECT_EQ(again->noise_floors[0].floor, .06);
  // A protocol that says nothing of it keeps the hash that it had.
  EXPECT_EQ(to_json(*parsed("title: x")).contains("label_error"), false);
}

TEST(ReferenceNoise, ThatMakesNoSenseIsRefusedWithItsPlace) {
  for (const char* wrong :
       {"label_error: [{finding: Edema}]", "label_error: {sensitivity: 1, specificity: 1}",
        "label_error: [{sensitivity: 0.9, specificity: 0.9, colour: red}]",
        "label_error: [{truth: t, sensitivity: 0.9}]", "label_error: [{truth: t, correlation: 1}]",
        "noise_floor: [{metric: sensitivty, floor: 0.1}]",
        "noise_floor: [{metric: sensitivity, floor: -0.1}]", "noise_floor: [7]"})
    EXPECT_FALSE(parsed(wrong)) << wrong;
}

TEST(ReferenceNoise, TakesFloorsFromABand) {
  const auto json = core::parse_json(
      R"({"tables": {"edges": [{"Finding": "Edema", "Floor": {"metric": "balanced_accuracy", "value": 0.04}},
          {"Finding": "Edema", "Floor": {"metric": "kappa", "value": 0.1}}, {"Floor": "—"}]}})",
      "band.json");
  const auto floors = noise_floors_of_band(*json, "band.json");
  ASSERT_TRUE(floors);
  ASSERT_EQ(floors->size(), 2U);
  EXPECT_EQ((*floors)[0].metric, "auroc");
  EXPECT_EQ((*floors)[0].floor, .04);
  EXPECT_FALSE(noise_floors_of_band(*core::parse_json("[1]", "x"), "x"));
}

}  // namespace
}  // namespace secondsite::evaluation
