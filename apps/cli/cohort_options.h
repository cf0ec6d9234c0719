#pragma once
// The options by which `plan` and `evaluate` are told what the columns are and what is asked.

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "command.h"
#include "secondsite/evaluation/request.h"

namespace secondsite::cli {

struct CohortOptions {
  std::vector<std::string> tables;
  std::vector<std::string> on;
  std::string roles_file;
  std::vector<std::string> scores;
  std::vector<std::string> labels;
  std::vector<std::string> findings;
  std::vector<std::string> positive_values;
  std::string patient;
  std::string site;
  std::string image;
  std::vector<std::string> covariates;
  std::string uncertain;
  std::string eligible;
  std::vector<std::string> strata;
  std::vector<std::string> bands;
  std::vector<std::string> claims;
  std::vector<std::string> metrics;
  std::string operating_point;
  std::string reference_site;
  std::optional<double> prevalence;
  std::optional<double> alpha;
  std::optional<double> power;
  std::string multiplicity;
  std::string interval;
  std::string unit;
  std::optional<unsigned> replicates;
  std::vector<std::string> label_error;    // [FINDING=]FILE of error rates
  std::vector<std::string> audited_truth;  // [FINDING=]COLUMN
  std::optional<double> error_correlation;
  std::vector<std::string> noise_floor;  // band.json, or METRIC=FLOOR
  std::string question;
  std::string title;

  // Whether anything was stated that a protocol would state.
  bool states_protocol() const;
};

// Binds everything but the positional tables.
void add_column_options(CLI::App& app, CohortOptions& options);
void add_protocol_options(CLI::App& app, CohortOptions& options);

// The roles mapping that the options (and --roles FILE) state.
core::Result<core::Json> stated_roles(const CohortOptions& options);
// The protocol that the options state, read by the same rules as one from a file.
core::Result<evaluation::Protocol> stated_protocol(const CohortOptions& options,
                                                   std::uint64_t seed);
// Tables and join keys: --on KEY or --on LEFT=RIGHT, one for each table after the first.
core::Result<std::vector<evaluation::TableRequest>> stated_tables(const CohortOptions& options);

}  // namespace secondsite::cli
