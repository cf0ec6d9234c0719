#pragma once
// The cohort as an evaluation sees it: rows that count, their patients, the strata that they fall
// into, and for each finding the scores and labels that can be used.

#include <cstdint>
#include <string>
#include <vector>

#include "secondsite/cohort/roles.h"
#include "secondsite/cohort/selection.h"
#include "secondsite/cohort/table.h"
#include "secondsite/core/context.h"
#include "secondsite/core/finding.h"
#include "secondsite/evaluation/request.h"
#include "secondsite/evaluation/run.h"
#include "secondsite/metrics/metric.h"

namespace secondsite::evaluation {

// The usable cases of one finding, in row order.
struct FindingCases {
  cohort::FindingColumns columns;
  std::vector<std::uint32_t> row;  // of the table
  std::vector<double> score;
  std::vector<std::uint8_t> positive;
  std::vector<std::uint32_t> patient;  // empty where each row is its own
  std::span<const std::uint64_t> patient_key;

  metrics::Cases cases() const { return {score, positive, patient, patient_key}; }
};

// One way to cut the cohort: a column, a band of it, or a crossing.
struct Dimension {
  std::string name;
  bool declared = false;
  bool is_site = false;
  cohort::Categories categories;  // a code a table row
};

struct View {
  cohort::Table table;
  cohort::Roles roles;
  std::vector<std::uint8_t> eligible;         // a byte a row
  std::vector<std::uint32_t> patient_of_row;  // empty where there is no patient column
  std::vector<std::uint64_t> patient_key;
  std::vector<FindingCases> findings;
  std::vector<Dimension> dimensions;
  std::vector<cohort::FlowStep> flow;
  core::Findings odd;
  std::vector<InputFile> inputs;
  std::vector<std::string> join_reasons;  // keys that were guessed, a sentence each

  bool is_clustered() const { return !patient_of_row.empty(); }
  const Dimension* site() const;
  const FindingCases* find(const std::string& finding) const;
};

// Whether the score columns are opened: planning must not see them.
enum class Scores { read, left_closed };

// Reads, joins, understands and checks the tables of a request. `declared`: its strata were named
// before the scores were seen. The hashes of the inputs are left for the caller to fill.
core::Result<View> open_view(const Request& request, bool declared, const core::Context& context,
                             Scores scores = Scores::read);

// The cases of `whole` whose row has a 1 in `rows`.
FindingCases subset(const FindingCases& whole, std::span<const std::uint8_t> rows);
// The rows of one level of a dimension.
std::vector<std::uint8_t> rows_of(const Dimension& dimension, std::uint32_t level);

}  // namespace secondsite::evaluation
