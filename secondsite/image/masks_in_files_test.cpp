#include <gtest/gtest.h>

#include "secondsite/core/file.h"
#include "secondsite/core/random.h"
#include "secondsite/image/contour.h"
#include "secondsite/image/read_volume.h"
#include "secondsite/image/run_length.h"

namespace secondsite::image {
namespace {

std::string file_with(const std::string& name, const std::string& content) {
  const std::string path = ::testing::TempDir() + "/" + name;
  EXPECT_TRUE(core::write_file(path, content).has_value());
  return path;
}

std::string meta(const std::string& extra, const std::string& type, const std::string& bytes) {
  return "ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\n" +
         extra + "DimSize = 2 1 2\nElementType = " + type + "\nElementDataFile = LOCAL\n" + bytes;
}

TEST(ReadVolume, ReadsAMetaImageWithItsGeometry) {
  const auto path = file_with("a.mha", meta("ElementSpacing = 0.5 2 3\nOffset = 1 2 3\n",
                                            "MET_UCHAR", std::string("\1\0\5\7", 4)));
  const auto labels = read_labels(path);
  ASSERT_TRUE(labels) << labels.error().text();
  EXPECT_EQ(labels->voxel, (std::vector<std::int32_t>{1, 0, 5, 7}));
  EXPECT_EQ(labels->grid.spacing_mm, (std::array<double, 3>{0.5, 2, 3}));
  EXPECT_EQ(labels->grid.origin_mm, (std::array<double, 3>{1, 2, 3}));
  EXPECT_EQ(image_stem(path), "a");
}

TEST(ReadVolume, TroubleHasACode) {
  const auto code = [](const std::string& path) {
    const auto labels = read_labels(path);
    return labels ? std::string() : labels.error().code();
  };
  EXPECT_EQ(code("nothing/here.nii.gz"), "file.not-found");
  EXPECT_EQ(code(file_with("b.txt", "x")), "image.unknown-format");
  EXPECT_EQ(code(file_with("c.nii", "no header")), "image.unreadable");
  EXPECT_EQ(code(file_with("d.mha", meta("ElementSpacing = 0 1 1\n", "MET_UCHAR", "abcd"))),
            "image.spacing");
  EXPECT_EQ(code(file_with("e.mha", meta("ElementSpacing = 1 -2 1\n", "MET_UCHAR", "abcd"))),
            "image.spacing");
  const std::string half("\0\0\0\x3f\0\0\0\0\0\0\0\0\0\0\0\0", 16);
  EXPECT_EQ(code(file_with("f.mha", meta("", "MET_FLOAT", half))), "mask.not-whole");
  EXPECT_EQ(code(file_with("g.mha", meta("", "MET_SHORT", std::string(8, '\xff')))),
            "mask.label-range");
}

TEST(RunLengths, BothConventionsComeBack) {
  const core::Random random(1, "runs");
  Volume<std::uint8_t> mask{Grid{{13, 9, 1}}, {}};
  for (std::size_t i = 0; i < mask.grid.voxels(); ++i)
    mask.voxel.push_back(random.uniform(1, i) < 0.4 ? 1 : 0);
  for (const auto starts : {RunStarts::absolute, RunStarts::relative})
    EXPECT_EQ(decode_runs(encode_runs(mask, starts), 13, 9, starts)->voxel, mask.voxel);
  EXPECT_EQ(decode_runs("1 2", 3, 4, RunStarts::absolute)->voxel,
            (std::vector<std::uint8_t>{1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0}));
}

TEST(RunLengths, ABadRunIsAnError) {
  for (const char* text : {"1", "a 2", "0 1", "1 13", "5 2 3 1", "1.5 2", "-1 2",
                           "99999999999999999999 1", "18446744073709551615 2"})
    EXPECT_FALSE(decode_runs(text, 3, 4, RunStarts::absolute)) << text;
  EXPECT_FALSE(decode_runs("3 4 18446744073709551615 4", 3, 4, RunStarts::relative));
}

TEST(Contour, ASquareIsFilledByEitherRule) {
  const std::vector<ContourPoint> square{{1, 1}, {4, 1}, {4, 5}, {1, 5}};
  for (const auto& [rule, expected] :
       {std::pair{OnLine::inside, 4 * 5}, {OnLine::outside, 2 * 3}}) {
    Volume<std::uint8_t> mask{Grid{{8, 8, 1}}, std::vector<std::uint8_t>(64, 0)};
    fill_contour(square, rule, 1, 0, mask);
    EXPECT_EQ(std::count(mask.voxel.begin(), mask.voxel.end(), 1), expected);
  }
}

TEST(Contour, OutsideTheImageAndNonsenseAreHarmless) {
  Volume<std::uint8_t> mask{Grid{{4, 4, 1}}, std::vector<std::uint8_t>(16, 0)};
  const std::vector<ContourPoint> wide{{-1e300, -5}, {9, NAN}, {50, -5}, {50, 50}, {-1e300, 50}};
  fill_contour(wide, OnLine::inside, 1, 0, mask);
  EXPECT_EQ(std::count(mask.voxel.begin(), mask.voxel.end(), 1), 16);
}

}  // namespace
}  // namespace secondsite::image
