#include "secondsite/report/terminal.h"

#include <gtest/gtest.h>

#include "secondsite/core/monospace.h"
#include "secondsite/core/text.h"
#include "secondsite/report/fixture.h"
#include "secondsite/report/format.h"

namespace secondsite::report {
namespace {

TEST(Summary, StaysUnderSixtyLinesHoweverLargeTheRun) {
  for (const std::size_t findings : {std::size_t{3}, std::size_t{14}, std::size_t{40}})
    for (const int width : {60, 80, 132}) {
      const auto lines =
          core::split(summary(two_hospitals({findings, 18, 20}), width, false), '\n');
      EXPECT_LT(lines.size(), 60U) << findings << " findings at " << width;
    }
}

TEST(Summary, NoLineIsWiderThanTheTerminal) {
  for (const int width : {40, 80})
    for (const std::string& line : core::split(summary(two_hospitals(), width, false), '\n'))
      EXPECT_LE(core::glyphs(line), static_cast<std::size_t>(width)) << line;
}

TEST(Summary, TellsTheAnswerTheVerdictsAndWhatIsLacking) {
  // Wherever its lines are broken.
  std::vector<std::string> lines;
  for (const std::string& line : core::split(summary(two_hospitals(), 80, false), '\n'))
    lines.emplace_back(core::trim(line));
  const std::string text = core::join(lines, " ");
  for (const char* part :
       {"NO", "1 certified, 1 refuted, 1 cannot tell", "needs 233 more positives",
        "Shortcut warnings", "281 × cohort.blank-label", "the label is blank"})
    EXPECT_NE(text.find(part), std::string::npos) << part;
}

TEST(Summary, ColourAddsNothingButColour) {
  std::string coloured = summary(two_hospitals(), 80, true);
  for (std::size_t at = coloured.find('\x1b'); at != std::string::npos; at = coloured.find('\x1b'))
    coloured.erase(at, coloured.find('m', at) - at + 1);
  EXPECT_EQ(coloured, summary(two_hospitals(), 80, false));
}

TEST(Summary, AColumnNameCannotSteerTheTerminal) {
  evaluation::RunResult run = two_hospitals();
  run.question = "\x1b]0;owned\x07 really?";
  EXPECT_EQ(summary(run, 80, false).find('\x1b'), std::string::npos);
}

TEST(Summary, AnEmptyRunHasOneToo) {
  EXPECT_NE(summary({}, 80, false).find("CAN’T TELL"), std::string::npos);
}

}  // namespace
}  // namespace secondsite::report
