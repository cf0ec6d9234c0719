#pragma once
// A dataset's folder as an index: the cohort that its tables tell, in the schema of dataset.h, with
// the same files beside it that an index of headers has.

#include <string>
#include <vector>

#include "secondsite/cohort/dataset.h"
#include "secondsite/cohort/index/look.h"
#include "secondsite/cohort/published.h"
#include "secondsite/cohort/write_table.h"

namespace secondsite::cohort::index {

struct DatasetIndex {
  std::string root;
  const Dataset* dataset = nullptr;
  Table table;  // every column of the schema stands in it
  core::Findings findings;
  std::vector<PublishedCount> published;
  std::uint64_t patients = 0;  // distinct, blanks left out
  std::uint64_t studies = 0;
  std::uint64_t images = 0;
  std::uint64_t sites = 0;
};

// What lies below a folder, as far as it decides how the folder is read.
struct FolderKind {
  const Dataset* dataset = nullptr;    // recognised by its tables; null: none
  std::vector<const Dataset*> others;  // that recognise it too, layouts of one release alone
  bool has_headers = false;  // DICOM or HDF5 files: images that carry their own covariates
  bool has_volumes = false;  // NIfTI, NRRD, MetaImage
  std::uint64_t files = 0;
  // Tables decide where no image carries a header: a layout of one dataset by itself, a general one
  // (images with a table, COCO) where there are no volumes either.
  bool reads_as_dataset() const {
    return dataset != nullptr && !has_headers && !(dataset->general && has_volumes);
  }
};
// Looks at names, and at the first bytes of up to 64 files without an ending that tells. A single
// file other than a zip is asked for its dataset alone.
core::Result<FolderKind> kind_of_folder(const std::string& path, core::Findings& findings);

// Errors as open_dataset.
core::Result<DatasetIndex> read_dataset_index(const std::string& path, std::string_view id,
                                              const core::Context& context);

// What the images say that the table names and that are there, each once.
struct DatasetPixels {
  std::vector<std::size_t> rows;   // the first row that names the image
  std::vector<std::string> files;  // within the folder
  std::vector<Looked> looked;
  std::vector<std::string> sites;
  std::uint64_t absent = 0;  // rows whose file is not there
  bool stopped = false;
};
DatasetPixels look_at_dataset(const DatasetIndex& index, const core::Context& context);
// Counts what is odd, and makes of the column "view" the three-way verdict.
void apply_pixels(const DatasetPixels& pixels, DatasetIndex& index);
NamedTable pixel_table(const DatasetIndex& index, const DatasetPixels& pixels);

// The cohort: canonical values alone, or with "(raw)", "(from)" and "(verdict)" beside.
NamedTable cohort_table(const DatasetIndex& index, bool evidence);
// One row for each (covariate, raw, canonical, provenance, verdict) that occurs, with its count.
NamedTable covariates_table(const DatasetIndex& index, unsigned threads);
core::Json to_json(const DatasetIndex& index, unsigned threads);
// cohort.csv, cohort.parquet, covariates.csv, index.json, index.sqlite and `more`.
core::Status write_dataset_index(const DatasetIndex& index, const std::string& folder,
                                 const std::vector<NamedTable>& more, const core::Json& json,
                                 unsigned threads);

}  // namespace secondsite::cohort::index
