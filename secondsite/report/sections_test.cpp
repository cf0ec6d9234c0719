#include <gtest/gtest.h>

#include <set>

#include "secondsite/report/document.h"
#include "secondsite/report/fixture.h"
#include "secondsite/report/section.h"

namespace secondsite::report {
namespace {

TEST(Sections, AnEmptyRunNeedsNoneThatHasNothingToSay) {
  const evaluation::RunResult empty;
  for (const Section& section : sections::all()) {
    const bool always = section.id == "answer" || section.id == "manifest";
    EXPECT_EQ(section.applies(empty), always) << section.id;
  }
}

// A section may be asked for on its own; whatever is missing, it writes what there is.
TEST(Sections, WriteAnEmptyRunWithoutFalling) {
  for (const Section& section : sections::all()) {
    Page page;
    section.write({}, page);
    EXPECT_FALSE(page.take().empty()) << section.id;
  }
}

TEST(Sections, EveryOneAppliesToAFullRun) {
  evaluation::RunResult run = two_hospitals();
  run.mask_cases.push_back({"case 1", "", "lesion", 10, 12, {}});  // no run has scores and masks
  for (const Section& section : sections::all()) EXPECT_TRUE(section.applies(run)) << section.id;
}

TEST(Sections, HaveDistinctAnchorsAndPlaces) {
  std::set<std::string_view> ids;
  std::set<int> orders;
  for (const Section& section : sections::all()) {
    EXPECT_TRUE(ids.insert(section.id).second) << section.id;
    EXPECT_TRUE(orders.insert(section.order).second) << section.id;
  }
}

TEST(Sections, AFlowThatDoesNotAddUpSaysSo) {
  evaluation::RunResult run = two_hospitals();
  run.flow[1].excluded.pop_back();
  EXPECT_NE(document(run).find("does not add up"), std::string::npos);
  EXPECT_EQ(document(two_hospitals()).find("does not add up"), std::string::npos);
}

TEST(Sections, FindingsLeaveTheFlowSideBySide) {
  evaluation::RunResult run = two_hospitals();
  const std::uint64_t cases = run.flow.back().cases;
  for (const auto& finding : run.findings)
    run.flow.push_back({"usable for " + finding.name, cases - 10, 0, {{"label blank", "x", 10}}});
  EXPECT_EQ(document(run).find("does not add up"), std::string::npos);
  EXPECT_NE(document(run).find("Usable for each finding"), std::string::npos);
  run.flow.back().cases += 1;
  EXPECT_NE(document(run).find("does not add up"), std::string::npos);
}

TEST(Sections, ARunWithoutClaimsShowsItsFindings) {
  evaluation::RunResult run = two_hospitals();
  run.claims.clear();
  EXPECT_NE(document(run).find("Findings, exploratory"), std::string::npos);
}

TEST(Sections, AFindingWithoutPlotsOrEstimatesIsAPageToo) {
  evaluation::RunResult run = two_hospitals();
  for (auto& finding : run.findings) finding.plots.clear();
  for (auto& stratum : run.strata) stratum.estimates.clear();
  EXPECT_FALSE(document(run).empty());
}

}  // namespace
}  // namespace secondsite::report
