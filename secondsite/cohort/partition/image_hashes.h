#pragma once
// Hashes of the images that a table names: of their pixels, exact, and perceptual.

#include <string>

#include "secondsite/cohort/table.h"

namespace secondsite::cohort::partition {

// The table with three more columns: "pixels_sha256" (size and pixel values, so that two encodings
// of one image agree), "phash" and "dhash" (16 hexadecimal digits each). Files are looked up as
// folder/cell, and by their name alone, with or without ending, below the folder. Blank, and
// counted as "partition.image-unhashed", where a file is not there, cannot be read, is not 2-D, or
// is blank.
core::Result<Table> with_image_hashes(const Table& table, const std::string& file_column,
                                      const std::string& folder, const core::Context& context,
                                      core::Findings& findings);

}  // namespace secondsite::cohort::partition
