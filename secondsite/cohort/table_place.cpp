#include "secondsite/cohort/table_place.h"

#include <filesystem>

namespace secondsite::cohort {

TablePlace place_of(const std::string& path) {
  std::error_code fault;
  const std::size_t mark = path.rfind('#');
  if (mark == std::string::npos || std::filesystem::exists(path, fault)) return {path, ""};
  return {path.substr(0, mark), path.substr(mark + 1)};
}

}  // namespace secondsite::cohort
