#pragma once
// From records to volumes, duplicates and findings.

#include "secondsite/cohort/index/build_index.h"

namespace secondsite::cohort::index {

// Hashes the pixels of files that share an instance UID, where they have no hash yet. True where
// anything was hashed.
bool hash_duplicates(Index& index);

// Marks copies and clashes of instance UIDs, builds the volumes, and counts what is odd. Depends on
// the records alone.
void assemble(Index& index);

}  // namespace secondsite::cohort::index
