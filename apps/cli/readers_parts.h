#pragma once
// The parts of `secondsite readers`, each a subcommand, and the options by which they are told
// where the reads are.

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "parts.h"
#include "secondsite/readers/reads.h"
#include "secondsite/report/dossier.h"

namespace secondsite::cli {

Act declare_readers_study(CLI::App& app);        // readers x cases x modalities
Act declare_readers_size(CLI::App& app);         // how many readers and cases
Act declare_readers_automation(CLI::App& app);   // what a wrong model does to readers
Act declare_readers_agreement(CLI::App& app);    // kappa, alpha, AC1, ICC, Bland-Altman
Act declare_readers_consensus(CLI::App& app);    // majority, weighted, Dawid-Skene, STAPLE
Act declare_readers_band(CLI::App& app);         // the model among the readers
Act declare_readers_adjudicate(CLI::App& app);   // which cases first, and what it would buy
Act declare_readers_lesions(CLI::App& app);      // marks of LIDC-IDRI linked to lesions
Act declare_readers_label_error(CLI::App& app);  // the estimates, were the labels right

struct ReadsOptions {
  std::vector<std::string> tables;  // FILE or NAME=FILE
  readers::ReadsRequest request;
  std::vector<std::string> only;      // readers
  std::vector<std::string> findings;  // that are looked at; empty: all
  std::string out;                    // folder; empty: nothing is written
};
// `or_masks`: the tables may be absent, as masks can stand in their place.
void add_reads_options(CLI::App& app, ReadsOptions& options, bool or_masks = false);

struct ReadsAsked {
  readers::Reads reads;
  std::vector<std::string> reasons;  // what was guessed
  core::Findings findings;
};
// Reads the tables, looks for swapped columns, keeps the readers and findings that were asked for.
core::Result<ReadsAsked> read_reads(const ReadsOptions& options, const core::Context& context);

// What --dry-run says.
Exit rehearse_reads(Session& session, const ReadsOptions& options, const std::string& file_id);
// Writes the dossier where --out says, and tells it on stdout.
Exit tell_dossier(Session& session, const report::Dossier& dossier, const std::string& folder);

}  // namespace secondsite::cli
