#pragma once
// No output may be a file that was read: it would be lost without a word.

#include <string>
#include <vector>

#include "secondsite/core/result.h"

namespace secondsite::cli {

// An error, before anything is written, where an output path is one of the inputs (also by another
// spelling or through a link), or where two outputs are one path. Empty paths and folders are
// passed over; an input "file#table" means the file.
core::Status keep_inputs(const std::vector<std::string>& outputs,
                         const std::vector<std::string>& inputs);

}  // namespace secondsite::cli
