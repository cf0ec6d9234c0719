#include "secondsite/report/page.h"

#include <gtest/gtest.h>

#include <string>

namespace secondsite::report {
namespace {

// Whether `page.number(value)` and `Cell(value)` compile. Templates, so that a "no" is a false and
// not an error.
template <typename T>
concept NumberOnPage = requires(Page& page, T value) {
  page.number(value);
};
template <typename T>
concept TextOnPage = requires(Page& page, T value) {
  page.text(value);
};
template <typename T>
concept InCell = requires(T value) {
  Cell(value);
};

static_assert(!NumberOnPage<double> && !NumberOnPage<float> && !NumberOnPage<long double>,
              "a bare double must not reach a page");
static_assert(!InCell<double> && !InCell<float>, "a bare double must not reach a table");
static_assert(!TextOnPage<double>, "a bare double is no prose");
static_assert(!NumberOnPage<bool> && !NumberOnPage<char>, "neither is a count");
static_assert(NumberOnPage<int> && NumberOnPage<std::uint64_t> && NumberOnPage<stats::Estimate>);
static_assert(InCell<int> && InCell<std::size_t> && InCell<stats::Estimate> &&
              InCell<stats::Verdict>);

stats::Estimate some_estimate() {
  stats::Estimate out;
  out.metric = "auroc";
  out.value = 0.8831;
  out.interval = {0.8721, 0.8931};
  out.method = "DeLong <1988>";
  out.unit = "patient";
  out.n = 22433;
  out.n_positive = 678;
  out.n_clusters = 6187;
  out.design_effect = 1.321;
  return out;
}

TEST(Page, EscapesWhatAColumnIsCalled) {
  Page page;
  page.begin_section("s", "<script>alert(1)</script>", "a & b");
  page.note(Tone::bad, "\"><img src=x onerror=alert(1)>");
  Table table;
  table.caption = "'><b>";
  table.columns = {"<th>"};
  table.rows.resize(1);
  table.rows[0].finding = "\" onmouseover=\"x";
  table.rows[0].cells.push_back(Cell("<i>"));
  page.table(std::move(table));
  const std::string html = page.take();
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(html.find("<img"), std::string::npos);
  EXPECT_EQ(html.find("<b>"), std::string::npos);
  EXPECT_EQ(html.find("<i>"), std::string::npos);
  EXPECT_EQ(html.find("\" onmouseover"), std::string::npos);
  EXPECT_NE(html.find("&lt;script&gt;alert(1)&lt;/script&gt;"), std::string::npos);
}

TEST(Page, AnEstimateCarriesWhatStandsBehindIt) {
  Page page;
  page.number(some_estimate());
  const std::string html = page.take();
  for (const char* part :
       {"0.883", "0.872–0.893", "95 % interval", "DeLong &lt;1988&gt;", "patient", "22,433",
        "678 positive", "6,187 patients", "design effect 1.32"})
    EXPECT_NE(html.find(part), std::string::npos) << part;
}

TEST(Page, AnEstimateThatCouldNotBeMadeSaysWhy) {
  Page page;
  page.number(stats::not_estimable("auroc", "metric.one-class", "one class only"));
  const std::string html = page.take();
  EXPECT_NE(html.find("not estimable: one class only"), std::string::npos);
  EXPECT_EQ(html.find("nan"), std::string::npos);
}

TEST(Page, AVerdictHasASignBesideItsColour) {
  for (const auto decision :
       {stats::Decision::certified, stats::Decision::refuted, stats::Decision::inconclusive}) {
    Page page;
    page.verdict({decision, stats::Reason::borderline, "so"});
    const std::string html = page.take();
    EXPECT_NE(html.find("<svg"), std::string::npos);
    EXPECT_NE(html.find(decision_text(decision)), std::string::npos);
  }
}

TEST(Page, LinksADoiAndNothingElse) {
  Page page;
  page.citation("Wilson EB. 1927. doi:10.1080/01621459.1927.10502953. See <http://evil>.");
  const std::string html = page.take();
  EXPECT_NE(html.find("href=\"https://doi.org/10.1080/01621459.1927.10502953\""),
            std::string::npos);
  EXPECT_EQ(html.find("href=\"http://"), std::string::npos);
}

TEST(Markup, ReplacesBytesThatAreNotText) {
  EXPECT_EQ(escape("a\xff"
                   "b"),
            "a\uFFFDb");
  EXPECT_EQ(escape("\xc0\xaf"), "\uFFFD\uFFFD");  // an overlong slash
  EXPECT_EQ(escape(std::string_view("x\0y", 3)), "x\uFFFDy");
  EXPECT_EQ(escape("Müller – 40–64"), "Müller – 40–64");
}

TEST(Markup, ClosesWhatIsOpen) {
  Markup out;
  out.open("p").open("b").text("x");
  EXPECT_EQ(out.take(), "<p><b>x</b></p>");
}

}  // namespace
}  // namespace secondsite::report
