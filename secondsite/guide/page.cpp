#include "secondsite/guide/page.h"

#include "secondsite/guide/printed.h"
#include "secondsite/report/asset.h"
#include "secondsite/report/html.h"

namespace secondsite::guide {
namespace {

using report::Markup;

constexpr std::string_view style = R"(
:root { color-scheme: light dark; --ink: #1d2733; --faint: #5c6b7a; --paper: #ffffff; --line: #d5dce3; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6ebf0; --faint: #9fb0c0; --paper: #14191f; --line: #35414d; }
  .figure { background: #ffffff; }
}
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 60rem;
       margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.remark, .method, figcaption, .skipped { color: var(--faint); font-size: .9rem; }
.differs { font-weight: 700; }
.figure { overflow-x: auto; padding: .5rem; }
)";

// Draws each figure from the data element; the interpreter makes eval unnecessary.
constexpr std::string_view drawing = R"(
const specs = JSON.parse(document.getElementById('figures').textContent);
for (const [id, spec] of Object.entries(specs))
  vegaEmbed(document.getElementById(id), spec, {ast: true, actions: {export: true, source: false, compiled: false, editor: false}});
)";

// JSON within a script element: no "<" at all.
std::string within_script(const core::Json& value) {
  std::string out;
  for (const char c : value.dump(-1, ' ', false, core::Json::error_handler_t::replace)) {
    if (c == '<')
      out += "\\u003c";
    else
      out += c;
  }
  return out;
}

void add_row(Markup& page, const Recomputed& row) {
  page.open("tr");
  page.open("td").text(row.what);
  page.element("div", row.method, {{"class", "method"}});
  if (!row.remark.empty()) page.element("div", row.remark, {{"class", "remark"}});
  page.close();
  page.element("td", row.text_says.empty() ? "(not in the text)" : row.text_says);
  page.element("td", readable(row.value) + (row.unit.empty() ? "" : " " + row.unit),
               {{"class", "number"}});
  page.element("td", row.text_says.empty() ? "" : (row.agrees ? "agrees" : "differs"),
               {{"class", row.agrees ? "agrees" : "differs"}});
  page.close();
}

void add_passage(Markup& page, const PassageOutcome& outcome) {
  const std::string id(outcome.passage->id);
  page.open("section", {{"id", id}});
  page.element("h2", outcome.passage->title);
  page.open("table").open("thead").open("tr");
  for (const std::string_view head : {"number", "the text says", "we obtain", ""})
    page.element("th", head, {{"scope", "col"}});
  page.close().close().open("tbody");
  for (const Recomputed& row : outcome.result.numbers) add_row(page, row);
  page.close().close();
  if (!outcome.result.figure.is_null()) {
    page.open("figure");
    page.element("div", "", {{"id", "figure-" + id}, {"class", "figure"}});
    page.element("figcaption", outcome.result.figure_caption);
    page.close();
  }
  if (!outcome.result.skipped.empty()) {
    page.element("h3", "Not recomputed here");
    page.open("ul", {{"class", "skipped"}});
    for (const std::string& reason : outcome.result.skipped) page.element("li", reason);
    page.close();
  }
  page.close();
}

}  // namespace

std::string guide_page(const std::vector<PassageOutcome>& outcomes) {
  core::Json figures = core::Json::object();
  Markup body;
  body.open("main");
  body.element("h1", "The field guide, recomputed");
  body.element(
      "p",
      "Every number of the text that can be computed, beside what this program obtains. A number "
      "agrees where it would be printed the same.");
  for (const PassageOutcome& outcome : outcomes) {
    add_passage(body, outcome);
    if (!outcome.result.figure.is_null())
      figures["figure-" + std::string(outcome.passage->id)] = outcome.result.figure;
  }
  body.close();
  std::string page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  page +=
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src "
      "'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; "
      "form-action "
      "'none'\">\n";
  page += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  page += "<title>The field guide, recomputed</title>\n<style>" + std::string(style) +
          "</style>\n</head>\n<body>\n" + body.take();
  page += "\n<script type=\"application/json\" id=\"figures\">" + within_script(figures) +
          "</script>\n";
  for (const std::string_view library : {"vega.min.js", "vega-lite.min.js", "vega-embed.min.js"})
    page += "<script>" + std::string(report::asset(library)) + "</script>\n";
  return page + "<script>" + std::string(drawing) + "</script>\n</body>\n</html>\n";
}

core::Json to_json(const PassageOutcome& outcome) {
  core::Json rows = core::Json::array();
  for (const Recomputed& row : outcome.result.numbers)
    rows.push_back({{"what", row.what},
                    {"text_says", row.text_says},
                    {"obtained", core::json_number(row.value)},
                    {"unit", row.unit},
                    {"agrees", row.agrees},
                    {"method", row.method},
                    {"remark", row.remark}});
  return {{"passage", outcome.passage->id},
          {"title", outcome.passage->title},
          {"numbers", std::move(rows)},
          {"figure", outcome.result.figure},
          {"figure_caption", outcome.result.figure_caption},
          {"not_recomputed", outcome.result.skipped}};
}

}  // namespace secondsite::guide
