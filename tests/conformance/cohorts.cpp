// Sources, checks, stratifiers and audits on tables that they did not expect.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "secondsite/cohort/check.h"
#include "secondsite/cohort/selection.h"
#include "secondsite/cohort/source.h"
#include "secondsite/core/code.h"
#include "secondsite/evaluation/stratifier.h"
#include "secondsite/shift/audit.h"

namespace secondsite::conformance {
namespace {

class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("secondsite-conformance-" + name())) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string write(const std::string& file, const std::string& content) const {
    const std::string path = (path_ / file).string();
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }

 private:
  static std::string name() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    return std::string(test->test_suite_name()) + "-" + test->name();
  }
  std::filesystem::path path_;
};

std::string junk(std::size_t size) {
  std::string out;
  for (std::size_t i = 0; i < size; ++i)
    out += static_cast<char>((i * 2654435761U >> 13) ^ (i * 40503U >> 5));
  return out;
}

cohort::Table table_of(const Folder& folder, const std::string& text) {
  core::Findings findings;
  auto table = cohort::read_table(folder.write("table.csv", text), {}, findings);
  EXPECT_TRUE(table) << (table ? "" : table.error().text());
  return table ? *table : cohort::Table();
}

TEST(EverySource, EndsInACodedErrorOnWhatItCannotRead) {
  const Folder folder;
  const std::string magic[] = {"", "PAR1", std::string("SQLite format 3\0", 16), "\x1f\x8b\x08",
                               "a,b\n"};
  for (const cohort::Source& source : cohort::sources::all()) {
    for (const std::string& start : magic)
      for (const std::size_t size : {0U, 1U, 11U, 100U, 5000U}) {
        const std::string path = folder.write("junk", start + junk(size));
        core::Findings findings;
        const auto table = source.read(path, {}, findings);
        if (!table)
          EXPECT_NE(core::find_code(table.error().code()), nullptr) << table.error().code();
      }
    core::Findings findings;
    const auto absent = source.read("no-such-file-anywhere", {}, findings);
    ASSERT_FALSE(absent) << source.id;
    EXPECT_FALSE(absent.error().what().empty()) << source.id;
  }
}

TEST(EverySource, LeavesFilesOfAnotherKindToTheOthers) {
  const std::string head = "patient,label,score\np1,1,0.5\n";
  int takers = 0;
  for (const cohort::Source& source : cohort::sources::all())
    takers += source.recognises("a.csv", head) ? 1 : 0;
  EXPECT_EQ(takers, 1);
}

TEST(EveryCheck, FindsNothingWhereThereIsNothingAndNeverThrows) {
  const Folder folder;
  const cohort::Table header_only = table_of(folder, "patient,hospital,label,score,age,image\n");
  cohort::Roles roles;
  for (const cohort::Check& check : cohort::checks::all()) {
    core::Findings findings;
    ASSERT_NO_THROW(check.run(header_only, roles, {}, findings)) << check.id;
    EXPECT_TRUE(findings.empty()) << check.id << " found something in an empty table without roles";
  }
  roles.patient = "patient";
  roles.site = "hospital";
  roles.image = "image";
  roles.covariates = {"age"};
  roles.findings = {{.name = "finding", .score = "score", .label = "label"}};
  for (const cohort::Check& check : cohort::checks::all()) {
    core::Findings findings;
    ASSERT_NO_THROW(check.run(header_only, roles, {}, findings)) << check.id;
  }
}

