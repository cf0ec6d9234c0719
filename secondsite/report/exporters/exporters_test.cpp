#include <gtest/gtest.h>

#include <set>

#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/report/exporter.h"
#include "secondsite/report/fixture.h"

namespace secondsite::report {
namespace {

using evaluation::RunResult;

std::string written(const char* id, const RunResult& run) {
  const auto exporter = core::find_entry(exporters::all(), id, "exporter");
  return exporter ? (*exporter)->write(run) : std::string();
}

// RFC 4180, strictly: what it does not allow ends the test.
std::vector<std::vector<std::string>> parse_csv(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1, std::vector<std::string>(1));
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string& cell = rows.back().back();
    if (text[i] == '"' && cell.empty()) {
      for (++i; i < text.size(); ++i) {
        if (text[i] != '"') {
          cell += text[i];
        } else if (i + 1 < text.size() && text[i + 1] == '"') {
          cell += '"';
          ++i;
        } else {
          break;
        }
      }
      EXPECT_TRUE(text[i + 1] == ',' || text[i + 1] == '\r') << "text after a closing quote";
    } else if (text[i] == ',') {
      rows.back().emplace_back();
    } else if (text[i] == '\r') {
      EXPECT_EQ(text[++i], '\n');
      if (i + 1 < text.size()) rows.emplace_back(1);
    } else {
      EXPECT_NE(text[i], '"') << "a quote within an unquoted cell";
      EXPECT_NE(text[i], '\n') << "a bare line feed";
      cell += text[i];
    }
  }
  return rows;
}

TEST(Csv, EveryRowHasEveryColumn) {
  const auto rows = parse_csv(written("csv", two_hospitals()));
  ASSERT_GT(rows.size(), 500U);
  for (const auto& row : rows) EXPECT_EQ(row.size(), rows.front().size());
}

TEST(Csv, KeepsHostileNamesAsTheyAre) {
  RunResult run = two_hospitals();
  const std::string hostile = "a,\"b\"\r\nc";
  run.strata.resize(1);
  run.strata[0].finding = hostile;
  const auto rows = parse_csv(written("csv", run));
  EXPECT_TRUE(
      std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row[2] == hostile; }));
}

TEST(Csv, NumbersReadBackExactly) {
  const RunResult run = two_hospitals();
  const auto rows = parse_csv(written("csv", run));
  EXPECT_EQ(core::parse_number(rows[1][7]), run.claims[0].estimate.value);
}

TEST(Csv, UndeclaredContrastsShowNoPValue) {
  const auto rows = parse_csv(written("csv", two_hospitals()));
  std::size_t undeclared = 0;
  for (const auto& row : rows)
    if (row[0] == "contrast" && row[18] == "no") {
      ++undeclared;
      EXPECT_EQ(row[23], "");
      EXPECT_EQ(row[24], "");
    }
  EXPECT_GT(undeclared, 0U);
}

TEST(Json, UndeclaredContrastsShowNoPValue) {
  const core::Json document = to_json(two_hospitals());
  std::size_t undeclared = 0;
  for (const core::Json& contrast : document["contrasts"])
    if (!contrast["declared"].get<bool>()) {
      ++undeclared;
      EXPECT_TRUE(contrast["difference"]["test"]["p_value"].is_null());
    }
  EXPECT_GT(undeclared, 0U);
}

TEST(Json, ReadsBackToTheSameDocument) {
  const RunResult run = two_hospitals();
  const auto parsed = core::parse_json(written("json", run), "result.json");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(*parsed, to_json(run));
}

// Well-formed as far as this writer can go wrong: tags nest, attributes are quoted and distinct,
// nothing raw.
void expect_well_formed(const std::string& xml) {
  std::vector<std::string> open;
  for (std::size_t at = xml.find('<'); at != std::string::npos; at = xml.find('<', at + 1)) {
    const std::size_t end = xml.find('>', at);
    ASSERT_NE(end, std::string::npos);
    const std::string tag = xml.substr(at + 1, end - at - 1);
    if (tag.starts_with("?")) continue;
    if (tag.starts_with("/")) {
      ASSERT_FALSE(open.empty());
      EXPECT_EQ(open.back(), tag.substr(1));
      open.pop_back();
      continue;
    }
    EXPECT_EQ(std::count(tag.begin(), tag.end(), '"') % 2, 0) << tag;
    if (!tag.ends_with("/")) open.push_back(tag.substr(0, tag.find(' ')));
  }
  EXPECT_TRUE(open.empty());
}

TEST(Junit, IsWellFormedWithHostileNames) {
  RunResult run = two_hospitals();
  run.title = "]]><!-- \x01 & \"quoted\" 'single'";
  expect_well_formed(written("junit", run));
}

TEST(Junit, CertifiedPassesRefutedFailsInconclusiveIsSkipped) {
  const std::string xml = written("junit", two_hospitals());
  EXPECT_NE(xml.find("tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\""), std::string::npos);
  const auto count = [&](const std::string& what) {
    std::size_t found = 0;
    for (std::size_t at = xml.find(what); at != std::string::npos; at = xml.find(what, at + 1))
      ++found;
    return found;
  };
  EXPECT_EQ(count("<testcase "), 3U);
  EXPECT_EQ(count("<failure "), 1U);
  EXPECT_EQ(count("<skipped "), 1U);
  EXPECT_NE(xml.find("It would take 233 more positives."), std::string::npos);
}

TEST(Markdown, NamesCannotBecomeMarkup) {
  const std::string text = written("markdown", two_hospitals());
  EXPECT_EQ(text.find(" <as worded"), std::string::npos);
  EXPECT_NE(text.find("\\<as worded"), std::string::npos);
}

TEST(Markdown, ProseStaysWithinEightyColumns) {
  for (const std::string& line : core::split(written("markdown", two_hospitals()), '\n'))
    if (!line.starts_with("|") && !line.starts_with("#") && line.find('`') == std::string::npos)
      EXPECT_LE(line.size(), 100U) << line;  // bytes; 80 glyphs and their escapes
}

TEST(Html, IsOfflineByPolicy) {
  const std::string html = written("html", two_hospitals());
  EXPECT_NE(html.find("default-src &#39;none&#39;"), std::string::npos);
  EXPECT_EQ(html.find("unsafe-eval"), std::string::npos);
  for (const char* fetches : {"<link ", "src=\"http", "@import", "url(http"})
    EXPECT_EQ(html.substr(0, html.find("<script>")).find(fetches), std::string::npos) << fetches;
}

TEST(Html, HostileNamesStayText) {
  RunResult run = two_hospitals();
  const std::string hostile = "</script><script>alert(1)</script><!--";
  for (auto& finding : run.findings) finding.name = hostile;
  for (auto& stratum : run.strata) stratum.finding = hostile;
  for (auto& claim : run.claims) claim.finding = hostile;
  run.title = run.question = run.answer_sentence = hostile;
  const std::string html = written("html", run);
  EXPECT_EQ(html.find("<script>alert"), std::string::npos);
}

TEST(Exporters, WriteDistinctFiles) {
  std::set<std::string_view> names;
  for (const Exporter& exporter : exporters::all()) names.insert(exporter.file_name);
  EXPECT_EQ(names.size(), exporters::all().size());
}

}  // namespace
}  // namespace secondsite::report
