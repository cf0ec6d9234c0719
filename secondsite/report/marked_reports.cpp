#include "secondsite/report/marked_reports.h"

#include <algorithm>

#include "secondsite/core/text.h"
#include "secondsite/report/asset.h"

namespace secondsite::report {
namespace {

using labels::Mention;
using labels::Reason;
using labels::State;

// Longer texts are cut on the page (never in the tables).
constexpr std::size_t most_text = 20000;

std::string mark_style(State state) {
  constexpr const char* names[] = {"past", "absent", "uncertain", "present"};
  return names[static_cast<std::size_t>(state)];
}

// Bytes [begin, end) to mark, as a mention (its index) or as a trigger.
struct Mark {
  std::uint32_t begin;
  std::uint32_t end;
  std::string style;
  std::string says;
};

// In order, without overlaps: the first of two that overlap stays.
std::vector<Mark> apart(std::vector<Mark> marks) {
  std::stable_sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  std::vector<Mark> out;
  for (Mark& mark : marks) {
    if (!out.empty() && mark.begin < out.back().end) {
      if (mark.begin == out.back().begin && mark.end == out.back().end &&
          out.back().says.find(mark.says) == std::string::npos)
        out.back().says += "\n" + mark.says;
      continue;
    }
    out.push_back(std::move(mark));
  }
  return out;
}

}  // namespace

void MarkedReports::labels_of(const labels::Labelled& done) {
  body_.open("p", {{"class", "labels"}});
  bool any = false;
  for (std::size_t l = 0; l < set_.labels.size(); ++l) {
    const State state = done.labels.state[l];
    if (state == State::not_mentioned) continue;
    // A set of two values lists what is there; "absent" would be most of it.
    body_.element("span", set_.labels[l].id + ": " + std::string(labels::name(state)),
                  {{"class", "tag " + mark_style(state)}});
    any = true;
  }
  if (!any) body_.element("span", "no label", {{"class", "tag past"}});
  body_.close();
}

void MarkedReports::text_of(const labels::Report& report, const labels::Labelled& done) {
  const std::string_view text = std::string_view(report.text).substr(0, most_text);
  std::vector<Mark> marks;
  for (const Mention& mention : done.mentions) {
    if (mention.reason == Reason::inherited) continue;
    std::string says =
        rules_.signs[mention.sign].id + ": " +
        (mention.state == State::not_mentioned ? std::string("history, not counted")
                                               : std::string(labels::name(mention.state))) +
        " (rule " + std::string(labels::name(mention.reason)) + ")";
    if (mention.respelled) says += ", misspelling mended";
    marks.push_back(
        {mention.span.begin, mention.span.end, "mark " + mark_style(mention.state), says});
  }
  std::vector<Mark> placed = apart(std::move(marks));
  for (const Mention& mention : done.mentions) {
    if (mention.trigger.end <= mention.trigger.begin) continue;
    const bool inside = std::any_of(placed.begin(), placed.end(), [&](const Mark& mark) {
      return mention.trigger.begin < mark.end && mark.begin < mention.trigger.end;
    });
    if (!inside)
      placed.push_back({mention.trigger.begin, mention.trigger.end, "trigger",
                        "trigger of " + rules_.signs[mention.sign].id});
  }
  std::size_t at = 0;
  body_.open("div", {{"class", "text"}});
  for (const Mark& mark : apart(std::move(placed))) {
    if (mark.end > text.size()) break;
    body_.text(text.substr(at, mark.begin - at));
    body_.element("mark", text.substr(mark.begin, mark.end - mark.begin),
                  {{"class", mark.style}, {"title", mark.says}});
    at = mark.end;
  }
  body_.text(text.substr(at));
  body_.close();
  if (report.text.size() > most_text)
    body_.element("p", "The rest of this report is not shown.", {{"class", "note"}});
}

void MarkedReports::add(const labels::Report& report, const labels::Labelled& done) {
  ++shown_;
  body_.open("section", {{"class", "report"}});
  body_.element("h2", report.id);
  labels_of(done);
  text_of(report, done);
  body_.close();
}

std::string MarkedReports::take(std::uint64_t of) {
  Markup head;
  head.open("main");
  head.element("h1", "Reports with their labels");
  head.element("p",
               core::grouped(shown_) + " of " + core::grouped(of) + " reports; rules " +
                   rules_.stamp() +
                   ". Point at a mark to see what it speaks of and which rule decided.",
               {{"class", "lead"}});
  head.open("p", {{"class", "labels"}});
  for (const State state : {State::present, State::uncertain, State::absent})
    head.element("span", labels::name(state), {{"class", "tag " + mark_style(state)}});
  head.element("span", "history, not counted", {{"class", "tag past"}});
  head.element("mark", "trigger", {{"class", "trigger"}});
  head.close();
  head.add(std::move(body_));
  std::string out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  out +=
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>Reports with their labels</title>\n<style>";
  out += std::string(asset("report.css")) + std::string(asset("labels.css"));
  return out + "</style>\n</head>\n<body>\n" + head.take() + "\n</body>\n</html>\n";
}

}  // namespace secondsite::report
