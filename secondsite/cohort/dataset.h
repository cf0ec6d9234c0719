#pragma once
// The registry of datasets: folders and lists that their publishers laid out in their own way, each
// read into the one cohort schema. Sources (source.h) read one file as the table that it is;
// datasets know what the columns mean.
//
// The schema. Columns of every cohort, blank where nothing is known:
//   dataset, site, patient, study, series, image, file, modality, view, vendor, model, age, sex,
//   date, partition, label_source, reader
// then covariates of the dataset, then one column a label (1, 0, -1 uncertain, blank not stated).
// A covariate C that had to be interpreted has three more columns: "C (raw)", "C (from)" and
// "C (verdict)". "partition" is the division that the publishers made.

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "secondsite/cohort/folder.h"
#include "secondsite/cohort/table.h"

namespace secondsite::cohort {

struct Dataset {
  std::string_view id;        // "chestxray14"
  std::string_view title;     // "ChestX-ray14 (NIH)"
  std::string_view modality;  // as Table 1 of the field guide has it
  std::string_view scale;
  std::string_view notes;
  std::string_view reference;  // publication, with DOI where there is one
  bool general = false;        // a layout of many datasets: asked after the others
  // Is the folder laid out as this dataset? From the names of its files, and no more than their
  // first bytes.
  std::function<bool(const Folder&)> recognises;
  std::function<core::Result<Table>(const Folder&, const core::Context&, core::Findings&)> read;
};

namespace datasets {
std::span<const Dataset> all();
}

struct OpenedDataset {
  const Dataset* dataset = nullptr;
  Table table;
};

// The columns of every cohort, in their order.
std::span<const std::string_view> cohort_schema();

// The first dataset of the registry that recognises the folder, those of one release before general
// layouts; null where none does.
const Dataset* recognise_dataset(const Folder& folder);

// Opens a folder, or a single file of a dataset, as a cohort. `id` says which dataset it is; empty:
// the first in the registry that recognises it. Errors: nothing recognises it (the message names
// what was looked for), a header that the dataset does not have ("dataset.unknown-header", with
// what is missing and what stands there instead).
core::Result<OpenedDataset> open_dataset(const std::string& path, const core::Context& context,
                                         core::Findings& findings, std::string_view id = {});

// Is a column one of the three beside a covariate, "age (raw)", "age (from)", "age (verdict)"?
bool is_beside_covariate(std::string_view column);

}  // namespace secondsite::cohort
