#include "secondsite/image/picture.h"

#include "secondsite/image/itk_with_clang.h"

#include <gtest/gtest.h>
#include <itkImage.h>
#include <itkImageFileWriter.h>
#include <itkJPEGImageIO.h>
#include <png.h>

#include <cmath>
#include <filesystem>
#include <vector>

#include "secondsite/core/file.h"
#include "secondsite/core/random.h"

namespace secondsite::image {
namespace {

std::string in_temporary(const std::string& name, const std::string& bytes) {
  const std::string path = testing::TempDir() + "/picture_" + name;
  EXPECT_TRUE(core::write_file(path, bytes));
  return path;
}

std::vector<float> ramp(std::uint32_t rows, std::uint32_t columns) {
  std::vector<float> out(std::size_t{rows} * columns);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<float>(i % 256) / 255;
  return out;
}

std::string coloured_png(std::uint32_t format, std::size_t channels, bool grey) {
  constexpr std::uint32_t side = 20;
  std::vector<png_byte> bytes(side * side * channels, 255);
  for (std::size_t i = 0; i < side * side; ++i)
    for (std::size_t c = 0; c < std::min<std::size_t>(3, channels); ++c)
      bytes[i * channels + c] = static_cast<png_byte>(grey ? i % 256 : (i + 40 * c) % 256);
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = image.height = side;
  image.format = format;
  png_alloc_size_t size = 0;
  png_image_write_to_memory(&image, nullptr, &size, 0, bytes.data(), 0, nullptr);
  std::string out(size, '\0');
  png_image_write_to_memory(&image, out.data(), &size, 0, bytes.data(), 0, nullptr);
  out.resize(size);
  return out;
}

TEST(Picture, ComesBackAsItWasWritten) {
  const auto level = ramp(30, 50);
  const std::string png = png_of(level, 30, 50);
  EXPECT_EQ(png, png_of(level, 30, 50));
  const auto read = read_picture(in_temporary("ramp.png", png));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->rows, 30U);
  EXPECT_EQ(read->columns, 50U);
  EXPECT_EQ(read->bits, 8U);
  for (std::size_t i = 0; i < level.size(); ++i)
    EXPECT_EQ(read->value[i], std::round(255 * level[i]));
}

TEST(Picture, OfFourEqualChannelsIsGreyAndOfColoursIsRefused) {
  const auto grey = read_picture(in_temporary("rgba.png", coloured_png(PNG_FORMAT_RGBA, 4, true)));
  ASSERT_TRUE(grey);
  EXPECT_EQ(grey->channels, 4U);
  EXPECT_EQ(grey->value[7], 7.0F);
  const auto colour = read_picture(in_temporary("rgb.png", coloured_png(PNG_FORMAT_RGB, 3, false)));
  ASSERT_FALSE(colour);
  EXPECT_EQ(colour.error().code(), "image.channels");
}

TEST(Picture, ThatWasCutShortIsRefusedWhateverItsName) {
  const std::string png = png_of(ramp(200, 200), 200, 200);
  for (const std::size_t kept :
       {std::size_t{0}, std::size_t{9}, std::size_t{60}, png.size() / 2, png.size() - 12}) {
    const auto read = read_picture(in_temporary("cut.png", png.substr(0, kept)));
    ASSERT_FALSE(read) << kept;
    EXPECT_EQ(read.error().code(), "image.unreadable");
  }
  const auto text = read_picture(in_temporary("text.jpg", "this is no picture"));
  ASSERT_FALSE(text);
  EXPECT_EQ(read_picture("/nowhere/at/all.png").error().code(), "file.not-found");
  // The bytes tell the format, not the name.
  EXPECT_TRUE(read_picture(in_temporary("png.jpg", png)));
}

TEST(Picture, ThatPromisesMoreThanItsFileCanHoldIsRefusedBeforeMemoryIsTaken) {
  std::string png = png_of(ramp(32, 32), 32, 32);
  // Width and height stand behind "IHDR", big endian; its check sum is of no use to the header.
  const std::size_t at = png.find("IHDR") + 4;
  for (const std::size_t byte : {at + 2, at + 6}) png[byte] = '\x27';  // 10,016 x 10,016
  const auto read = read_picture(in_temporary("bomb.png", png));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code(), "image.unreadable");
}

TEST(Picture, WithDamagedBytesInsideIsRefused) {
  std::string png = png_of(ramp(200, 200), 200, 200);
  for (std::size_t at = png.size() / 3; at < png.size() / 3 + 40; ++at)
    png[at] = static_cast<char>(png[at] ^ 0x55);
  EXPECT_FALSE(read_picture(in_temporary("damaged.png", png)));
}

// A small JPEG file by ITK.
std::string small_jpeg() {
  using Image = itk::Image<unsigned char, 2>;
  auto image = Image::New();
  Image::SizeType size;
  size.Fill(40);
  image->SetRegions(size);
  image->Allocate();
  for (long i = 0; i < 1600; ++i)
    image->SetPixel({{i % 40, i / 40}}, static_cast<unsigned char>(i % 251));
  const std::string path = testing::TempDir() + "/picture_small.jpg";
  auto writer = itk::ImageFileWriter<Image>::New();
  writer->SetImageIO(itk::JPEGImageIO::New());
  writer->SetFileName(path);
  writer->SetInput(image);
  writer->Update();
  return *core::read_file(path);
}

TEST(Picture, OfAnyDamagedBytesIsReadOrRefusedAndNeverEndsTheProcess) {
  const core::Random random(11, "damage");
  for (const std::string& whole : {png_of(ramp(40, 40), 40, 40), small_jpeg()}) {
    ASSERT_TRUE(read_picture(in_temporary("whole", whole)));
    int refused = 0;
    for (std::uint64_t trial = 0; trial < 1500; ++trial) {
      std::string bytes = whole;
      const std::uint64_t changes = 1 + random.below(6, trial, 0);
      for (std::uint64_t c = 0; c < changes; ++c)
        bytes[random.below(bytes.size(), trial, 2 * c + 1)] =
            static_cast<char>(random.below(256, trial, 2 * c + 2));
      refused += read_picture(in_temporary("damaged", bytes)) ? 0 : 1;
    }
    EXPECT_GT(refused, 50);
  }
}

TEST(Picture, KnowsItsNames) {
  EXPECT_TRUE(is_picture_name("a/b.PNG"));
  EXPECT_TRUE(is_picture_name("b.jpeg"));
  EXPECT_FALSE(is_picture_name("b.png.gz"));
  EXPECT_TRUE(png_of(std::span<const float>(), 0, 0).empty());
}

}  // namespace
}  // namespace secondsite::image
