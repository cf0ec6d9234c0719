#pragma once
// What `secondsite index` is asked, and the half of it that reads a dataset's tables.

#include <string>
#include <vector>

#include "command.h"
#include "secondsite/cohort/index/dataset_index.h"

namespace secondsite::cli {

struct IndexOptions {
  std::string root;
  std::string folder = "secondsite-index";
  std::string dataset;  // an id, "none", or empty: as the folder is recognised
  std::vector<std::string> admitted;
  bool keep_patient_ids = false;
  bool fresh = false;
  bool summary = false;
  bool pixels = false;
  bool resample = false;
  double slice_spacing_mm = 0;
};

// "  left ........  1,234  right"
void index_line(std::ostream& out, const std::string& left, std::uint64_t count,
                const std::string& right = {});
void print_index_findings(std::ostream& out, const core::Findings& findings);

// Where the cohort is now, and how it is joined with scores.
void print_index_files(std::ostream& out, const std::string& folder);

// Reads the folder as a dataset. `kind` says what else lies in it.
Exit index_dataset(Session& session, const IndexOptions& options,
                   const cohort::index::FolderKind& kind);

}  // namespace secondsite::cli
