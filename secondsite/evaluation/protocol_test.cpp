#include "secondsite/evaluation/protocol.h"

#include <gtest/gtest.h>

#include "secondsite/core/config.h"

namespace secondsite::evaluation {
namespace {

core::Result<Protocol> read(std::string_view yaml) {
  auto json = core::parse_yaml(yaml, "protocol.yaml");
  if (!json) return std::move(json).error();
  return protocol_from(*json, "protocol.yaml");
}

constexpr std::string_view whole = R"(
title: T
question: Q?
eligible: view in [AP, PA]
bands: {age: [40, 65]}
strata: [sex, [sex, view]]
reference_site: A
operating_point: sensitivity >= 0.9 at site A
local_prevalence: 0.02
metrics: [auroc, sensitivity]
claims:
  - auroc >= 0.8 where site = B
  - {id: safety, claim: sensitivity >= 0.85 where site = B, expected: 0.9, family: secondary}
families: {secondary: fixed-sequence}
alpha: 0.01
power: 0.9
multiplicity: hochberg
seed: 7
)";

TEST(Protocol, ReadsBackFromItsOwnYaml) {
  const auto first = read(whole);
  ASSERT_TRUE(first) << first.error().text();
  const auto second = read(core::to_yaml(to_json(*first)));
  ASSERT_TRUE(second) << second.error().text();
  EXPECT_EQ(to_json(*first), to_json(*second));
  EXPECT_EQ(hash_of(*first), hash_of(*second));
  EXPECT_EQ(second->claims[1].family, "secondary");
  EXPECT_EQ(second->strata[1].size(), 2U);
}

TEST(Protocol, HashSaysWhatIsClaimedNotWhenOrHowItIsTyped) {
  auto protocol = *read(whole);
  const std::string before = hash_of(protocol);
  protocol.written_at = "2026-01-01T00:00:00Z";
  EXPECT_EQ(hash_of(protocol), before);
  protocol.claims[0].goal = 0.79;
  EXPECT_NE(hash_of(protocol), before);
}

TEST(Protocol, RefusesATamperedFile) {
  auto protocol = *read(whole);
  core::Json json = to_json(protocol);
  json["hash"] = hash_of(protocol);
  EXPECT_TRUE(protocol_from(json, "x"));
  json["alpha"] = 0.2;
  const auto tampered = protocol_from(json, "x");
  ASSERT_FALSE(tampered);
  EXPECT_EQ(tampered.error().code(), "plan.hash-mismatch");
}

TEST(Protocol, NamesTheNearestKeyAndMetric) {
  const auto key = read("alfa: 0.05\n");
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code(), "config.unknown-key");
  EXPECT_NE(key.error().what().find("\"alpha\""), std::string::npos);
  const auto metric = read("claims: [aurok >= 0.8]\n");
  ASSERT_FALSE(metric);
  EXPECT_NE(metric.error().what().find("\"auroc\""), std::string::npos);
}

TEST(Protocol, RefusesValuesOutOfRange) {
  for (const char* yaml :
       {"alpha: 0\n", "alpha: 0.6\n", "power: 1\n", "local_prevalence: 1.5\n",
        "bands: {age: [65, 40]}\n", "replicates: -3\n", "claims: yes\n", "strata: view\n",
        "multiplicity: bonferoni\n",
        "claims: [{claim: auroc >= 0.8, id: a}, {claim: auroc >= 0.7, id: a}]\n"})
    EXPECT_FALSE(read(yaml)) << yaml;
}

}  // namespace
}  // namespace secondsite::evaluation
