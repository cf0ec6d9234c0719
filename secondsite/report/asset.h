#pragma once
// Files that the build embeds: the page's own script and style, and the chart libraries.

#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

namespace secondsite::report {

struct Asset {
  std::string_view name;
  std::string_view content;
  // [first, last) as the linker placed it.
  Asset(std::string_view n, std::pair<const char*, const char*> range)
      : name(n), content(range.first, static_cast<std::size_t>(range.second - range.first)) {}
};

std::span<const Asset> assets();
std::string_view asset(std::string_view name);  // empty where there is none

}  // namespace secondsite::report
