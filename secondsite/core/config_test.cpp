#include "secondsite/core/config.h"

#include <gtest/gtest.h>

namespace secondsite::core {
namespace {

TEST(Yaml, ReadsScalarsByTheirLook) {
  const auto json =
      parse_yaml("{a: 1, b: 1.5, c: true, d: ~, e: \"1\", f: text, g: 1e3, h: nan}", "x");
  ASSERT_TRUE(json);
  EXPECT_TRUE((*json)["a"].is_number_integer());
  EXPECT_TRUE((*json)["b"].is_number_float());
  EXPECT_TRUE((*json)["c"].is_boolean());
  EXPECT_TRUE((*json)["d"].is_null());
  EXPECT_TRUE((*json)["e"].is_string());
  EXPECT_EQ((*json)["g"], 1000.0);
  EXPECT_TRUE((*json)["h"].is_string());  // not finite: JSON has no such number
}

TEST(Yaml, RefusesAKeyThatStandsTwice) {
  const auto json = parse_yaml("a: 1\nb: 2\na: 3\n", "x.yaml");
  ASSERT_FALSE(json);
  EXPECT_EQ(json.error().code(), "config.syntax");
  EXPECT_NE(json.error().what().find("line 3"), std::string::npos);
}

TEST(Yaml, NamesLineAndColumnOfASyntaxError) {
  const auto json = parse_yaml("a: [1, 2\nb: 3\n", "x.yaml");
  ASSERT_FALSE(json);
  EXPECT_NE(json.error().what().find("line"), std::string::npos);
  EXPECT_EQ(json.error().where().file, "x.yaml");
}

TEST(Yaml, RefusesBottomlessNesting) {
  EXPECT_FALSE(parse_yaml(std::string(200, '[') + std::string(200, ']'), "x"));
}

TEST(Yaml, ComesBackFromItsOwnText) {
  const Json value{{"text", "true"},
                   {"number", "1.5"},
                   {"list", {1, 2.25, "x: y"}},
                   {"nested", {{"a b", nullptr}, {"c", "multi\nline"}}},
                   {"empty", ""}};
  const auto back = parse_yaml(to_yaml(value), "x");
  ASSERT_TRUE(back) << to_yaml(value);
  EXPECT_EQ(*back, value) << to_yaml(value);
}

TEST(ConfigReader, RefusesUnknownKeysAndNamesTheNearest) {
  const Json json{{"threshhold", 0.5}};
  ConfigReader reader(json, "x.yaml");
  reader.number("threshold", 0.1);
  const auto finished = reader.finish();
  ASSERT_FALSE(finished);
  EXPECT_EQ(finished.error().code(), "config.unknown-key");
  EXPECT_NE(finished.error().what().find("did you mean \"threshold\""), std::string::npos);
}

TEST(ConfigReader, SaysWhatIsWantedWhereATypeIsWrong) {
  const Json json{{"alpha", "small"}, {"names", {1, 2}}};
  ConfigReader reader(json, "x.yaml", "top");
  reader.number("alpha");
  EXPECT_EQ(reader.finish().error().code(), "config.wrong-type");
  EXPECT_EQ(reader.finish().error().where().tag, "top.alpha");
}

TEST(ConfigReader, WantsRequiredKeysAndWholeCounts) {
  const Json json{{"n", 1.5}};
  ConfigReader missing(json, "x");
  missing.text("name");
  EXPECT_EQ(missing.finish().error().code(), "config.missing-key");
  ConfigReader fraction(json, "x");
  fraction.count("n");
  EXPECT_EQ(fraction.finish().error().code(), "config.bad-value");
}

TEST(ConfigReader, RefusesAListWhereAMappingIsWanted) {
  const Json json = Json::array({1});
  ConfigReader reader(json, "x");
  EXPECT_FALSE(reader.finish());
}

}  // namespace
}  // namespace secondsite::core
