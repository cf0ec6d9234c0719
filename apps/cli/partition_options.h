#pragma once
// What `partition` is told, and the request that it means for a table.

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "secondsite/cohort/partition/partition.h"
#include "secondsite/core/context.h"
#include "secondsite/core/finding.h"

namespace secondsite::cli {

struct PartitionOptions {
  std::string table;
  std::string dataset;
  std::string by = "site";
  std::vector<std::string> test_values;
  std::string cut;
  std::string parts;
  std::string patient;
  bool without_patient = false;
  std::vector<std::string> same;
  std::vector<std::string> follows;
  std::vector<std::string> hashes;
  std::string images;
  int near_bits = 4;
  std::string development_hashes;
  std::string crossing = "refuse";
  std::string out;
  std::string table_out;
  std::string check;
  bool summary = false;
  std::vector<std::string> labels;
  std::vector<std::string> covariates;
};

void add_partition_options(CLI::App& app, PartitionOptions& options);

// The table or dataset that the options name, with hashes of its images where --images says.
core::Result<cohort::Table> partition_table(const PartitionOptions& options,
                                            const core::Context& context, core::Findings& findings);
// Columns that are not stated are found by their names.
core::Result<cohort::partition::Request> partition_request(const PartitionOptions& options,
                                                           const cohort::Table& table,
                                                           const core::Context& context);

}  // namespace secondsite::cli
