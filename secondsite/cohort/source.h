#pragma once
// The registry of sources: what can be read as a table.

#include <functional>
#include <span>
#include <string_view>

#include "secondsite/cohort/table.h"

namespace secondsite::cohort {

struct Source {
  std::string_view id;     // "csv"
  std::string_view title;  // "Comma- or tab-separated text, plain or .gz"
  std::string_view reference;
  // Does this source read the file? Decided from the first bytes (up to 4 KiB) and the path.
  std::function<bool(std::string_view path, std::string_view head)> recognises;
  std::function<core::Result<Table>(const std::string& path, const core::Context&, core::Findings&)>
      read;
};

namespace sources {
std::span<const Source> all();
}

}  // namespace secondsite::cohort
