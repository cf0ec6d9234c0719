#include "secondsite/cohort/workbook.h"

#include <gmock/gmock.h>

#include "secondsite/cohort/dataset_fixture.h"
#include "secondsite/cohort/workbook_dates.h"
#include "secondsite/cohort/workbook_fixture.h"

namespace secondsite::cohort {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Workbooks : public DatasetTest {
 protected:
  std::string path() const { return (folder_ / "book.xlsx").string(); }
  void sheet(const std::string& data, const std::string& shared = {}) const {
    write_zip(path(), workbook_parts({{"reads", data}}, shared));
  }
  SheetRows rows() {
    const auto book = Workbook::open(path());
    EXPECT_TRUE(book) << book.error().text();
    if (!book) return {};
    auto rows = book->rows("reads", findings);
    EXPECT_TRUE(rows) << rows.error().text();
    return rows ? *rows : SheetRows{};
  }
  // The code of whatever ends the reading as a table.
  std::string code() {
    const auto table = read_table(path(), context, findings);
    if (!table) message_ = table.error().text();
    return table ? "" : table.error().code();
  }
  std::string message_;
};

TEST_F(Workbooks, cells_stand_where_they_say_and_gaps_are_blank) {
  sheet(
      "<row r=\"2\"><c r=\"B2\"><v>1.5</v></c><c r=\"AA2\"><v>7</v></c></row>"
      "<row><c><v>3</v></c><c><v>4</v></c></row>");
  const SheetRows found = rows();
  ASSERT_EQ(found.size(), 3U);
  EXPECT_THAT(found[0], IsEmpty());
  ASSERT_EQ(found[1].size(), 27U);
  EXPECT_EQ(found[1][0], "");
  EXPECT_EQ(found[1][1], "1.5");
  EXPECT_EQ(found[1][26], "7");
  EXPECT_THAT(found[2], ElementsAre("3", "4"));
}

TEST_F(Workbooks, every_kind_of_cell_gives_its_text) {
  sheet(
      "<row><c t=\"s\"><v>1</v></c><c t=\"inlineStr\"><is><r><t>in "
      "</t></r><r><t>line</t></r></is></c>"
      "<c t=\"b\"><v>1</v></c><c "
      "t=\"str\"><f>A1</f><v>made</v></c><c><v>0.10000000000000001</v></c>"
      "<c t=\"s\"><v>0</v></c></row>",
      "<si><t>first</t></si><si><r><t>sec</t></r><r><t>ond</t></r><rPh><t>no</t></rPh></si>");
  EXPECT_THAT(rows(), ElementsAre(ElementsAre("second", "in line", "1", "made", "0.1", "first")));
}

TEST(WorkbookDates, are_told_by_the_format_of_the_cell) {
  for (const char* format : {"dd/mm/yyyy", "[$-409]d\\-mmm\\-yy;@", "m/d/yy h:mm", "YYYY"})
    EXPECT_TRUE(shows_a_date(format)) << format;
  for (const char* format : {"General", "0.00", "h:mm", "[h]:mm:ss", "[Red]0;[Red]-0", "0\" days\"",
                             "0\\d", "_d0", "\"day", "[Red", "0;yyyy", ""})
    EXPECT_FALSE(shows_a_date(format)) << format;
}

TEST_F(Workbooks, numbers_in_the_format_of_a_date_are_dates) {
  const std::string data =
      "<row><c s=\"1\"><v>43861</v></c><c s=\"2\"><v>43861.503472222219</v></c><c><v>43861</v></c>"
      "<c s=\"1\"><v>1</v></c><c s=\"1\"><v>59</v></c><c s=\"1\"><v>60</v></c><c "
      "s=\"1\"><v>61</v></c>"
      "<c s=\"1\"><v>-3</v></c><c s=\"9\"><v>5</v></c></row>";
  ZipParts parts = workbook_parts({{"reads", data}});
  parts.emplace_back(
      "xl/styles.xml",
      "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy-mm-dd hh:mm\"/>"
      "</numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf "
      "numFmtId=\"164\"/></cellXfs></styleSheet>");
  write_zip(path(), parts);
  EXPECT_THAT(rows(),
              ElementsAre(ElementsAre("2020-01-31", "2020-01-31 12:05:00", "43861", "1900-01-01",
                                      "1900-02-28", "60", "1900-03-01", "-3", "5")));
  for (auto& [name, xml] : parts)
    if (name == "xl/workbook.xml") xml.insert(xml.find("<sheets>"), "<workbookPr date1904=\"1\"/>");
  write_zip(path(), parts);
  EXPECT_EQ(rows()[0][0], "2024-02-01");
}

TEST_F(Workbooks, an_error_of_a_formula_is_blank_and_counted) {
  sheet("<row><c><v>1</v></c><c t=\"e\"><v>#DIV/0!</v></c><c><v>2</v></c></row>");
  EXPECT_THAT(rows(), ElementsAre(ElementsAre("1", "", "2")));
  EXPECT_EQ(findings.count("table.workbook-error-cell"), 1U);
}

TEST_F(Workbooks, the_only_sheet_is_the_table_and_of_several_one_is_named) {
  write_workbook(path(), {{"scores", {{"case", "score"}, {"a", "0.5"}, {}, {"b", "0.7"}}}});
  const auto table = read_table(path(), context, findings);
  ASSERT_TRUE(table) << table.error().text();
  EXPECT_THAT(table->names(), ElementsAre("case", "score"));
  EXPECT_EQ(table->rows(), 2U);
  EXPECT_EQ((*table->column("score"))->raw(1), "0.7");

  write_workbook(path(), {{"one", {{"a"}, {"1"}}}, {"Two", {{"b"}, {"2"}}}});
  EXPECT_EQ(code(), "table.workbook-which");
  EXPECT_THAT(message_, HasSubstr("one, Two"));
  const auto second = read_table(path() + "#two", context, findings);
  ASSERT_TRUE(second) << second.error().text();
  EXPECT_THAT(second->names(), ElementsAre("b"));
  const auto none = read_table(path() + "#too", context, findings);
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().text(), HasSubstr("did you mean \"Two\""));
}

