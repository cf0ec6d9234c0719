#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <random>

#include "secondsite/cohort/build.h"
#include "secondsite/cohort/csv_table.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Bytes bytes_of(std::string text) {
  auto kept = std::make_shared<const std::string>(std::move(text));
  return {kept, *kept};
}

core::Result<Table> parse(std::string text, core::Findings& findings,
                          csv::Method method = csv::Method::automatic, unsigned threads = 2) {
  core::Context context;
  context.threads = threads;
  return parse_csv(bytes_of(std::move(text)), "t.csv", context, findings, method);
}

core::Result<Table> parse(std::string text) {
  core::Findings findings;
  return parse(std::move(text), findings);
}

std::string code_of(std::string text) {
  const auto table = parse(std::move(text));
  return table ? "" : table.error().code();
}

std::string gzip(std::string_view text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

TEST(Csv, KeepsQuotedCommasLineEndsAndDoubledQuotes) {
  const auto table = parse("a,b\n\"x,\"\"y\"\"\",\"two\nlines\"\n\"\",plain\n");
  ASSERT_TRUE(table) << table.error().text();
  ASSERT_EQ(table->rows(), 2U);
  EXPECT_EQ(table->columns()[0].raw(0), "x,\"y\"");
  EXPECT_EQ(table->columns()[1].raw(0), "two\nlines");
  EXPECT_EQ(table->columns()[0].raw(1), "");
  EXPECT_EQ(table->columns()[1].raw(1), "plain");
}

TEST(Csv, ReadsTheSameWithAndWithoutAFinalLineEnd) {
  for (const std::string_view text :
       {"a,b\n1,2\n3,4", "a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r\n1,2\r\n3,4"}) {
    const auto table = parse(std::string(text));
    ASSERT_TRUE(table) << table.error().text();
    EXPECT_EQ(csv_text(*table), "a,b\n1,2\n3,4\n");
  }
}

TEST(Csv, CountsTheMarkMixedLineEndsAndBlankLines) {
  core::Findings findings;
  const auto table = parse(
      "\xef\xbb\xbf"
      "a,b\r\n1,2\n\n3,4\r\n",
      findings);
  ASSERT_TRUE(table) << table.error().text();
  EXPECT_EQ(table->columns()[0].name, "a");
  EXPECT_EQ(table->rows(), 2U);
  EXPECT_EQ(findings.count("table.byte-order-mark"), 1U);
  EXPECT_EQ(findings.count("table.mixed-line-ends"), 2U);
  EXPECT_EQ(findings.count("table.blank-line"), 1U);
}

TEST(Csv, FindsTabsAndSemicolonsAndSaysSo) {
  for (const char delimiter : {'\t', ';'}) {
    core::Findings findings;
    const std::string d(1, delimiter);
    const auto table = parse("a" + d + "b c\n1" + d + "2,5\n3" + d + "4,5\n", findings);
    ASSERT_TRUE(table) << table.error().text();
    EXPECT_THAT(table->names(), ElementsAre("a", "b c"));
    EXPECT_EQ(findings.count("table.delimiter"), 1U);
  }
}

TEST(Csv, KeepsBlankCellsOfAOneColumnTableAsRows) {
  const auto table = parse("a\n1\n\n3\n");
  ASSERT_TRUE(table);
  const Numbers numbers = table->columns()[0].cells->numbers(1);
  EXPECT_EQ(numbers.blanks, 1U);
  EXPECT_EQ(table->rows(), 3U);
}

TEST(Csv, NamesTheRowThatHasTooManyOrTooFewCells) {
  const auto more = parse("a,b\n1,2\n3,4,5\n");
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().code(), "table.ragged-row");
  EXPECT_EQ(more.error().where().row, 2U);
  EXPECT_THAT(more.error().what(), HasSubstr("3 cells"));
  const auto fewer = parse("a,b\n1,2\n3");
  ASSERT_FALSE(fewer);
  EXPECT_EQ(fewer.error().where().row, 2U);
  EXPECT_THAT(fewer.error().hint(), HasSubstr("cut off"));
}

TEST(Csv, NamesTheRowWhereAQuoteOpensThatNeverCloses) {
  std::string text = "a,b\n";
  for (int row = 0; row < 200000; ++row) text += row == 10416 ? "1,\"2\n" : "1,22222\n";
  const auto table = parse(text);
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().code(), "table.quote-unclosed");
  EXPECT_EQ(table.error().where().row, 10417U);
}

TEST(Csv, RefusesWhatIsNoTextTable) {
  EXPECT_EQ(code_of(""), "table.empty");
  EXPECT_EQ(code_of(" \n\n"), "table.empty");
  EXPECT_EQ(code_of("\xef\xbb\xbf"), "table.empty");
  EXPECT_EQ(code_of(",,\n1,2,3\n"), "table.no-header");
  EXPECT_EQ(code_of("a,b,a\n1,2,3\n"), "table.duplicate-column");
  EXPECT_EQ(code_of(std::string("a,b\n1,\0\n", 8)), "table.nul-byte");
  EXPECT_EQ(code_of(std::string("\xff\xfe"
                                "a\0,\0",
                                6)),
            "table.utf16");
  EXPECT_EQ(code_of("a,b\r1,2\r"), "table.old-line-ends");
  EXPECT_EQ(code_of("a,\"b\n1,2\n"), "table.quote-unclosed");
}

