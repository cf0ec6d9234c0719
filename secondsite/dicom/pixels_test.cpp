#include "secondsite/dicom/pixels.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "secondsite/core/file.h"
#include "secondsite/dicom/real_files_fixture.h"
#include "secondsite/dicom/reference_decoder.h"

namespace secondsite::dicom {
namespace {

std::string element(int group, int number, const std::string& vr, std::string value) {
  if (value.size() % 2 == 1) value += ' ';
  std::string out;
  const auto word = [&](std::size_t v) {
    out += static_cast<char>(v & 0xff);
    out += static_cast<char>(v >> 8 & 0xff);
  };
  word(static_cast<std::size_t>(group));
  word(static_cast<std::size_t>(number));
  out += vr;
  if (vr == "OW" || vr == "SQ") {
    word(0);
    word(value.size());
    word(value.size() >> 16);
  } else {
    word(value.size());
  }
  return out + value;
}

std::string word(int value) {
  return {static_cast<char>(value & 0xff), static_cast<char>(value >> 8 & 0xff)};
}

// 2 x 1 pixels of 12 stored bits in 16, with rubbish in the four bits above.
std::string small(bool is_signed, const std::string& photometric, const std::string& pixels) {
  std::string out(128, '\0');
  out += "DICM" + element(2, 0x10, "UI", std::string("1.2.840.10008.1.2.1\0", 20));
  out += element(8, 0x60, "CS", "CT");
  out += element(0x28, 2, "US", word(1)) + element(0x28, 4, "CS", photometric);
  out += element(0x28, 0x10, "US", word(1)) + element(0x28, 0x11, "US", word(2));
  out += element(0x28, 0x100, "US", word(16)) + element(0x28, 0x101, "US", word(12));
  out += element(0x28, 0x102, "US", word(11)) + element(0x28, 0x103, "US", word(is_signed ? 1 : 0));
  out += element(0x28, 0x1050, "DS", "0") + element(0x28, 0x1051, "DS", "2001");
  out += element(0x28, 0x1052, "DS", "-10") + element(0x28, 0x1053, "DS", "2");
  return out + element(0x7fe0, 0x10, "OW", pixels);
}

class File {
 public:
  explicit File(const std::string& content)
      : path_((std::filesystem::temp_directory_path() /
               ("secondsite-pixels-" + std::to_string(::getpid()) + ".dcm"))
                  .string()) {
    std::ofstream(path_, std::ios::binary) << content;
  }
  ~File() { std::remove(path_.c_str()); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

TEST(Pixels, DropWhatLiesAboveTheStoredBitsAndExtendTheSign) {
  const std::string raw = word(0xF800) + word(0x7005);
  const auto with_sign = decode_pixels(File(small(true, "MONOCHROME2", raw)).path());
  ASSERT_TRUE(with_sign) << with_sign.error().text();
  EXPECT_EQ(with_sign->stored, (std::vector<std::int32_t>{-2048, 5}));
  EXPECT_EQ(with_sign->value, (std::vector<float>{-4106, 0}));
  EXPECT_EQ(with_sign->unit, "HU");
  const auto without = decode_pixels(File(small(false, "MONOCHROME2", raw)).path());
  ASSERT_TRUE(without);
  EXPECT_EQ(without->stored, (std::vector<std::int32_t>{2048, 5}));
}

TEST(Pixels, AreInvertedOnceInTheDisplayAndNotInTheValues) {
  const std::string raw = word(400) + word(5);
  const auto plain = decode_pixels(File(small(false, "MONOCHROME2", raw)).path());
  const auto inverse = decode_pixels(File(small(false, "MONOCHROME1", raw)).path());
  ASSERT_TRUE(plain && inverse);
  EXPECT_EQ(plain->value, inverse->value);
  const auto a = display(*plain);
  const auto b = display(*inverse);
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_FLOAT_EQ(a[i], 1 - b[i]);
}

TEST(Pixels, ThatAreNotThereAreAnError) {
  const std::string whole = small(false, "MONOCHROME2", word(1) + word(2));
  const auto none = decode_pixels(File(whole.substr(0, whole.size() - 16)).path());
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code(), "dicom.no-pixels");
  const auto half = decode_pixels(File(whole.substr(0, whole.size() - 2)).path());
  ASSERT_FALSE(half);
  EXPECT_EQ(half.error().code(), "dicom.truncated");
  EXPECT_FALSE(decode_pixels(File(whole).path(), 7));
}

// Bit for bit: DCMTK where it decodes, GDCM for JPEG 2000. JPEG-LS is held to the copy that is not
// compressed (below): the peers would use the same library.
TEST(Pixels, AreThoseThatDcmtkAndGdcmDecodeFromEveryRealFile) {
  const auto files = real_dicom_files();
  if (files.empty()) GTEST_SKIP() << "no real data here";
  std::size_t compared = 0;
  for (const std::string& path : files) {
    SCOPED_TRACE(path);
    ImageReader reader;
    Pixels pixels;
    if (!reader.open(path)) continue;  // refused with a reason: other tests
    for (const std::uint32_t frame : {0U, reader.frames() / 2, reader.frames() - 1}) {
      const auto decoded = reader.decode(frame, pixels);
      const auto expected = pixels.decoder == "OpenJPEG" ? decode_with_gdcm(path, frame)
                                                         : decode_with_dcmtk(path, frame);
      if (!expected) continue;
      ASSERT_TRUE(decoded) << decoded.error().text();
      EXPECT_EQ(pixels.complaint, "");
      EXPECT_TRUE(pixels.stored == *expected) << "frame " << frame << " by " << pixels.decoder;
      ++compared;
    }
  }
  EXPECT_GT(compared, 150U);
}

TEST(Pixels, OfJpegLsAreThoseOfTheCopyThatIsNotCompressed) {
  const auto folder = real_data_folder() / "dicom_transfer_syntaxes";
  if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << "no real data here";
  const auto plain = decode_pixels(folder / "CTImage.dcm");
  const std::string front = (folder / "CTImage.dcm_JPEGLS").string();
  const auto lossless = decode_pixels(front + "LosslessTransferSyntax_1.2.840.10008.1.2.4.80.dcm");
  const auto lossy = decode_pixels(front + "LossyTransferSyntax_1.2.840.10008.1.2.4.81.dcm");
  ASSERT_TRUE(plain && lossless && lossy);
  EXPECT_EQ(lossless->decoder, "CharLS");
  EXPECT_TRUE(plain->stored == lossless->stored);
  std::int32_t worst = 0;
  for (std::size_t i = 0; i < plain->stored.size(); ++i)
    worst = std::max(worst, std::abs(plain->stored[i] - lossy->stored[i]));
  EXPECT_GE(worst, 1);
  EXPECT_LE(worst, 3);  // NEAR of the code stream
}

// Every codec, cut and flipped in many places: an error or an image, and never long.
TEST(Pixels, OfDamagedFilesEndInAnErrorOrAnImageAndSoon) {
  const auto folder = real_data_folder() / "dicom_transfer_syntaxes";
  if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << "no real data here";
  std::size_t refused = 0;
  std::size_t decoded = 0;
  std::size_t complained = 0;
  ImageReader reader;
  Pixels pixels;
  const auto look = [&](const std::string& bytes) {
    const bool good = reader.open_bytes(bytes, "damaged") && reader.decode(0, pixels);
    ++(good ? decoded : refused);
    complained += good && !pixels.complaint.empty() ? 1 : 0;
  };
  const auto start = std::chrono::steady_clock::now();
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".dcm") continue;
    const auto whole = core::read_file(entry.path());
    ASSERT_TRUE(whole);
    for (std::size_t part = 1; part < 8; ++part) look(whole->substr(0, whole->size() * part / 8));
    for (std::size_t at = 1500; at < whole->size(); at += whole->size() / 12) {
      std::string broken = *whole;
      for (std::size_t i = 0; i < 4 && at + 97 * i < broken.size(); ++i)
        broken[at + 97 * i] = static_cast<char>(broken[at + 97 * i] ^ 0x24);
      look(broken);
    }
  }
  const auto spent = std::chrono::steady_clock::now() - start;
  EXPECT_GT(refused, 100U);
  EXPECT_GT(decoded, 50U);
  EXPECT_GT(complained, 20U);
  EXPECT_LT(std::chrono::duration<double>(spent).count(), 60);
}

TEST(Pixels, AreTheSameOnAnyNumberOfThreadsAndInReusedMemory) {
  const auto files = real_dicom_files();
  if (files.empty()) GTEST_SKIP() << "no real data here";
  std::vector<FrameRequest> requests;
  for (int round = 0; round < 2; ++round)
    for (std::size_t i = 0; i < files.size(); i += 3) requests.push_back({files[i], 0});
  const auto run = [&](unsigned threads) {
    std::vector<std::vector<float>> out(requests.size());
    core::Context context;
    context.threads = threads;
    decode_frames(requests, context,
                  [&](std::size_t i, const core::Status& outcome, Pixels& pixels) {
                    if (outcome) out[i] = pixels.value;
                  });
    return out;
  };
  const auto one = run(1);
  EXPECT_TRUE(one == run(4));
  std::size_t decoded = 0;
  for (std::size_t i = 0; i < requests.size() / 2; ++i) {
    EXPECT_TRUE(one[i] == one[i + requests.size() / 2]) << requests[i].path;
    decoded += one[i].empty() ? 0 : 1;
  }
  EXPECT_GT(decoded, 10U);
}

}  // namespace
}  // namespace secondsite::dicom
