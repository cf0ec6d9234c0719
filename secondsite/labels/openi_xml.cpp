#include "secondsite/core/text.h"
#include "secondsite/labels/reports.h"

namespace secondsite::labels {
namespace {

// The text of an element: the five entities and numbers below 128 decoded; unknown ones stay.
std::string decoded(std::string_view text) {
  constexpr std::pair<std::string_view, char> entities[] = {
      {"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}};
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    bool found = false;
    if (text[i] == '&') {
      for (const auto& [entity, sign] : entities)
        if (text.substr(i).starts_with(entity)) {
          out += sign;
          i += entity.size();
          found = true;
          break;
        }
      const std::size_t end = text.find(';', i);
      if (!found && i + 1 < text.size() && text[i + 1] == '#' && end != std::string_view::npos &&
          end - i < 8) {
        out += ' ';  // a character reference: never a letter of our words
        i = end + 1;
        found = true;
      }
    }
    if (!found) out += text[i++];
  }
  return out;
}

// The value of an attribute inside [from, to), or nothing.
std::string_view attribute(std::string_view tag, std::string_view name) {
  const std::string start = std::string(name) + "=\"";
  const std::size_t at = tag.find(start);
  if (at == std::string_view::npos) return {};
  const std::size_t begin = at + start.size();
  const std::size_t end = tag.find('"', begin);
  return end == std::string_view::npos ? std::string_view() : tag.substr(begin, end - begin);
}

}  // namespace

Report read_openi_xml(std::string_view xml) {
  Report report;
  std::vector<std::pair<std::string, std::string>> parts;
  if (const std::size_t at = xml.find("<uId"); at != std::string_view::npos)
    report.id = attribute(xml.substr(at, xml.find('>', at) - at), "id");
  constexpr std::string_view open = "<AbstractText";
  constexpr std::string_view close = "</AbstractText>";
  for (std::size_t at = xml.find(open); at != std::string_view::npos; at = xml.find(open, at + 1)) {
    const std::size_t tag_end = xml.find('>', at);
    if (tag_end == std::string_view::npos) break;
    if (xml[tag_end - 1] == '/') continue;
    const std::size_t end = xml.find(close, tag_end);
    if (end == std::string_view::npos) break;
    const std::string_view label = attribute(xml.substr(at, tag_end - at), "Label");
    parts.emplace_back(label, decoded(xml.substr(tag_end + 1, end - tag_end - 1)));
  }
  report.text = with_headings(parts);
  return report;
}

}  // namespace secondsite::labels
