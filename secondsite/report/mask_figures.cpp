#include "secondsite/report/mask_figures.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "secondsite/core/text.h"
#include "secondsite/image/picture.h"

namespace secondsite::report {
namespace {

using evaluation::MaskPanel;

std::string coordinate(double value) {
  return core::fixed(value, 2);
}

bool is_set(const MaskPanel& panel, std::int64_t x, std::int64_t y, unsigned bit) {
  if (x < 0 || y < 0 || x >= panel.width || y >= panel.height) return false;
  const auto at = static_cast<std::size_t>(x) + static_cast<std::size_t>(y) * panel.width;
  return at < panel.voxel.size() && (panel.voxel[at] & bit) != 0;
}

// The borders between voxels of the mask and others, as a path of straight pieces.
std::string outline(const MaskPanel& panel, unsigned bit) {
  std::string out;
  const auto piece = [&](double x, double y, double dx, double dy) {
    out += "M" + coordinate(x * panel.width_mm) + " " + coordinate(y * panel.height_mm) + "l" +
           coordinate(dx * panel.width_mm) + " " + coordinate(dy * panel.height_mm);
  };
  for (std::int64_t y = 0; y <= panel.height; ++y)
    for (std::int64_t x = 0; x < panel.width;) {
      const auto edge = [&](std::int64_t at) {
        return is_set(panel, at, y - 1, bit) != is_set(panel, at, y, bit);
      };
      std::int64_t end = x;
      while (end < panel.width && edge(end)) ++end;
      if (end > x)
        piece(static_cast<double>(x), static_cast<double>(y), static_cast<double>(end - x), 0);
      x = end > x ? end : x + 1;
    }
  for (std::int64_t x = 0; x <= panel.width; ++x)
    for (std::int64_t y = 0; y < panel.height;) {
      const auto edge = [&](std::int64_t at) {
        return is_set(panel, x - 1, at, bit) != is_set(panel, x, at, bit);
      };
      std::int64_t end = y;
      while (end < panel.height && edge(end)) ++end;
      if (end > y)
        piece(static_cast<double>(x), static_cast<double>(y), 0, static_cast<double>(end - y));
      y = end > y ? end : y + 1;
    }
  return out;
}

// The inside of a mask as one rectangle a run.
std::string inside(const MaskPanel& panel, unsigned bit) {
  std::string out;
  for (std::int64_t y = 0; y < panel.height; ++y)
    for (std::int64_t x = 0; x < panel.width;) {
      std::int64_t end = x;
      while (is_set(panel, end, y, bit)) ++end;
      if (end > x) {
        const std::string width = coordinate(static_cast<double>(end - x) * panel.width_mm);
        out += "M" + coordinate(static_cast<double>(x) * panel.width_mm) + " " +
               coordinate(static_cast<double>(y) * panel.height_mm) + "h" + width + "v" +
               coordinate(panel.height_mm) + "h-" + width + "z";
      }
      x = end > x ? end : x + 1;
    }
  return out;
}

// "⁻³" for 3.
std::string raised(int digit) {
  static constexpr const char* digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  return std::string("⁻") + digits[digit];
}

// RFC 4648.
std::string base64(const std::string& bytes) {
  static constexpr char letters[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t three = 0;
    for (std::size_t k = 0; k < 3; ++k)
      three = three << 8U | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out += i + k > bytes.size() ? '=' : letters[three >> (18 - 6 * k) & 63U];
  }
  return out;
}

}  // namespace

Markup mask_panel(const MaskPanel& panel) {
  const double width = panel.width * panel.width_mm;
  const double height = panel.height * panel.height_mm;
  const double margin = 0.04 * std::max(width, height);
  const double stroke = std::max(width, height) / 160;
  Markup svg;
  svg.open("svg",
           {{"viewBox", coordinate(-margin) + " " + coordinate(-margin) + " " +
                            coordinate(width + 2 * margin) + " " + coordinate(height + 2 * margin)},
            {"width", "240"},
            {"height", "240"},
            {"role", "img"},
            {"aria-label", "Outlines of both masks of " + panel.name}});
  const bool has_image = panel.grey.size() == panel.voxel.size();
  if (has_image)
    // Closed by a tag of its own: what follows would else be within it.
    svg.element("image", "",
                {{"href", "data:image/png;base64," +
                              base64(image::png_of(panel.grey, panel.height, panel.width))},
                 {"width", coordinate(width)},
                 {"height", coordinate(height)},
                 {"preserveAspectRatio", "none"},
                 {"style", "image-rendering:pixelated"}});
  else
    svg.element("path", "",
                {{"d", inside(panel, 2)}, {"fill", "currentColor"}, {"fill-opacity", "0.13"}});
  svg.element("path", "",
              {{"d", outline(panel, 2)},
               {"fill", "none"},
               // Light enough to be seen on any grey.
               {"stroke", has_image ? "#39c6e6" : "currentColor"},
               {"stroke-width", coordinate(stroke)}});
  svg.element("path", "",
              {{"d", outline(panel, 1)},
               {"fill", "none"},
               {"stroke", has_image ? "#ff8a3c" : "#c8501e"},
               {"stroke-width", coordinate(1.4 * stroke)},
               {"stroke-dasharray", coordinate(3 * stroke) + " " + coordinate(stroke)}});
  svg.close();
  return svg;
}

Markup lesion_fractions(std::span<const evaluation::MaskCase> cases) {
  constexpr double left = 150;
  constexpr double wide = 560;
  constexpr double row_height = 22;
  constexpr std::size_t most = 24;
  std::map<std::string, std::vector<double>> by_label;
  for (const evaluation::MaskCase& one : cases)
    if (one.model.empty() && one.reference > 0)
      by_label[one.label].push_back(one.values.lesion_fraction);
  while (by_label.size() > most) by_label.erase(std::prev(by_label.end()));
  const double height = row_height * static_cast<double>(by_label.size()) + 40;
  // 1e-8 at the left, 1 at the right.
  const auto place = [&](double fraction) {
    return left + wide * (std::clamp(std::log10(fraction), -8.0, 0.0) + 8) / 8;
  };
  Markup svg;
  svg.open("svg", {{"viewBox", "0 0 " + coordinate(left + wide + 30) + " " + coordinate(height)},
                   {"width", "100%"},
                   {"role", "img"},
                   {"aria-label", "Share of the image that each reference mask fills"}});
  for (int decade = -8; decade <= 0; ++decade) {
    const std::string x = coordinate(place(std::pow(10.0, decade)));
    svg.element("line", "",
                {{"x1", x},
                 {"x2", x},
                 {"y1", "4"},
                 {"y2", coordinate(height - 30)},
                 {"stroke", "currentColor"},
                 {"stroke-opacity", "0.15"}});
    svg.element("text", decade == 0 ? "all of it" : "10" + raised(-decade),
                {{"x", x},
                 {"y", coordinate(height - 12)},
                 {"font-size", "11"},
                 {"fill", "currentColor"},
                 {"text-anchor", "middle"}});
  }
  double y = 16;
  for (const auto& [label, fractions] : by_label) {
    svg.element(
        "text", label.substr(0, 22),
        {{"x", "4"}, {"y", coordinate(y + 4)}, {"font-size", "12"}, {"fill", "currentColor"}});
    for (const double fraction : fractions)
      svg.element("circle", "",
                  {{"cx", coordinate(place(fraction))},
                   {"cy", coordinate(y)},
                   {"r", "4"},
                   {"fill", "#2a6fb0"},
                   {"fill-opacity", "0.55"}});
    y += row_height;
  }
  svg.close();
  return svg;
}

}  // namespace secondsite::report
