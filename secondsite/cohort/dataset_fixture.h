#pragma once
// Tiny synthetic copies of datasets, written into a folder of the test.

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "secondsite/cohort/dataset.h"
#include "secondsite/core/file.h"

namespace secondsite::cohort {

class DatasetTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(testing::TempDir()) /
              (std::string("secondsite_dataset_") + test->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void put(const std::string& name, const std::string& content) const {
    std::filesystem::create_directories((folder_ / name).parent_path());
    ASSERT_TRUE(core::write_file((folder_ / name).string(), content));
  }
  core::Result<OpenedDataset> open(std::string_view id = {}) {
    return open_dataset(folder_.string(), context, findings, id);
  }
  // The cell of a cohort, "(no column)" where there is none.
  static std::string cell(const OpenedDataset& opened, std::size_t row, std::string_view column) {
    const Column* found = opened.table.find(column);
    if (found == nullptr) return "(no column)";
    return row < opened.table.rows() ? found->raw(row) : "(no row)";
  }

  core::Findings findings;
  core::Context context;
  std::filesystem::path folder_;
};

}  // namespace secondsite::cohort
