#pragma once
// The index as tables: docs/reference/index.md lists their columns.

#include "secondsite/cohort/index/build_index.h"
#include "secondsite/cohort/write_table.h"
#include "secondsite/core/json.h"

namespace secondsite::cohort::index {

// One row an image: identifiers, geometry, and the canonical value of every covariate. With
// `evidence`, three more columns for each covariate: "NAME (raw)", "NAME (from)", "NAME (verdict)".
NamedTable cohort_table(const Index& index, bool evidence);
// One row a volume: how many slices, spacing, tilt, verdict.
NamedTable series_table(const Index& index);
// One row for each (covariate, raw, canonical, provenance, verdict) that occurs, with its count.
NamedTable covariates_table(const Index& index);
// One row a file: in the cohort, or why not.
NamedTable files_table(const Index& index);

// Counts, flow, covariates and findings, for --json and index.json. Nothing in it depends on the
// cache.
core::Json to_json(const Index& index);

// Findings, worst first, with their examples.
core::Json findings_json(const core::Findings& findings);

// Writes cohort.csv (`plain`), cohort.parquet (the first of `all`), a CSV of each of the others,
// index.sqlite with all of them, and index.json. Optional tables and resampled volumes of an
// earlier index that are not written now go.
core::Status write_outputs(const std::string& folder, const Table& plain,
                           const std::vector<NamedTable>& all, const core::Json& json);

// Writes cohort.csv, cohort.parquet, series.csv, covariates.csv, files.csv, index.json and
// index.sqlite (with the tables cohort, series, covariates and files) to `folder`.
// `more`: further tables, written as CSV and into the SQLite file. `json` is what goes into
// index.json: to_json, with what else there is to tell.
core::Status write_index(const Index& index, const std::string& folder,
                         const std::vector<NamedTable>& more, const core::Json& json);

}  // namespace secondsite::cohort::index
