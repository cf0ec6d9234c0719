#pragma once
// An index as evidence: what was found and left out, volumes, covariates with their verdicts, the
// same by site, and where pixels were looked at: scales by scanner, hearts by site, and small
// pictures of what is odd.

#include "secondsite/cohort/index/build_index.h"
#include "secondsite/cohort/index/pixel_summary.h"
#include "secondsite/cohort/index/thumbnails.h"
#include "secondsite/report/dossier.h"

namespace secondsite::report {

// What a pass over the pixels adds; empty without one.
struct PixelEvidence {
  std::vector<cohort::index::HounsfieldDrift> drift;
  std::vector<cohort::index::HeartSides> hearts;
  cohort::index::Thumbnails thumbnails;
};

// Sites are institutions as the headers name them; images without one stand under "not stated". At
// most `most_values` values a covariate and site, the most frequent first.
Dossier index_dossier(const cohort::index::Index& index, const PixelEvidence& pixels = {},
                      std::size_t most_values = 12);

// What pixels add to any dossier: tables where there are rows, and the gallery.
void add_pixel_evidence(const PixelEvidence& pixels, Dossier& dossier);

}  // namespace secondsite::report
