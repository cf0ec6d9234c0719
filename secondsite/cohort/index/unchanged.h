#pragma once
// Has anything changed since the index in a folder was made? If not, it is the answer already, and
// a second run costs a stat a file.

#include <string>
#include <string_view>

#include "secondsite/cohort/index/build_index.h"

namespace secondsite::cohort::index {

// A hash of all that an index depends on: program, tables, seed, options, and path, size and time
// of each file. `options`: whatever else shapes the outputs.
std::string digest_of_tree(const Listing& listing, const Request& request, std::string_view options,
                           std::uint64_t seed);

// Were the outputs in `folder` made of that tree, and has nobody touched them since?
bool is_unchanged(const std::string& folder, const std::string& digest);

// Notes that the outputs in `folder` are of that tree, with the size and time of each.
core::Status remember_tree(const std::string& folder, const std::string& digest);

}  // namespace secondsite::cohort::index