TEST(Csv, ReadsAHeaderWithoutRowsAndCountsIt) {
  for (const std::string_view text : {"a,b\n", "a,b"}) {
    core::Findings findings;
    const auto table = parse(std::string(text), findings);
    ASSERT_TRUE(table) << table.error().text();
    EXPECT_EQ(table->rows(), 0U);
    EXPECT_EQ(findings.count("table.no-rows"), 1U);
    EXPECT_TRUE(table->columns()[0].cells->numbers(2).value.empty());
    EXPECT_TRUE(table->columns()[1].cells->categories(2).levels.empty());
  }
}

TEST(Csv, NumbersUnnamedColumns) {
  core::Findings findings;
  const auto table = parse(",score\n0,0.5\n", findings);
  ASSERT_TRUE(table);
  EXPECT_THAT(table->names(), ElementsAre("column 1", "score"));
  EXPECT_EQ(findings.count("table.unnamed-column"), 1U);
}

TEST(Csv, KeepsStrayQuotesAsTextAndCountsThem) {
  core::Findings findings;
  const auto table = parse("a,b\n5\" tube,1\n\"x\" y,2\n6\" tube,3\n", findings);
  ASSERT_TRUE(table) << table.error().text();
  EXPECT_EQ(table->rows(), 3U);
  EXPECT_EQ(table->columns()[0].raw(0), "5\" tube");
  EXPECT_EQ(table->columns()[0].raw(1), "x y");
  EXPECT_EQ(findings.count("table.stray-quote"), 3U);
}

TEST(Csv, ReadsRowsLongerThan64KiBAndCellsLongerThanABlock) {
  const std::string wide(70000, 'x');
  const std::string quoted = "\"" + std::string(3 << 20, '\n') + "\"";
  const auto table = parse("a,b\n1," + wide + "\n2," + quoted + "\n3,y\n");
  ASSERT_TRUE(table) << table.error().text();
  ASSERT_EQ(table->rows(), 3U);
  EXPECT_EQ(table->columns()[1].raw(0), wide);
  EXPECT_EQ(table->columns()[1].raw(1).size(), std::size_t{3 << 20});
  EXPECT_EQ(table->columns()[1].raw(2), "y");
}

// The fast index is held against the simple one on random texts of the characters that matter.
std::string random_text(std::mt19937& engine, std::size_t length, std::string_view alphabet) {
  std::uniform_int_distribution<std::size_t> pick(0, alphabet.size() - 1);
  std::string text = "a,b\n";
  while (text.size() < length) text += alphabet[pick(engine)];
  return text;
}

void expect_same(const std::string& text, std::size_t columns) {
  core::Context context;
  context.threads = 2;
  const auto simple = csv::index_rows(text, 4, {',', columns}, "t", context, csv::Method::simple);
  for (const csv::Method method : {csv::Method::automatic, csv::Method::plain}) {
    const auto fast = csv::index_rows(text, 4, {',', columns}, "t", context, method);
    ASSERT_EQ(bool(simple), bool(fast)) << text.substr(0, 300);
    if (!simple) {
      EXPECT_EQ(simple.error().text(), fast.error().text());
      continue;
    }
    ASSERT_EQ(simple->rows(), fast->rows());
    EXPECT_EQ(simple->oddities.lf_rows, fast->oddities.lf_rows);
    EXPECT_EQ(simple->oddities.crlf_rows, fast->oddities.crlf_rows);
    EXPECT_EQ(simple->oddities.blank_lines, fast->oddities.blank_lines);
    std::vector<std::string_view> cells[2];
    for (const csv::Index* index : {&*simple, &*fast})
      for (const csv::Block& block : index->blocks)
        for (std::size_t row = 0; row < block.rows; ++row)
          for (std::size_t c = 0; c < columns; ++c)
            cells[index == &*simple ? 0 : 1].push_back(block.cell(row, c, columns));
    ASSERT_EQ(cells[0], cells[1]) << text.substr(0, 300);
  }
}

TEST(CsvIndex, FastAndSimpleAgreeOnShortRandomTexts) {
  std::mt19937 engine(7);
  for (int i = 0; i < 30000; ++i)
    expect_same(random_text(engine, 4 + i % 200, i % 2 == 0 ? "x,\n" : "\"\"\"x,\n\r"),
                i % 3 == 0 ? 1 : 2);
}

