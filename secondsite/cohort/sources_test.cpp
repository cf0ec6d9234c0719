#include <arrow/api.h>
#include <arrow/io/file.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <parquet/arrow/writer.h>
#include <sqlite3.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "secondsite/cohort/build.h"
#include "secondsite/cohort/labels_scores.h"
#include "secondsite/cohort/source.h"
#include "secondsite/core/file.h"

namespace secondsite::cohort {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Files : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ =
        std::filesystem::path(testing::TempDir()) / (std::string("secondsite_") + test->name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::string file(const std::string& name, const std::string& content) const {
    EXPECT_TRUE(core::write_file(path(name), content));
    return path(name);
  }
  core::Result<Table> read(const std::string& name) {
    core::Context context;
    context.threads = 2;
    return read_table(path(name), context, findings);
  }
  std::string code_of(const std::string& name) {
    const auto table = read(name);
    return table ? "" : table.error().code();
  }

  core::Findings findings;
  std::filesystem::path folder_;
};

template <typename Builder, typename Value>
std::shared_ptr<arrow::Array> array_of(Builder&& builder,
                                       const std::vector<std::optional<Value>>& values) {
  for (const auto& value : values) {
    if (value)
      EXPECT_TRUE(builder.Append(*value).ok());
    else
      EXPECT_TRUE(builder.AppendNull().ok());
  }
  return *builder.Finish();
}

void write_parquet(const std::string& path,
                   const std::vector<std::shared_ptr<arrow::Field>>& fields,
                   const std::vector<std::shared_ptr<arrow::Array>>& columns,
                   std::int64_t group = 2) {
  const auto out = *arrow::io::FileOutputStream::Open(path);
  const auto table = arrow::Table::Make(arrow::schema(fields), columns);
  ASSERT_TRUE(parquet::arrow::WriteTable(*table, arrow::default_memory_pool(), out, group).ok());
  ASSERT_TRUE(out->Close().ok());
}

void write_small_parquet(const std::string& path) {
  const auto texts = array_of<arrow::StringBuilder, std::string>(arrow::StringBuilder(),
                                                                 {"AP", std::nullopt, "PA"});
  arrow::ListBuilder lists(arrow::default_memory_pool(), std::make_shared<arrow::Int64Builder>());
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(lists.Append().ok());
  const auto moments = array_of<arrow::TimestampBuilder, std::int64_t>(
      arrow::TimestampBuilder(arrow::timestamp(arrow::TimeUnit::MILLI),
                              arrow::default_memory_pool()),
      {1580472300250, std::nullopt, -1000});
  write_parquet(
      path,
      {arrow::field("view", arrow::utf8()), arrow::field("score", arrow::float64()),
       arrow::field("label", arrow::boolean()), arrow::field("age", arrow::int8()),
       arrow::field("when", arrow::timestamp(arrow::TimeUnit::MILLI)),
       arrow::field("marks", arrow::list(arrow::int64()))},
      {texts,
       array_of<arrow::DoubleBuilder, double>(arrow::DoubleBuilder(),
                                              {0.1, std::nan(""), std::nullopt}),
       array_of<arrow::BooleanBuilder, bool>(arrow::BooleanBuilder(), {true, false, std::nullopt}),
       array_of<arrow::Int8Builder, std::int8_t>(arrow::Int8Builder(),
                                                 {std::int8_t{63}, std::nullopt, std::int8_t{-1}}),
       moments, *lists.Finish()});
}

TEST_F(Files, ParquetKeepsTypesNullsAndTexts) {
  write_small_parquet(path("t.parquet"));
  const auto table = read("t.parquet");
  ASSERT_TRUE(table) << table.error().text();
  EXPECT_EQ(csv_text(*table),
            "view,score,label,age,when\nAP,0.1,true,63,2020-01-31 "
            "12:05:00.25\n,nan,false,,\nPA,,,-1,1969-12-31 23:59:59\n");
  const Numbers scores = table->find("score")->cells->numbers(2);
  EXPECT_THAT(scores.state, ElementsAre(CellState::ok, CellState::ok, CellState::blank));
  EXPECT_TRUE(std::isnan(scores.value[1]));
  EXPECT_EQ(table->find("age")->cells->numbers(1).value[0], 63);
  EXPECT_THAT(table->find("view")->cells->categories(2).code,
              ElementsAre(0U, Categories::blank, 1U));
  EXPECT_EQ(findings.count("table.nested-column"), 1U);
  const auto labels = read_labels(*table, {.name = "F", .label = "label"}, 1, findings);
  EXPECT_EQ(labels->positives, 1U);
  EXPECT_EQ(labels->missing, 1U);
}

TEST_F(Files, ParquetReadsAsTheCsvOfTheSameContent) {
  write_small_parquet(path("t.parquet"));
  const auto table = read("t.parquet");
  ASSERT_TRUE(table);
  ASSERT_TRUE(write_csv(*table, path("t.csv")));
  const auto text = read("t.csv");
  ASSERT_TRUE(text);
  for (const std::string name : {"view", "score", "age", "label", "when"}) {
    const Categories a = table->find(name)->cells->categories(1);
    const Categories b = text->find(name)->cells->categories(1);
    EXPECT_EQ(a.levels, b.levels) << name;
    EXPECT_EQ(a.code, b.code) << name;
  }
}

TEST_F(Files, ParquetThatIsCutOrDamagedAnywhereIsAnErrorAndNoCrash) {
  write_small_parquet(path("t.parquet"));
  const std::string whole = *core::read_file(path("t.parquet"));
  for (std::size_t kept = 4; kept < whole.size(); kept += 37) {
    file("cut.parquet", whole.substr(0, kept));
    EXPECT_EQ(code_of("cut.parquet"), "table.parquet-damaged") << kept;
  }
  for (std::size_t at = 4; at < whole.size(); at += 11) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0xff);
    file("damaged.parquet", damaged);
    const auto table =
        read("damaged.parquet");  // many a byte is padding or a value: it may still read
    if (!table) {
      EXPECT_THAT(table.error().code(),
                  testing::AnyOf("table.parquet-damaged", "table.too-large", "table.no-header",
                                 "table.duplicate-column"));
    }
  }
}

