#include "secondsite/report/page.h"

#include <algorithm>
#include <cmath>

#include "secondsite/core/text.h"

namespace secondsite::report {
namespace {

std::string_view class_of(stats::Decision decision) {
  switch (decision) {
    case stats::Decision::certified:
      return "certified";
    case stats::Decision::refuted:
      return "refuted";
    case stats::Decision::inconclusive:
      return "inconclusive";
  }
  return "";
}

// A shape of its own for each decision, so that colour is never the only sign.
Markup icon_of(stats::Decision decision) {
  Markup out;
  out.open("svg", {{"class", "icon " + std::string(class_of(decision))},
                   {"viewBox", "0 0 16 16"},
                   {"aria-hidden", "true"}});
  switch (decision) {
    case stats::Decision::certified:
      out.element("circle", "", {{"cx", "8"}, {"cy", "8"}, {"r", "7"}, {"class", "solid"}});
      out.element("path", "", {{"d", "M4.6 8.3l2.4 2.4 4.4-5"}, {"class", "sign"}});
      break;
    case stats::Decision::refuted:
      out.element("path", "", {{"d", "M8 .6 15.4 8 8 15.4.6 8z"}, {"class", "solid"}});
      out.element("path", "", {{"d", "M5.7 5.7l4.6 4.6m0-4.6-4.6 4.6"}, {"class", "sign"}});
      break;
    case stats::Decision::inconclusive:
      out.element("circle", "", {{"cx", "8"}, {"cy", "8"}, {"r", "6.4"}, {"class", "hollow"}});
      out.element("path", "",
                  {{"d", "M6 6.4a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.3"}, {"class", "stroke"}});
      out.element("circle", "", {{"cx", "8"}, {"cy", "11.8"}, {"r", ".9"}, {"class", "dot"}});
      break;
  }
  out.close();
  return out;
}

Markup markup_of(const stats::Estimate& estimate, Form form, const std::string& behind) {
  Markup out;
  if (!estimate.is_estimable()) {
    out.element("span", text(estimate, form), {{"class", "absent"}, {"title", behind}});
    return out;
  }
  out.open("span", {{"class", "estimate"}, {"title", behind}});
  out.element("b", value_text(estimate, form));
  out.text(" ");
  out.element("span",
              "(" + (estimate.has_interval() ? interval_text(estimate, form) : "no interval") + ")",
              {{"class", "interval"}});
  out.close();
  return out;
}

Markup markup_of(const stats::Verdict& verdict) {
  Markup out;
  Attributes attributes{{"class", "verdict " + std::string(class_of(verdict.decision))}};
  std::string why = verdict.sentence;
  if (const std::string p = p_text(verdict.p_value); !p.empty()) why += " One-sided " + p + ".";
  if (const std::string p = p_text(verdict.p_adjusted); !p.empty())
    why += " After the family's correction " + p + ".";
  if (const std::string power = power_text(verdict); !std::isnan(verdict.power))
    why += " Power " + power + ".";
  if (!why.empty()) attributes.emplace_back("title", why);
  out.open("span", attributes);
  out.add(icon_of(verdict.decision));
  out.text(" ");
  out.element("span", decision_text(verdict.decision));
  out.close();
  return out;
}

}  // namespace

Cell::Cell(std::string_view prose) {
  markup_.text(prose);
}

Cell::Cell(const stats::Estimate& estimate, Form form) : number_(estimate.is_estimable()) {
  markup_.add(markup_of(estimate, form, brief_detail(estimate)));
}

Cell::Cell(const stats::Verdict& verdict) {
  markup_.add(markup_of(verdict));
}

Cell Cell::counted(std::uint64_t count) {
  return number(core::grouped(count));
}

Cell Cell::number(std::string_view already_text) {
  Cell cell(already_text);
  cell.number_ = true;
  return cell;
}

Cell Cell::code(std::string_view text) {
  Cell cell;
  cell.markup_.element("code", text);
  return cell;
}

Cell Cell::chooser(std::string_view words, std::string_view finding) {
  Cell cell;
  cell.markup_.element(
      "button", words,
      {{"type", "button"}, {"class", "choose"}, {"data-choose", std::string(finding)}});
  return cell;
}

Cell&& Cell::below(std::string_view second) && {
  if (!second.empty()) markup_.element("small", second);
  return std::move(*this);
}

Page& Page::begin_section(std::string_view id, std::string_view title, std::string_view lead) {
  open("section", {{"id", std::string(id)}, {"aria-labelledby", std::string(id) + "-title"}});
  element("h2", title, {{"id", std::string(id) + "-title"}});
  if (!lead.empty()) element("p", lead, {{"class", "lead"}});
  return *this;
}

Page& Page::end_section() {
  return close();
}
Page& Page::heading(std::string_view words) {
  return element("h3", words);
}
Page& Page::paragraph(std::string_view prose) {
  return element("p", prose);
}

Page& Page::note(Tone tone, std::string_view prose) {
  const char* kind = tone == Tone::good      ? "good"
                     : tone == Tone::bad     ? "bad"
                     : tone == Tone::warning ? "warning"
                                             : "plain";
  return element("p", prose, {{"class", std::string("note ") + kind}});
}

Page& Page::number(const stats::Estimate& estimate, Form form) {
  return add(markup_of(estimate, form, detail(estimate)));
}
Page& Page::verdict(const stats::Verdict& verdict) {
  return add(markup_of(verdict));
}
Page& Page::icon(stats::Decision decision) {
  return add(icon_of(decision));
}

namespace {

// Filled by the script with the finding that is chosen.
Markup chosen_finding() {
  Markup out;
  out.element("span", "", {{"class", "of-finding"}});
  return out;
}

Attributes classes(bool of_finding, bool number) {
  if (of_finding) return {{"class", "finding"}};
  if (number) return {{"class", "number"}};
  return {};
}

}  // namespace

Page& Page::table(Table table) {
  open("div",
       {{"class", "scroll"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", table.caption}});
  open("table", table.sortable ? Attributes{{"class", "sortable"}} : Attributes{});
  if (!table.caption.empty()) {
    open("caption").text(table.caption);
    if (table.by_finding) add(chosen_finding());
    close();
  }
  open("thead").open("tr");
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    const bool number = std::any_of(table.rows.begin(), table.rows.end(), [&](const TableRow& row) {
      return column < row.cells.size() && row.cells[column].is_number();
    });
    Attributes head = classes(table.by_finding && column == 0, number);
    head.emplace_back("scope", "col");
    element("th", table.columns[column], head);
  }
  close().close().open("tbody");
  for (TableRow& row : table.rows) {
    Attributes of_row;
    if (!row.finding.empty()) of_row.emplace_back("data-finding", row.finding);
    if (row.emphasised) of_row.emplace_back("class", "emphasised");
    open("tr", of_row);
    for (std::size_t column = 0; column < row.cells.size(); ++column) {
      Cell& cell = row.cells[column];
      open("td", classes(table.by_finding && column == 0, cell.is_number()));
      add(cell.take()).close();
    }
    close();
  }
  return close().close().close();
}

Page& Page::chart(const Chart& chart) {
  open("figure", {{"class", "chart"},
                  {"data-chart", chart.id},
                  {"data-per-finding", chart.per_finding ? "yes" : "no"}});
  open("figcaption").open("b").text(chart.title);
  if (chart.per_finding) add(chosen_finding());
  close().text(" ").element("span", chart.caption);
  close();
  element("div", "", {{"class", "canvas"}});
  return close();
}

Page& Page::open(std::string_view tag, const Attributes& attributes) {
  markup_.open(tag, attributes);
  return *this;
}
Page& Page::close() {
  markup_.close();
  return *this;
}
Page& Page::text(std::string_view prose) {
  markup_.text(prose);
  return *this;
}
Page& Page::element(std::string_view tag, std::string_view prose, const Attributes& attributes) {
  markup_.element(tag, prose, attributes);
  return *this;
}
Page& Page::add(Markup&& markup) {
  markup_.add(std::move(markup));
  return *this;
}

Page& Page::citation(std::string_view words) {
  const std::size_t at = words.find("doi:10.");
  if (at == std::string_view::npos) return text(words);
  std::size_t end = words.find_first_of(" \t\n<>\"'", at);
  if (end == std::string_view::npos) end = words.size();
  while (end > at && std::string_view(".,;").find(words[end - 1]) != std::string_view::npos) --end;
  const std::string_view doi = words.substr(at + 4, end - at - 4);
  text(words.substr(0, at));
  element("a", "doi:" + std::string(doi),
          {{"href", "https://doi.org/" + std::string(doi)}, {"rel", "noreferrer"}});
  return citation(words.substr(end));
}

std::string Page::core_grouped(std::uint64_t count) {
  return core::grouped(count);
}

}  // namespace secondsite::report
