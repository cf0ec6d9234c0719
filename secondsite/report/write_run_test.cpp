#include "secondsite/report/write_run.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "secondsite/core/file.h"
#include "secondsite/report/exporter.h"
#include "secondsite/report/fixture.h"
#include "secondsite/report/terminal.h"

namespace secondsite::report {
namespace {

// Where the browser tests look for pages; a folder of its own otherwise.
std::string folder(const std::string& name) {
  const char* wanted = std::getenv("SECONDSITE_REPORT_FOLDER");
  return (wanted != nullptr ? std::string(wanted) : testing::TempDir() + "secondsite-report") +
         "/" + name;
}

TEST(WriteRun, WritesEveryExportersFile) {
  const std::string to = folder("two-hospitals");
  const core::Status written = write_run(two_hospitals(), to);
  ASSERT_TRUE(written) << written.error().text();
  for (const Exporter& exporter : exporters::all())
    if (!exporter.applies || exporter.applies(two_hospitals()))
      EXPECT_GT(std::filesystem::file_size(to + "/" + std::string(exporter.file_name)), 100U)
          << exporter.id;
}

TEST(WriteRun, SameRunGivesTheSameBytes) {
  for (const Exporter& exporter : exporters::all())
    EXPECT_EQ(exporter.write(two_hospitals()), exporter.write(two_hospitals())) << exporter.id;
}

TEST(WriteRun, StaysBelowOneAndAHalfMegabytesForFourteenFindings) {
  const std::string to = folder("fourteen-findings");
  ASSERT_TRUE(write_run(two_hospitals({14, 40, 2000}), to));
  EXPECT_LT(std::filesystem::file_size(to + "/report.html"), 1'500'000U);
}

// What a terminal shows, beside the pages, for whoever looks at them.
TEST(WriteRun, TheSummaryStandsBesideThePages) {
  EXPECT_TRUE(core::write_file(folder("two-hospitals") + "/summary.txt",
                               summary(two_hospitals(), 80, false)));
}

TEST(WriteRun, AnEmptyRunIsAPageToo) {
  ASSERT_TRUE(write_run(evaluation::RunResult{}, folder("empty")));
}

TEST(WriteRun, AFolderThatCannotBeMadeIsAnErrorThatNamesIt) {
  const core::Status written = write_run(evaluation::RunResult{}, "/proc/nowhere/report");
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().text().find("/proc/nowhere"), std::string::npos);
}

}  // namespace
}  // namespace secondsite::report
