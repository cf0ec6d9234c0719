#pragma once
#include <string>
#include <utility>
#include <vector>

namespace secondsite::cohort {

// Name and version of each library that cohort owns, for manifests and `doctor`.
std::vector<std::pair<std::string, std::string>> library_versions();

}  // namespace secondsite::cohort
