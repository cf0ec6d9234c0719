#pragma once
// The inter-reader band, linked lesions, adjudication and label error, as pages.

#include "secondsite/labels/adjudication.h"
#include "secondsite/labels/label_error.h"
#include "secondsite/readers/band.h"
#include "secondsite/readers/lesion_link.h"
#include "secondsite/report/dossier.h"

namespace secondsite::report {

Dossier band_dossier(const readers::Reads& reads, const readers::BandRequest& request,
                     const readers::BandResult& result);

struct LesionStratum {
  std::string by;     // "all series", "Manufacturer"; the rule's name
  std::string level;  // "SIEMENS"
  readers::LesionSummary summary;
};
// `rules`: the same marks under other rules.
Dossier lesions_dossier(const readers::LinkRule& rule,
                        const std::vector<readers::LinkedSeries>& series,
                        const std::vector<LesionStratum>& strata,
                        const std::vector<LesionStratum>& rules, const core::Findings& findings);

struct FindingPlan {
  std::string finding;
  labels::AdjudicationPlan plan;
};
// `shown`: cases listed for each finding.
Dossier adjudication_dossier(const readers::Reads& reads, const std::string& rule,
                             const std::vector<FindingPlan>& plans, std::size_t shown,
                             const core::Findings& findings);

Dossier label_error_dossier(const labels::LabelErrorRequest& request,
                            const labels::LabelErrorResult& result, const core::Findings& findings);

}  // namespace secondsite::report
