#pragma once
// XML by local names: files of one format come with and without namespace prefixes.

#include <pugixml.hpp>
#include <string_view>

namespace secondsite::cohort {

// The name without its namespace prefix.
inline std::string_view local(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// The first child of that local name; an empty node where there is none.
inline pugi::xml_node child(const pugi::xml_node& parent, std::string_view wanted) {
  for (const pugi::xml_node& node : parent.children())
    if (local(node) == wanted) return node;
  return {};
}

}  // namespace secondsite::cohort