// The footer's length is a lie of 3.7 GB.
TEST_F(Files, ParquetThatClaimsAFooterOfGigabytesAllocatesNothing) {
  write_small_parquet(path("t.parquet"));
  std::string lie = *core::read_file(path("t.parquet"));
  for (int i = 0; i < 4; ++i) lie[lie.size() - 8 + std::size_t(i)] = static_cast<char>(0xdd);
  file("footer.parquet", lie);
  EXPECT_EQ(code_of("footer.parquet"), "table.parquet-damaged");
}

// Every count of rows and values in the footer is replaced by 7.5 thousand million doubles: 60 GB.
TEST_F(Files, ParquetThatClaims60GBEndsInAnErrorAndNoAllocation) {
  write_parquet(path("t.parquet"), {arrow::field("score", arrow::float64())},
                {array_of<arrow::DoubleBuilder, double>(arrow::DoubleBuilder(), {0.1, 0.2, 0.3})},
                3);
  const std::string whole = *core::read_file(path("t.parquet"));
  const std::size_t footer_end = whole.size() - 8;
  std::uint32_t length = 0;
  std::memcpy(&length, whole.data() + footer_end, sizeof length);
  std::string footer = whole.substr(footer_end - length, length);
  const std::string three("\x16\x06", 2);  // thrift compact: the next field, 64 bits, zigzag 3
  std::string claim = "\x16";
  for (std::uint64_t left = 2 * 7'500'000'000ULL; left > 0; left >>= 7)
    claim += static_cast<char>((left & 127) | (left > 127 ? 128 : 0));
  std::size_t replaced = 0;
  for (std::size_t at = footer.find(three); at != std::string::npos;
       at = footer.find(three, at + claim.size()), ++replaced)
    footer.replace(at, three.size(), claim);
  ASSERT_GE(replaced, 2U);
  const auto longer = static_cast<std::uint32_t>(footer.size());
  std::string ending(8, '\0');
  std::memcpy(ending.data(), &longer, sizeof longer);
  ending.replace(4, 4, "PAR1");
  file("lie.parquet", whole.substr(0, footer_end - length) + footer + ending);
  const auto table = read("lie.parquet");
  ASSERT_FALSE(table);
  EXPECT_THAT(table.error().code(), testing::AnyOf("table.too-large", "table.parquet-damaged"));
}

void run_sql(const std::string& path, const std::string& sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(database);
}

TEST_F(Files, SqliteReadsTheOnlyTableOrTheNamedOne) {
  run_sql(path("one.sqlite"),
          "create table s(id text, score real, label); insert into s values('a', 0.1, 1), ('b', "
          "null, 'x'), ('c', 1e-7, 0)");
  const auto table = read("one.sqlite");
  ASSERT_TRUE(table) << table.error().text();
  EXPECT_EQ(csv_text(*table), "id,score,label\na,0.1,1\nb,,x\nc,1e-07,0\n");
  EXPECT_EQ(table->find("label")->cells->numbers(1).first_malformed_row, 2U);

  run_sql(path("two.sqlite"),
          "create table s(a); create table u(a, b); insert into u values(1, 2)");
  const auto unnamed = read("two.sqlite");
  ASSERT_FALSE(unnamed);
  EXPECT_EQ(unnamed.error().code(), "table.sqlite-which");
  EXPECT_THAT(unnamed.error().hint(), HasSubstr("s, u"));
  EXPECT_EQ(read("two.sqlite#u")->rows(), 1U);
  EXPECT_EQ(code_of("two.sqlite#v"), "table.sqlite-which");
}

TEST_F(Files, SqliteWritesNothingBesideTheFile) {
  run_sql(path("one.sqlite"), "create table s(a); insert into s values(1)");
  ASSERT_TRUE(read("one.sqlite"));
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder_)) ++count;
  EXPECT_EQ(count, 1U);
}

