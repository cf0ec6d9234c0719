#include <gtest/gtest.h>

#include <cstring>
#include <limits>

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

// A NIfTI-1 file of 2 x 1 x 2 voxels, spacing 1, 2 and 3 mm, with an sform.
struct Nifti {
  std::string bytes = std::string(352, '\0');
  template <typename Type>
  Nifti& set(std::size_t place, Type value) {
    std::memcpy(bytes.data() + place, &value, sizeof value);
    return *this;
  }
  explicit Nifti(std::int16_t type = 2, std::string voxels = std::string("\1\0\5\7", 4)) {
    set(0, std::int32_t{348}).set(70, type).set(108, 352.0F).set(344, 0x00312b6e);
    for (const auto& [place, value] : {std::pair{40, 3}, {42, 2}, {44, 1}, {46, 2}})
      set(static_cast<std::size_t>(place), static_cast<std::int16_t>(value));
    set(254, std::int16_t{1}).set(80, 1.0F).set(84, 2.0F).set(88, 3.0F);
    set(280, 1.0F).set(300, 2.0F).set(320, 3.0F);
    bytes += voxels;
  }
};

std::string trouble(const std::string& name, const Nifti& nifti) {
  const auto labels = read_labels(file_with(name, nifti.bytes));
  return labels ? std::string() : labels.error().code();
}

TEST(ReadVolume, ReadsANiftiImageAsStored) {
  const auto labels = read_labels(file_with("n.nii", Nifti().bytes));
  ASSERT_TRUE(labels) << labels.error().text();
  EXPECT_EQ(labels->voxel, (std::vector<std::int32_t>{1, 0, 5, 7}));
  EXPECT_EQ(labels->grid.spacing_mm, (std::array<double, 3>{1, 2, 3}));
  const auto scaled = read_volume(file_with("s.nii", Nifti().set(112, 0.5F).set(116, 1.0F).bytes));
  ASSERT_TRUE(scaled) << scaled.error().text();
  EXPECT_EQ(scaled->voxel, (std::vector<float>{1.5F, 1, 3.5F, 4.5F}));
}

TEST(ReadVolume, ANiftiHeaderThatCannotBeTrueHasACode) {
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  constexpr float inf = std::numeric_limits<float>::infinity();
  for (const float wrong : {nan, inf, 0.0F}) {
    EXPECT_EQ(trouble("p.nii", Nifti().set(80, wrong)), "image.spacing") << wrong;
    EXPECT_EQ(trouble("p.nii", Nifti().set(80, wrong).set(254, std::int16_t{0})), "image.spacing");
    EXPECT_EQ(trouble("p.nii", Nifti().set(300, wrong)), "image.spacing") << wrong;
  }
  EXPECT_EQ(trouble("p.nii", Nifti().set(80, -1.0F)), "image.spacing");
  EXPECT_EQ(trouble("p.nii", Nifti().set(252, std::int16_t{1}).set(256, nan)), "image.directions");
  EXPECT_EQ(trouble("p.nii", Nifti().set(42, std::int16_t{0})), "image.too-large");
  EXPECT_EQ(trouble("p.nii", Nifti().set(40, std::int16_t{9})), "image.unreadable");
  EXPECT_EQ(trouble("p.nii", Nifti().set(70, std::int16_t{77})), "image.unreadable");
  EXPECT_EQ(trouble("p.nii", Nifti().set(108, nan)), "image.unreadable");
  EXPECT_EQ(trouble("p.nii", Nifti(2, "abc")), "image.unreadable");
  EXPECT_EQ(trouble("p.nii", Nifti().set(344, 0x0031696e)), "image.unreadable");
}

TEST(ReadVolume, ANumberThatIsNoneIsNotBackground) {
  std::string voxels(16, '\0');
  const float nan = std::numeric_limits<float>::quiet_NaN();
  std::memcpy(voxels.data() + 4, &nan, 4);
  EXPECT_EQ(trouble("q.nii", Nifti(16, voxels)), "mask.not-whole");
}

TEST(ReadVolume, TheNamedNiftiFileIsReadWhateverLiesBesideIt) {
  file_with("beside.nii", Nifti().bytes);
  const auto path = file_with("beside.nii.gz", Nifti(2, std::string("\2\2\2\2", 4)).bytes);
  const auto labels = read_labels(path);
  ASSERT_TRUE(labels) << labels.error().text();
  EXPECT_EQ(labels->voxel, (std::vector<std::int32_t>{2, 2, 2, 2}));
}

TEST(ReadVolume, AMetaImageOfUnknownNumbersHasACode) {
  const auto labels = read_labels(file_with("w.mha", meta("", "METWUCHAR", "abcd")));
  ASSERT_FALSE(labels);
  EXPECT_EQ(labels.error().code(), "image.unreadable");
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
