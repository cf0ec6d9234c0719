#pragma once
#include <string>
#include <utility>
#include <vector>

namespace secondsite::core {

// Name and version of each library that core owns, for manifests and `doctor`.
std::vector<std::pair<std::string, std::string>> library_versions();

}  // namespace secondsite::core