TEST_F(Files, SqliteThatIsCutIsAnErrorAndNoCrash) {
  std::string sql = "create table s(a, b);";
  for (int i = 0; i < 2000; ++i)
    sql += "insert into s values(" + std::to_string(i) + ", 'some text of a cell');";
  run_sql(path("whole.sqlite"), "begin;" + sql + "commit");
  const std::string whole = *core::read_file(path("whole.sqlite"));
  for (const std::size_t kept :
       {std::size_t{20}, std::size_t{100}, std::size_t{5000}, whole.size() / 2}) {
    file("cut.sqlite", whole.substr(0, kept));
    EXPECT_EQ(code_of("cut.sqlite"), "table.sqlite-damaged") << kept;
  }
}

TEST_F(Files, ContentAndNotTheNameDecides) {
  write_small_parquet(path("really_parquet.csv"));
  const auto table = read("really_parquet.csv");
  ASSERT_TRUE(table) << table.error().text();
  EXPECT_EQ(table->rows(), 3U);
  file("really_csv.parquet", "a,b\n1,2\n");
  EXPECT_EQ(read("really_csv.parquet")->rows(), 1U);
}

TEST_F(Files, WhatIsNoTableSaysWhatToDo) {
  EXPECT_EQ(code_of("absent.csv"), "file.not-found");
  EXPECT_EQ(code_of(""), "dataset.not-recognised");
  const std::string zip = std::string("PK\x03\x04", 4) + std::string(200, 'x');
  file("sheet.ods", zip);
  EXPECT_EQ(code_of("sheet.ods"), "table.unknown-format");
  EXPECT_THAT(read("sheet.ods").error().hint(), HasSubstr("Save"));
  file("sheet.xlsx", zip);
  EXPECT_EQ(code_of("sheet.xlsx"), "table.workbook-damaged");
  file("empty.csv", "");
  EXPECT_EQ(code_of("empty.csv"), "table.empty");
}

TEST_F(Files, ErrorsSayWhatWasBeingDone) {
  const std::string name = file("r.csv", "a,b\n1,2\n1\n");
  const auto table = read("r.csv");
  ASSERT_FALSE(table);
  EXPECT_THAT(table.error().text(), HasSubstr("r.csv, row 2"));
  EXPECT_THAT(table.error().activities(), ElementsAre(HasSubstr("reading " + name)));
}

}  // namespace
}  // namespace secondsite::cohort