TEST_F(Workbooks, damaged_and_encrypted_ones_are_named) {
  const ZipParts good = workbook_parts({{"reads", "<row><c><v>1</v></c></row>"}});
  write_zip(path(), good, "secret");
  EXPECT_EQ(code(), "table.workbook-damaged");
  EXPECT_THAT(message_, HasSubstr("encrypted"));
  put("book.xlsx", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 encrypted package");
  EXPECT_EQ(code(), "table.workbook-damaged");
  EXPECT_THAT(message_, HasSubstr("encrypted"));

  write_zip(path(), good);
  const auto whole = core::read_file(path());
  ASSERT_TRUE(whole);
  put("book.xlsx", whole->substr(0, whole->size() / 2));
  EXPECT_EQ(code(), "table.workbook-damaged");
  write_zip(path(), {{"readme.txt", "no workbook"}});
  EXPECT_EQ(code(), "table.workbook-damaged");
  EXPECT_THAT(message_, HasSubstr("xl/workbook.xml"));
  for (std::size_t missing = 0; missing < good.size(); ++missing) {
    ZipParts parts = good;
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(missing));
    write_zip(path(), parts);
    EXPECT_EQ(code(), "table.workbook-damaged") << good[missing].first;
    parts = good;
    parts[missing].second.resize(parts[missing].second.size() / 2);
    write_zip(path(), parts);
    EXPECT_EQ(code(), "table.workbook-damaged") << good[missing].first;
  }
}

TEST_F(Workbooks, cells_that_contradict_themselves_are_damage) {
  for (const char* data : {
           "<row r=\"5\"/><row r=\"3\"/>",
           "<row r=\"2000000\"/>",
           "<row><c r=\"C1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>",
           "<row><c r=\"ZZZ1\"><v>1</v></c></row>",
           "<row><c t=\"s\"><v>99</v></c></row>",
           "<row><c t=\"s\"><v>-1</v></c></row>",
           "<row><c t=\"s\"><v>nan</v></c></row>",
       }) {
    sheet(data);
    EXPECT_EQ(code(), "table.workbook-damaged") << data;
  }
  sheet("");
  EXPECT_EQ(code(), "table.empty");
}

TEST_F(Workbooks, bombs_are_refused_before_they_are_in_memory) {
  // Thousandfold shrunk.
  sheet("<row><c><v>1</v></c></row>" + std::string(std::size_t{40} << 20, ' '));
  EXPECT_EQ(code(), "table.too-large");
  // A far corner in each of many rows.
  std::string corners = "<row><c r=\"XFD1\"><v>1</v></c></row>";
  for (int i = 0; i < 3000; ++i) corners += "<row><c><v>1</v></c></row>";
  sheet(corners);
  EXPECT_EQ(code(), "table.too-large");
  // One long text in thousands of cells.
  std::string cells;
  for (int i = 0; i < 3000; ++i) cells += "<row><c t=\"s\"><v>0</v></c></row>";
  std::string text(std::size_t{1} << 20, 'x');
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>('a' + (i * i / 7) % 26);
  sheet(cells, "<si><t>" + text + "</t></si>");
  EXPECT_EQ(code(), "table.too-large");
}

}  // namespace
}  // namespace secondsite::cohort
