#pragma once
// What a run was computed from, byte for byte.

#include <string>
#include <vector>

#include "secondsite/core/result.h"
#include "secondsite/evaluation/request.h"
#include "secondsite/evaluation/run.h"

namespace secondsite::evaluation {

// SHA-256 of a file; of a folder that of its files' relative names and hashes, sorted by name.
core::Result<std::string> hash_of(const std::string& path);

// Every table, mask and mark file of a request with its hash, tables first and in their order; rows
// and columns are left at 0. Pipes and devices are refused: tables are read twice.
core::Result<std::vector<InputFile>> hashed_inputs(const Request& request);

}  // namespace secondsite::evaluation