TEST(CsvIndex, FastAndSimpleAgreeAcrossBlocksInsideQuotes) {
  std::mt19937 engine(8);
  std::uniform_int_distribution<int> kind(0, 9);
  std::uniform_int_distribution<std::size_t> length(0, 60000);
  for (int i = 0; i < 6; ++i) {
    std::string text = "a,b\n";
    while (text.size() < (5U << 20)) {
      switch (kind(engine)) {
        case 0:
          text += "\"" + std::string(length(engine), ',') + "\n\",x\r\n";
          break;
        case 1:
          text += "\"\"\"\",\"q\"\n";
          break;
        case 2:
          text += "\"" + std::string(length(engine) / 2, '\n') + "\",\"\"\"\n\"\"\"\n";
          break;
        default:
          text += "12345,0.123456789\n";
      }
    }
    expect_same(text, 2);
  }
}

TEST(Csv, GivesTheSameColumnsOnAnyNumberOfThreads) {
  std::string text = "id,site,score\n";
  for (int row = 0; row < 120000; ++row)
    text += "img" + std::to_string(row * 7919 % 120000) + "," +
            (row % 3 == 0   ? "B"
             : row % 3 == 1 ? "A"
                            : "") +
            "," + std::to_string(row) + (row == 10416 ? "x" : ".25") + "\n";
  core::Findings findings;
  const auto one = parse(text, findings, csv::Method::simple, 1);
  ASSERT_TRUE(one);
  const Numbers expected = one->columns()[2].cells->numbers(1);
  EXPECT_EQ(expected.malformed, 1U);
  EXPECT_EQ(expected.first_malformed_row, 10417U);
  const Categories sites = one->columns()[1].cells->categories(1);
  EXPECT_THAT(sites.levels, ElementsAre("A", "B"));
  EXPECT_EQ(sites.code[2], Categories::blank);
  const Categories ids = one->columns()[0].cells->categories(1);
  EXPECT_EQ(ids.levels.size(), 120000U);
  EXPECT_TRUE(std::is_sorted(ids.levels.begin(), ids.levels.end()));
  for (const unsigned threads : {1U, 2U, 5U}) {
    const auto many = parse(text, findings, csv::Method::automatic, threads);
    ASSERT_TRUE(many);
    const Numbers numbers = many->columns()[2].cells->numbers(threads);
    EXPECT_EQ(numbers.state, expected.state);
    EXPECT_EQ(numbers.first_malformed_row, expected.first_malformed_row);
    EXPECT_EQ(many->columns()[0].cells->categories(threads).code, ids.code);
    EXPECT_EQ(many->columns()[1].cells->categories(threads).code, sites.code);
    EXPECT_EQ(many->columns()[2].raw(10416), "10416x");
  }
}

TEST(Gzip, ReadsSeveralMembersAsOneText) {
  const std::string compressed = gzip("a,b\n1,2\n") + gzip("3,4\n");
  const auto text = expand_gzip(compressed, "t.gz", {});
  ASSERT_TRUE(text) << text.error().text();
  EXPECT_EQ(text->text, "a,b\n1,2\n3,4\n");
}

TEST(Gzip, NamesTheByteWhereATruncatedFileStops) {
  std::string long_text = "a,b\n";
  for (int i = 0; i < 20000; ++i)
    long_text += std::to_string(i * 7919 % 10007) + "," + std::to_string(i) + "\n";
  const std::string whole = gzip(long_text);
  for (const std::size_t kept :
       {std::size_t{3}, std::size_t{12}, whole.size() / 2, whole.size() - 1}) {
    const auto text = expand_gzip(std::string_view(whole).substr(0, kept), "t.gz", {});
    ASSERT_FALSE(text) << kept;
    EXPECT_EQ(text.error().code(), "table.gzip-truncated");
    EXPECT_THAT(text.error().what(), HasSubstr("byte " + core::grouped(kept)));
  }
}

TEST(Gzip, RefusesDamageAndTrailingRubbish) {
  std::string compressed = gzip("a,b\n1,2\n");
  const auto trailing = expand_gzip(compressed + "rubbish", "t.gz", {});
  ASSERT_FALSE(trailing);
  EXPECT_EQ(trailing.error().code(), "table.gzip-damaged");
  compressed[compressed.size() - 6] ^= 1;  // the checksum
  const auto damaged = expand_gzip(compressed, "t.gz", {});
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().code(), "table.gzip-damaged");
}

TEST(Gzip, StopsAtTheBoundAndNotAtWhatTheTrailerClaims) {
  std::string bomb = gzip(std::string(64 << 20, '0'));
  const ExpansionLimit limit{.always = 1 << 20, .ratio = 20, .at_most = 1 << 30};
  const auto refused = expand_gzip(bomb, "t.gz", {}, limit);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), "table.too-large");
  // A trailer that claims 4 GiB is an error of the data, and nothing of that size is asked for.
  std::string liar = gzip("a,b\n1,2\n");
  for (int i = 1; i <= 4; ++i) liar[liar.size() - std::size_t(i)] = '\xff';
  const auto lied = expand_gzip(liar, "t.gz", {});
  ASSERT_FALSE(lied);
  EXPECT_EQ(lied.error().code(), "table.gzip-damaged");
}

}  // namespace
}  // namespace secondsite::cohort
