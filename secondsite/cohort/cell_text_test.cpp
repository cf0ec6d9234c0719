#include "secondsite/cohort/cell_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <random>

#include "secondsite/cohort/build.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort {
namespace {

using testing::HasSubstr;

TEST(CellText, BlankIsBlankAndNeverZero) {
  for (const std::string_view cell :
       {"", " ", "\t", "NA", " N/A ", "n/a", "<NA>", "null", "NULL", "Null", "None"}) {
    double value = 5;
    EXPECT_EQ(parse_cell(cell, value), CellState::blank) << cell;
    EXPECT_TRUE(std::isnan(value)) << cell;
  }
}

TEST(CellText, NanAndInfinityAreNumbersThatWereComputed) {
  double value = 0;
  EXPECT_EQ(parse_cell("nan", value), CellState::ok);
  EXPECT_TRUE(std::isnan(value));
  EXPECT_EQ(parse_cell("NaN", value), CellState::ok);
  EXPECT_EQ(parse_cell("-inf", value), CellState::ok);
  EXPECT_EQ(value, -HUGE_VAL);
  EXPECT_EQ(parse_cell("Infinity", value), CellState::ok);
}

TEST(CellText, SaysWhyItIsNoNumber) {
  double value = 0;
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"0,93", "decimal comma"}, {"1,234", "thousands"}, {"1,234,567", "thousands"},
      {"93%", "percent"},        {"<0.01", "bound"},     {"63Y", "unit"},
      {"abc", "a text"},         {"1_000", "thousands"}};
  for (const auto& [cell, reason] : cases) {
    EXPECT_EQ(parse_cell(cell, value), CellState::malformed) << cell;
    EXPECT_TRUE(std::isnan(value));
    EXPECT_THAT(why_not_a_number(cell), HasSubstr(std::string(reason))) << cell;
  }
  for (const std::string_view cell :
       {"-", "+", ".", "1.2.3", "0x10", "1e", "--1", "1 2", "2020-01-01", "-."})
    EXPECT_EQ(parse_cell(cell, value), CellState::malformed) << cell;
}

TEST(CellText, RoundsEveryDecimalAsStrtodDoes) {
  std::mt19937_64 engine(3);
  std::uniform_int_distribution<int> digits(1, 20), where(0, 21), kind(0, 9);
  for (int i = 0; i < 300000; ++i) {
    std::string text = kind(engine) < 3 ? "-" : "";
    const int count = digits(engine);
    const int point = where(engine);
    for (int d = 0; d < count; ++d) {
      if (d == point) text += '.';
      text += static_cast<char>('0' + kind(engine));
    }
    if (kind(engine) == 0) text += "e-" + std::to_string(where(engine) * 3);
    double value = 0;
    ASSERT_EQ(parse_cell(text, value), CellState::ok) << text;
    ASSERT_EQ(value, std::strtod(text.c_str(), nullptr)) << text;
  }
}

TEST(Build, WritesWhatItReads) {
  const auto table =
      table_from_texts("t", {"a", "b,c"}, {{"x\"y", " lead"}, {"two\nlines", ""}, {"1", "2"}});
  ASSERT_TRUE(table);
  EXPECT_EQ(csv_text(*table), "a,\"b,c\"\n\"x\"\"y\",\" lead\"\n\"two\nlines\",\n1,2\n");
}

TEST(Build, SelectsRowsAndKeepsOnlyLevelsThatOccur) {
  const auto table =
      table_from_texts("t", {"site", "x"}, {{"A", "1"}, {"B", ""}, {"C", "oops"}, {"A", "4"}});
  const auto kept = select_rows(*table, {1, 0, 1, 1});
  ASSERT_TRUE(kept);
  const Categories sites = kept->columns()[0].cells->categories(1);
  EXPECT_THAT(sites.levels, testing::ElementsAre("A", "C"));
  EXPECT_THAT(sites.code, testing::ElementsAre(0U, 1U, 0U));
  const Numbers numbers = kept->columns()[1].cells->numbers(1);
  EXPECT_EQ(numbers.malformed, 1U);
  EXPECT_EQ(numbers.first_malformed_row, 2U);
  EXPECT_FALSE(select_rows(*table, {1}));
}

TEST(Build, RefusesAColumnThatDoesNotFit) {
  const auto table = table_from_texts("t", {"a"}, {{"1"}, {"2"}});
  EXPECT_EQ(with_column(*table, number_column("a", {1, 2})).error().code(),
            "table.duplicate-column");
  EXPECT_EQ(with_column(*table, number_column("b", {1})).error().code(), "table.ragged-row");
  const auto longer = with_column(*table, number_column("b", {0.1, 1e-300}));
  ASSERT_TRUE(longer);
  EXPECT_EQ(longer->columns()[1].raw(0), "0.1");
  EXPECT_EQ(longer->columns()[1].cells->numbers(1).value[1], 1e-300);
}

TEST(Table, NamesTheNearestColumn) {
  const auto table = table_from_texts("t.csv", {"Patient ID", "score"}, {});
  const auto found = table->column("patient id");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code(), "table.no-such-column");
  EXPECT_THAT(found.error().what(), HasSubstr("did you mean \"Patient ID\"?"));
}

}  // namespace
}  // namespace secondsite::cohort
