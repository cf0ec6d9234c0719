#include "secondsite/dicom/view_verdict.h"

#include <gtest/gtest.h>

namespace secondsite::dicom {
namespace {

using core::Covariate;
using core::CovariateVerdict;

const Covariate nothing;
Covariate says(const char* view) {
  return {view, view, "somewhere", CovariateVerdict::ok};
}

TEST(ViewVerdict, OfHeaderAndTextThatDisagreeIsAConflict) {
  const Covariate out = view_verdict(says("PA"), says("lateral"), {});
  EXPECT_EQ(out.verdict, CovariateVerdict::conflict);
  EXPECT_EQ(out.raw, "PA; text: lateral");
  // The pixels cannot settle it.
  EXPECT_EQ(view_verdict(says("PA"), says("lateral"), "frontal").verdict,
            CovariateVerdict::conflict);
}

TEST(ViewVerdict, OfOneStatementAgainstThePixelsIsAConflict) {
  EXPECT_EQ(view_verdict(says("PA"), nothing, "lateral").verdict, CovariateVerdict::conflict);
  EXPECT_EQ(view_verdict(says("AP"), nothing, "not frontal").verdict, CovariateVerdict::conflict);
  EXPECT_EQ(view_verdict(nothing, says("lateral"), "frontal").verdict, CovariateVerdict::conflict);
}

TEST(ViewVerdict, OfTwoStatementsOutweighsThePixelsAndSaysSo) {
  const Covariate out = view_verdict(says("PA"), says("frontal"), "lateral");
  EXPECT_EQ(out.verdict, CovariateVerdict::ok);
  EXPECT_EQ(out.canonical, "PA");
  EXPECT_EQ(out.raw, "PA; pixels: lateral");
  EXPECT_EQ(out.provenance, "somewhere; text agrees");
}

TEST(ViewVerdict, OfThreeThatAgreeNamesThemAll) {
  EXPECT_EQ(view_verdict(says("PA"), says("PA"), "frontal").provenance,
            "somewhere; text agrees; pixels agree");
}

TEST(ViewVerdict, IsNeverFilledInFromPixels) {
  const Covariate out = view_verdict(nothing, nothing, "frontal");
  EXPECT_EQ(out.verdict, CovariateVerdict::missing);
  EXPECT_TRUE(out.canonical.empty());
  EXPECT_EQ(out.raw, "pixels: frontal");
}

TEST(ViewVerdict, LeavesObliqueViewsAndLateralsThatAreNotFrontalAlone) {
  EXPECT_EQ(view_verdict(says("oblique"), nothing, "frontal").verdict, CovariateVerdict::ok);
  EXPECT_EQ(view_verdict(says("lateral"), nothing, "not frontal").verdict, CovariateVerdict::ok);
  EXPECT_EQ(view_verdict(says("MLO"), nothing, "frontal").verdict, CovariateVerdict::ok);
}

TEST(ViewInWords, TakesWholeWordsAndNoTextOfTwoPlanes) {
  EXPECT_EQ(view_in_words("Xray Chest PA/AP"), "frontal");
  EXPECT_EQ(view_in_words("chest pa"), "PA");
  EXPECT_EQ(view_in_words("Xray Chest PA and Lateral"), "");
  EXPECT_EQ(view_in_words("PATELLA"), "");
  EXPECT_TRUE(names_chest("Portable chest"));
  EXPECT_FALSE(names_chest("ORCHESTRA"));
}

}  // namespace
}  // namespace secondsite::dicom
