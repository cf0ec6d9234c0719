#include "secondsite/dicom/raw_mr.h"

#include <gtest/gtest.h>
#include <hdf5.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace secondsite::dicom {
namespace {

std::string temporary(const char* name) {
  return (std::filesystem::temp_directory_path() /
          ("secondsite-" + std::to_string(::getpid()) + "-" + name))
      .string();
}

// A file as fastMRI lays it out: kspace, ismrmrd_header, attribute acquisition.
void write_fastmri(const std::string& path) {
  const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hsize_t extents[] = {3, 2, 8, 4};
  const hid_t space = H5Screate_simple(4, extents, nullptr);
  H5Dclose(
      H5Dcreate2(file, "kspace", H5T_NATIVE_FLOAT, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
  const hid_t scalar = H5Screate(H5S_SCALAR);
  const hid_t text = H5Tcopy(H5T_C_S1);
  H5Tset_size(text, H5T_VARIABLE);
  const char* xml = "<ismrmrdHeader/>";
  const hid_t header =
      H5Dcreate2(file, "ismrmrd_header", text, scalar, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  H5Dwrite(header, text, H5S_ALL, H5S_ALL, H5P_DEFAULT, &xml);
  H5Dclose(header);
  const hid_t fixed = H5Tcopy(H5T_C_S1);
  H5Tset_size(fixed, 5);
  const hid_t attribute = H5Acreate2(file, "acquisition", fixed, scalar, H5P_DEFAULT, H5P_DEFAULT);
  H5Awrite(attribute, fixed, "AXT2");
  H5Aclose(attribute);
  H5Fclose(file);
}

TEST(RawMr, ReadsShapeHeaderAndAcquisition) {
  const std::string path = temporary("raw.h5");
  write_fastmri(path);
  const auto raw = read_raw_mr(path);
  std::remove(path.c_str());
  ASSERT_TRUE(raw) << raw.error().text();
  EXPECT_EQ(raw->kspace_shape, (std::vector<std::uint64_t>{3, 2, 8, 4}));
  EXPECT_EQ(raw->header_xml, "<ismrmrdHeader/>");
  EXPECT_EQ(raw->acquisition, "AXT2");
  EXPECT_FALSE(raw->has_mask);
}

TEST(RawMr, RefusesWhatIsNotRawMr) {
  const std::string path = temporary("not.h5");
  std::ofstream(path) << "\x89HDF\r\n\x1a\n and then nothing";
  const auto raw = read_raw_mr(path);
  std::remove(path.c_str());
  ASSERT_FALSE(raw);
  EXPECT_EQ(raw.error().code(), "dicom.not-raw-mr");
}

}  // namespace
}  // namespace secondsite::dicom
