#include "secondsite/report/flow_diagram.h"

#include <algorithm>

#include "secondsite/core/monospace.h"
#include "secondsite/core/text.h"
#include "secondsite/report/format.h"

namespace secondsite::report {
namespace {

constexpr int line_height = 18;
constexpr int padding = 11;
constexpr int gap = 26;
constexpr int box_width = 300;
constexpr int side_left = 360;
constexpr int side_width = 380;
constexpr std::size_t box_glyphs = 36;
constexpr std::size_t side_glyphs = 47;

struct Line {
  std::string text;
  bool strong = false;
};

std::string at(int value) {
  return std::to_string(value);
}

int height_of(const std::vector<Line>& lines) {
  return 2 * padding + line_height * static_cast<int>(lines.size()) - 3;
}

void box(Markup& svg, int left, int top, int width, const std::vector<Line>& lines,
         const char* kind) {
  svg.element("rect", "",
              {{"x", at(left)},
               {"y", at(top)},
               {"width", at(width)},
               {"height", at(height_of(lines))},
               {"rx", "4"},
               {"class", kind}});
  int y = top + padding + 12;
  for (const Line& line : lines) {
    svg.element("text", line.text,
                {{"x", at(left + 12)}, {"y", at(y)}, {"class", line.strong ? "strong" : "faint"}});
    y += line_height;
  }
}

void path(Markup& svg, const std::string& d) {
  svg.element("path", "", {{"d", d}, {"class", "arrow"}, {"marker-end", "url(#flow-tip)"}});
}

std::vector<Line> kept_lines(const cohort::FlowStep& step) {
  std::string head = core::counted(step.cases, "case");
  if (step.patients > 0) head += " \u00b7 " + core::counted(step.patients, "patient");
  std::vector<Line> lines{{head, true}};
  for (std::string& line : core::wrapped(step.description, box_glyphs))
    lines.push_back({std::move(line)});
  return lines;
}

std::vector<Line> excluded_lines(const cohort::FlowStep& step) {
  std::vector<Line> lines;
  std::uint64_t all = 0;
  for (const auto& excluded : step.excluded) all += excluded.cases;
  if (all == 0) return lines;
  lines.push_back({core::counted(all, "case") + " left out", true});
  for (const auto& excluded : step.excluded)
    for (std::string& line : core::wrapped(
             step.excluded.size() == 1 ? excluded.reason
                                       : core::grouped(excluded.cases) + "  " + excluded.reason,
             side_glyphs))
      lines.push_back({std::move(line)});
  return lines;
}

}  // namespace

Markup flow_diagram(const std::vector<cohort::FlowStep>& flow) {
  Markup shapes;
  int top = 4;
  int previous_bottom = 0;
  for (std::size_t i = 0; i < flow.size(); ++i) {
    const std::vector<Line> kept = kept_lines(flow[i]);
    const std::vector<Line> excluded = excluded_lines(flow[i]);
    const int middle = box_width / 2;
    if (!excluded.empty()) {
      // The excluded branch off the arrow between two steps.
      const int side_height = height_of(excluded);
      const int side_top = i == 0 ? top : previous_bottom + gap / 2;
      const int branch = side_top + side_height / 2;
      if (i > 0) {
        top = std::max(top, side_top + side_height + gap / 2);
        path(shapes, "M" + at(middle) + " " + at(branch) + "H" + at(side_left - 3));
      }
      box(shapes, side_left, side_top, side_width, excluded, "left-out");
      if (i == 0) top = std::max(top, side_top);
    }
    if (i > 0) path(shapes, "M" + at(middle) + " " + at(previous_bottom) + "V" + at(top - 3));
    box(shapes, 2, top, box_width - 4, kept, i + 1 == flow.size() ? "kept final" : "kept");
    previous_bottom = top + height_of(kept);
    top = previous_bottom + gap;
  }

  Markup svg;
  const std::string width = at(side_left + side_width + 2);
  const std::string height = at(previous_bottom + 4);
  svg.open("svg", {{"class", "flow"},
                   {"viewBox", "0 0 " + width + " " + height},
                   {"width", width},
                   {"height", height},
                   {"role", "img"},
                   {"aria-label", "Flow of cases; the table below has the same counts"}});
  svg.open("defs").open("marker", {{"id", "flow-tip"},
                                   {"viewBox", "0 0 8 8"},
                                   {"refX", "7"},
                                   {"refY", "4"},
                                   {"markerWidth", "7"},
                                   {"markerHeight", "7"},
                                   {"orient", "auto"}});
  svg.element("path", "", {{"d", "M0 0 8 4 0 8z"}, {"class", "tip"}}).close().close();
  svg.add(std::move(shapes)).close();
  return svg;
}

}  // namespace secondsite::report
