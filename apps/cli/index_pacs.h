#pragma once
// `secondsite index pacs://...`: the options that name an archive, its query, and the fetch.

#include <string>
#include <vector>

#include "command.h"
#include "secondsite/cohort/write_table.h"
#include "secondsite/dicom/network/pacs.h"

namespace secondsite::cli {

struct PacsOptions {
  std::vector<std::string> keys;
  std::string ae_title = "SECONDSITE";
  unsigned port = 11112;
  unsigned timeout_seconds = 60;
  std::string method = "move";
};

void add_pacs_options(CLI::App& app, PacsOptions& options);

// What the options ask for; `folder`: where received objects go.
core::Result<dicom::PacsRequest> pacs_request(const std::string& address,
                                              const PacsOptions& options,
                                              const std::string& folder);

// --dry-run: the query alone, counted.
Exit print_query(Session& session, const dicom::PacsRequest& request);

// One row a series: what the archive lists, what was asked for, and what is here.
cohort::NamedTable pacs_table(const dicom::PacsAnswer& answer);
// "12 studies, 30 series, 400 images asked for: 380 here, 20 not received"
std::string pacs_line(const dicom::PacsAnswer& answer);

}  // namespace secondsite::cli
