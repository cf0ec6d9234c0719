#include "secondsite/core/monospace.h"

#include <gmock/gmock.h>

namespace secondsite::core {
namespace {

using testing::ElementsAre;

TEST(Monospace, CountsCharactersAndNotBytes) {
  EXPECT_EQ(glyphs("Größe ≥ 3"), 9U);
  EXPECT_EQ(padded("é", 3), "é  ");
  EXPECT_EQ(padded("longer", 3), "longer");
  EXPECT_EQ(fitted("Größe", 3), "Grö");
  EXPECT_EQ(fitted("Gr", 3), "Gr ");
}

TEST(Monospace, BreaksLinesAtSpacesAndCutsOnlyWordsThatFitNoLine) {
  EXPECT_THAT(wrapped("one two  three", 7), ElementsAre("one two", "three"));
  EXPECT_THAT(wrapped("ab äöüßé f", 3), ElementsAre("ab", "äöü", "ßé", "f"));
  EXPECT_THAT(wrapped("", 3), ElementsAre(""));
}

TEST(Monospace, LosesNothingWhenItWraps) {
  const std::string words = "für jeden Fall ein unteilbareslangeswortohneleerzeichen und noch mehr";
  std::string joined;
  for (const std::string& line : wrapped(words, 12)) {
    EXPECT_LE(glyphs(line), 12U) << line;
    joined += line;
  }
  std::string expected = words;
  std::erase(expected, ' ');
  std::erase(joined, ' ');
  EXPECT_EQ(joined, expected);
}

TEST(Monospace, LeavesAPathWholeWhereItIsToBeCopied) {
  EXPECT_THAT(wrapped("in /data/scores.csv row 3", 8, LongWords::whole),
              ElementsAre("in", "/data/scores.csv", "row 3"));
}

}  // namespace
}  // namespace secondsite::core
