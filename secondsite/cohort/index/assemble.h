#pragma once
// From records to volumes, duplicates and findings.

#include "secondsite/cohort/index/build_index.h"

namespace secondsite::cohort::index {

// Hashes the pixels of files that share an instance UID, where they have no hash yet. True where
// anything was hashed. `readable`: the files lie in a folder (in a zip the whole entry would have
// to be unpacked: its checksum serves).
bool hash_duplicates(Index& index, const std::string& root, bool readable);

// Marks copies and clashes of instance UIDs, builds the volumes, and counts what is odd. Depends on
// the records alone.
void assemble(Index& index);

}  // namespace secondsite::cohort::index
