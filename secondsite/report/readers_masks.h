#pragma once
// Agreement and consensus of contours, as pages.

#include "secondsite/readers/mask_agreement.h"
#include "secondsite/readers/mask_consensus.h"
#include "secondsite/report/dossier.h"

namespace secondsite::report {

Dossier mask_agreement_dossier(const readers::MaskReads& reads,
                               const readers::MaskAgreementRequest& request,
                               const readers::MaskAgreementResult& result);
Dossier mask_consensus_dossier(const readers::MaskReads& reads,
                               const readers::MaskConsensusRequest& request,
                               const readers::MaskConsensusResult& result);

}  // namespace secondsite::report
