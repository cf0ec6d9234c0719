#pragma once
// What `secondsite index` is asked, what it prints, and the half of it that reads a dataset's
// tables.

#include <string>
#include <vector>

#include "command.h"
#include "index_pacs.h"
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
  bool repair_hounsfield = false;
  PacsOptions pacs;
  std::string all;  // every option with its value, as one text: outputs of other options are others
};

// "  left ........  1,234  right"
void index_line(std::ostream& out, const std::string& left, std::uint64_t count,
                const std::string& right = {});
void print_index_findings(std::ostream& out, const core::Json& findings);

// Where the cohort is now, and how it is joined with scores.
void print_index_files(std::ostream& out, const std::string& folder);

// What index.json says, as text or JSON; "partial" where no image is in the cohort.
Exit print_index(Session& session, const IndexOptions& options, const core::Json& json);

// Reads the folder as a dataset. `kind` says what else lies in it.
Exit index_dataset(Session& session, const IndexOptions& options,
                   const cohort::index::FolderKind& kind);

}  // namespace secondsite::cli
