#pragma once
// Agreement between readers, as a page.

#include "secondsite/readers/agreement.h"
#include "secondsite/report/dossier.h"

namespace secondsite::report {

Dossier agreement_dossier(const readers::AgreementResult& result);

}  // namespace secondsite::report
