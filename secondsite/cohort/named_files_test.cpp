#include "secondsite/cohort/named_files.h"

#include <gtest/gtest.h>

namespace secondsite::cohort {
namespace {

TEST(NamedFiles, AreFoundByPathNameAndStem) {
  const NamedFiles files({"a/one.png", "b/two.nii.gz", "files/p1/s2/three.jpg"});
  EXPECT_EQ(files.find("a/one.png"), "a/one.png");
  EXPECT_EQ(files.find("one.png"), "a/one.png");
  EXPECT_EQ(files.find("one"), "a/one.png");
  EXPECT_EQ(files.find("two"), "b/two.nii.gz");
  EXPECT_EQ(files.find("files/p1/s2/three"), "files/p1/s2/three.jpg");
  EXPECT_EQ(files.find("CheXpert-v1.0/a/one.png"), "a/one.png");
  EXPECT_EQ(NamedFiles({"1.2.3.dcm", "1.2.4.dcm"}).find("1.2.4"), "1.2.4.dcm");
  EXPECT_EQ(files.find("four.png"), "");
  EXPECT_EQ(files.find(""), "");
}

TEST(NamedFiles, ThatShareANameAreToldApartByPathAlone) {
  const NamedFiles files({"patient1/study1/view1.jpg", "patient2/study1/view1.jpg"});
  EXPECT_EQ(files.find("view1.jpg"), "");
  EXPECT_EQ(files.find("view1"), "");
  EXPECT_EQ(files.find("CheXpert/train/patient2/study1/view1.jpg"), "patient2/study1/view1.jpg");
  // Another patient's file of that name is not taken for it.
  EXPECT_EQ(files.find("patient3/study1/view1.jpg"), "");
}

}  // namespace
}  // namespace secondsite::cohort
