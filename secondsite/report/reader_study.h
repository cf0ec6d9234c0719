#pragma once
// A reader study, its sizing, and automation bias, as pages.

#include "secondsite/readers/study/automation.h"
#include "secondsite/readers/study/study.h"
#include "secondsite/report/dossier.h"

namespace secondsite::report {

Dossier study_dossier(const readers::study::Result& result, const core::Findings& findings);
Dossier automation_dossier(const readers::study::AutomationResult& result,
                           const core::Findings& findings);

}  // namespace secondsite::report
