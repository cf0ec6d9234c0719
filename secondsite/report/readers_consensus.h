#pragma once
// The consensus of readers, as a page.

#include "secondsite/readers/reader_consensus.h"
#include "secondsite/report/dossier.h"

namespace secondsite::report {

Dossier consensus_dossier(const readers::Reads& reads, const readers::ConsensusRequest& request,
                          const readers::ConsensusResult& result);

}  // namespace secondsite::report
