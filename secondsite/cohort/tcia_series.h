#pragma once
// Lists of series that The Cancer Imaging Archive hands out: download manifests, the retriever's
// metadata.csv, the portal's export, the REST names.

#include <string>
#include <string_view>
#include <vector>

#include "secondsite/cohort/dataset_rows.h"
#include "secondsite/cohort/dataset_sheet.h"
#include "secondsite/core/context.h"

namespace secondsite::cohort {

// A manifest: "key=value" lines, then ListOfSeriesToDownload= and one series UID a line. What is no
// UID is counted as "dataset.bad-identifier". An error where that line is missing.
core::Result<std::vector<std::string>> read_tcia_manifest(std::string_view text,
                                                          const std::string& file,
                                                          core::Findings& findings);

// Digits and dots, at most 64, no part empty.
bool is_uid(std::string_view text);

// The tables of series among the files of a folder.
std::vector<std::string> tcia_tables(const Folder& folder);

// One series as any of these tables states it.
struct TciaSeries {
  std::string collection;
  std::string patient;
  std::string study;
  std::string series;
  std::string date;  // YYYY-MM-DD; TCIA shifts or fixes dates
  std::string modality;
  std::string description;
  std::string vendor;
  std::string model;
  std::string images;
  std::string file;
  std::string licence;
};
core::Result<std::vector<TciaSeries>> read_tcia_table(const std::string& path,
                                                      const core::Context& context,
                                                      core::Findings& findings);
void set_series(DatasetRows& rows, const TciaSeries& series);

}  // namespace secondsite::cohort