TEST(EveryCheck, CountsWithKnownCodesAndRowsOfTheTable) {
  const Folder folder;
  const cohort::Table table = table_of(folder,
                                       "patient,hospital,label,score,age,image\n"
                                       "p1,A,1,nan,-3,i1\np1,B,7,inf,999,i1\n,,,,,\n"
                                       "p1,A,1,nan,-3,i1\np2,A,-1,5,x,i2\n");
  cohort::Roles roles;
  roles.patient = "patient";
  roles.site = "hospital";
  roles.image = "image";
  roles.covariates = {"age"};
  roles.findings = {{.name = "finding", .score = "score", .label = "label"}};
  for (const cohort::Check& check : cohort::checks::all()) {
    core::Findings findings;
    ASSERT_NO_THROW(check.run(table, roles, {}, findings)) << check.id;
    for (const core::Finding& finding : findings.sorted()) {
      EXPECT_NE(core::find_code(finding.code), nullptr) << check.id << ": " << finding.code;
      EXPECT_GT(finding.count, 0U) << check.id;
      EXPECT_FALSE(finding.message.empty()) << check.id << ": " << finding.code;
      for (const core::Location& example : finding.examples)
        if (example.row) {
          EXPECT_GE(*example.row, 1U) << check.id;
          EXPECT_LE(*example.row, table.rows()) << check.id;
        }
    }
  }
}

TEST(EveryStratifier, CutsWhatFitsItIntoLevelsThatHoldEveryKnownRow) {
  const Folder folder;
  const cohort::Table table =
      table_of(folder,
               "sex,age,blank,long,number\n"
               "F,30,," +
                   std::string(10000, 'x') + ",1e300\n" + "M,,,y,-1\nF,70,,z,0.5\n,55,,y,3\n");
  for (const evaluation::Stratifier& stratifier : evaluation::stratifiers::all())
    for (const std::string& column : table.names()) {
      bool fits = false;
      ASSERT_NO_THROW(fits = stratifier.fits(table, column, 2)) << stratifier.id;
      if (!fits) continue;
      const auto cut = stratifier.cut(table, column, 2);
      if (!cut) continue;
      ASSERT_EQ(cut->code.size(), table.rows()) << stratifier.id << " on " << column;
      for (const std::uint32_t code : cut->code)
        EXPECT_TRUE(code == cohort::Categories::blank || code < cut->levels.size())
            << stratifier.id << " on " << column;
    }
}

TEST(EveryStratifier, RefusesAColumnThatIsNotThere) {
  const Folder folder;
  const cohort::Table table = table_of(folder, "sex\nF\nM\n");
  for (const evaluation::Stratifier& stratifier : evaluation::stratifiers::all()) {
    EXPECT_FALSE(stratifier.fits(table, "gender", 1)) << stratifier.id;
    EXPECT_FALSE(stratifier.cut(table, "gender", 1)) << stratifier.id;
  }
}

TEST(EveryAudit, SurvivesOneClassNoCasesAndCovariatesThatAreAllBlank) {
  const std::vector<double> score = {0.1, 0.4, 0.3, 0.9};
  const std::vector<std::uint8_t> ones(4, 1), mixed = {0, 1, 0, 1};
  const std::vector<std::uint32_t> code = {0, 1, 0, 1};
  const std::vector<std::uint32_t> blank(4, cohort::Categories::blank);
  const std::vector<std::string> levels = {"AP", "PA"};
  const std::vector<double> number = {1, std::nan(""), 3, 4};
  for (const shift::Audit& audit : shift::audits::all()) {
    shift::AuditInput input{.finding = "f", .covariate = "view", .cases = {}, .levels = levels};
    ASSERT_NO_THROW((void)audit.run(input)) << audit.id;
    for (const auto& label : {ones, mixed})
      for (const auto& codes : {code, blank}) {
        input = {.finding = "f",
                 .covariate = "view",
                 .cases = {.score = score, .positive = label},
                 .code = codes,
                 .levels = levels};
        for (const shift::CovariateAudit& each : audit.run(input)) {
          EXPECT_FALSE(each.flagged) << audit.id << " raised an alarm on four cases";
          if (each.covariate_alone.is_estimable()) EXPECT_GE(each.covariate_alone.value, 0.5);
        }
      }
    input = {.finding = "f",
             .covariate = "age",
             .cases = {.score = score, .positive = mixed},
             .number = number};
    ASSERT_NO_THROW((void)audit.run(input)) << audit.id;
  }
}

}  // namespace
}  // namespace secondsite::conformance
