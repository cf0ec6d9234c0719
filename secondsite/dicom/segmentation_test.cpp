#include "secondsite/dicom/segmentation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace secondsite::dicom {
namespace {

namespace fs = std::filesystem;

fs::path real_file() {
  for (fs::path at = fs::current_path(); at != at.root_path(); at = at.parent_path()) {
    const fs::path file = at / "shared" / "data" / "dicom_vendors" / "pydicom_liver_1frame.dcm";
    if (fs::is_regular_file(file)) return file;
  }
  return {};
}

Segmentation two_segments(SegmentationType type) {
  Segmentation out;
  out.type = type;
  out.segments = {{1, "Edema", {}, {}, ""}, {2, "Core", {}, {}, ""}};
  out.columns = 3;
  out.rows = 3;
  out.spacing_mm = {0.8, 0.6};
  out.between_slices_mm = 2.5;
  out.is_step = true;
  return out;
}

void add_frame(Segmentation& to, std::int32_t segment, double z, const std::string& bytes) {
  to.segment_of.push_back(segment);
  to.planes.push_back({{1, 2, z}, {1, 0, 0, 0, 1, 0}});
  ++to.frames;
  to.bits = 8;
  to.pixels += bytes;
}

// dcmdump says 512 x 512, one segment "Liver", a frame at z = -128.69; NumPy counts 36,233 set
// bits.
TEST(Segmentation, OfARealFileHasItsSegmentPlaceAndVoxels) {
  const fs::path file = real_file();
  if (file.empty()) GTEST_SKIP() << "the real data is not here";
  core::Findings odd;
  const auto read = read_segmentation(file.string(), odd);
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_TRUE(is_segmentation(file.string()));
  EXPECT_EQ(odd.count("dicom.segmentation-frames"), 1U) << "three are described, one is there";
  ASSERT_EQ(read->segments.size(), 1U);
  EXPECT_EQ(read->segments[0].type.meaning, "Liver");
  EXPECT_EQ(read->segments[0].category.value, "T-D0050");
  EXPECT_EQ(read->segments[0].algorithm, "SEMIAUTOMATIC");
  EXPECT_EQ(read->series_uid, "1.2.392.200103.20080913.113635.1.2009.6.22.21.43.10.23430.1");
  const auto places = place_frames(*read, file.string());
  ASSERT_TRUE(places);
  EXPECT_EQ(places->grid.size, (std::array<std::uint32_t, 3>{512, 512, 1}));
  EXPECT_EQ(places->grid.origin_mm, (std::array<double, 3>{-235.2, -226.8, -128.69}));
  EXPECT_DOUBLE_EQ(places->grid.spacing_mm[0], 0.810547);
  const auto labels = labels_of(*read, *places, {}, 0.5, "", odd);
  EXPECT_EQ(std::count(labels.voxel.begin(), labels.voxel.end(), 1), 36233);
}

TEST(Segmentation, PutsFramesBySegmentInTheirSlicesAndLeavesGapsEmpty) {
  Segmentation seg = two_segments(SegmentationType::binary);
  add_frame(seg, 2, 17.5, std::string("\1\0\0\0\0\0\0\0\0", 9));
  add_frame(seg, 1, 10, std::string("\0\1\0\0\0\0\0\0\0", 9));
  add_frame(seg, 1, 17.5, std::string("\1\0\0\0\0\0\0\0\1", 9));
  const auto places = place_frames(seg, "");
  ASSERT_TRUE(places);
  EXPECT_EQ(places->grid.size[2], 4U);
  EXPECT_EQ(places->grid.spacing_mm, (std::array<double, 3>{0.6, 0.8, 2.5}));
  EXPECT_EQ(places->grid.origin_mm[2], 10);
  EXPECT_EQ(places->slice, (std::vector<std::uint32_t>{3, 0, 3}));
  core::Findings odd;
  const auto labels = labels_of(seg, *places, {}, 0.5, "", odd);
  EXPECT_EQ(labels.voxel[1], 1);
  EXPECT_EQ(labels.voxel[27], 2) << "both segments are here; the higher number stands";
  EXPECT_EQ(labels.voxel[35], 1);
  EXPECT_EQ(odd.count("mask.overlap"), 1U);
  core::Findings none;
  EXPECT_EQ(labels_of(seg, *places, {1}, 0.5, "", none).voxel[27], 1);
  EXPECT_TRUE(none.empty());
}

TEST(Segmentation, CutsFractionsAndGivesThemAsProbabilities) {
  Segmentation seg = two_segments(SegmentationType::fractional);
  seg.most = 200;
  add_frame(seg, 1, 0, std::string("\x64\x63\x00\x00\x00\x00\x00\x00\x00", 9));  // 100, 99 of 200
  add_frame(seg, 2, 0, std::string("\x65\xc8\x00\x00\x00\x00\x00\x00\x00", 9));  // 101, 200
  const auto places = place_frames(seg, "");
  ASSERT_TRUE(places);
  core::Findings odd;
  const auto labels = labels_of(seg, *places, {}, 0.5, "", odd);
  EXPECT_EQ(labels.voxel[0], 2) << "the more probable one";
  EXPECT_EQ(labels.voxel[1], 2);
  EXPECT_EQ(labels.voxel[2], 0);
  const auto maps = probabilities_of(seg, *places, {});
  EXPECT_FLOAT_EQ(maps.at(1)[1], 0.495F);
  EXPECT_FLOAT_EQ(maps.at(2)[1], 1.0F);
}

TEST(Segmentation, UnpacksBitsAcrossFramesThatDoNotEndOnAByte) {
  Segmentation seg = two_segments(SegmentationType::binary);
  add_frame(seg, 1, 0, "");
  add_frame(seg, 1, 2.5, "");
  seg.bits = 1;
  // Nine pixels a frame: bits 0 to 8, then 9 to 17; set are pixel 8 of the first, 0 of the second.
  seg.pixels = std::string("\0\3\0", 3);
  EXPECT_EQ(seg.stored(0, 8), 1U);
  EXPECT_EQ(seg.stored(1, 0), 1U);
  EXPECT_EQ(seg.stored(0, 7), 0U);
  EXPECT_EQ(seg.stored(1, 8), 0U);
}

TEST(Segmentation, RefusesFramesThatMakeNoGrid) {
  const std::string nothing(9, '\0');
  Segmentation between = two_segments(SegmentationType::binary);
  add_frame(between, 1, 0, nothing);
  add_frame(between, 1, 3.5, nothing);
  EXPECT_EQ(place_frames(between, "").error().code(), "dicom.segmentation");
  Segmentation turned = two_segments(SegmentationType::binary);
  add_frame(turned, 1, 0, nothing);
  add_frame(turned, 1, 2.5, nothing);
  turned.planes[1].orientation = {0, 1, 0, 0, 0, 1};
  EXPECT_EQ(place_frames(turned, "").error().code(), "dicom.segmentation");
  Segmentation tilted = two_segments(SegmentationType::binary);
  add_frame(tilted, 1, 0, nothing);
  add_frame(tilted, 1, 2.5, nothing);
  tilted.planes[1].position[1] += 0.5;
  EXPECT_EQ(place_frames(tilted, "").error().code(), "image.directions");
}

}  // namespace
}  // namespace secondsite::dicom
