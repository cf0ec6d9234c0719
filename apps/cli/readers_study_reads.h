#pragma once
// How `readers study`, `readers size` and `readers automation` are told where the reads are, and
// how they answer.

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "command.h"
#include "secondsite/readers/study/formats.h"
#include "secondsite/report/dossier.h"

namespace secondsite::cli {

struct StudyReadsOptions {
  std::string file;
  readers::study::TableColumns columns;
  std::string columns_are = "readers";
  std::string lesions;       // table of lesions: the file holds marks
  bool highest = false;      // of marks: the highest rating of a case
  std::string model_column;  // becomes a modality of that name
  std::vector<std::string> only_modalities;
  std::vector<std::string> only_readers;
};
void add_study_reads_options(CLI::App& app, StudyReadsOptions& options, bool required = true);

core::Result<readers::study::Reads> read_study(const StudyReadsOptions& options,
                                               const core::Context& context,
                                               core::Findings& findings);

// The exit status of an error: a request that does not fit its data is a matter of usage.
Exit fail_study(Session& session, const core::Error& error);
// What --dry-run says.
Exit rehearse_study(Session& session, const readers::study::Reads& reads, const std::string& out,
                    const std::string& file_id);
// Writes the dossier where --out says, and tells it on stdout (`json` with --json).
Exit tell_study(Session& session, const report::Dossier& dossier, core::Json json,
                const core::Findings& findings, const std::string& out);

}  // namespace secondsite::cli
