#pragma once
// The cohort as an evaluation sees it: rows that count, their patients, the strata that they fall
// into, and for each finding the scores and labels that can be used.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "secondsite/cohort/roles.h"
#include "secondsite/cohort/selection.h"
#include "secondsite/cohort/table.h"
#include "secondsite/core/context.h"
#include "secondsite/core/finding.h"
#include "secondsite/evaluation/request.h"
#include "secondsite/evaluation/run.h"
#include "secondsite/metrics/marks/mark_set.h"
#include "secondsite/metrics/metric.h"
#include "secondsite/metrics/support/mask_measures.h"

namespace secondsite::evaluation {

// What another model made of the same cases, row for row: its measures or its marks. "versus score
// NAME" in a claim compares with it.
struct OtherModel {
  std::string name;
  std::vector<metrics::Measure> measures;
  std::shared_ptr<const metrics::MarkSet> marks;  // the same scans in the same places
};

// The usable cases of one finding, in row order. A finding is one column of scores with its labels,
// one label of a mask, or one kind of lesion that is marked.
struct FindingCases {
  cohort::FindingColumns columns;
  metrics::Input input = metrics::Input::scores;
  std::string primary = "auroc";       // the metric that strata are compared and judged by
  std::vector<std::uint32_t> row;      // of the table
  std::vector<double> score;           // scores only
  std::vector<std::uint8_t> positive;  // as metrics::Cases says for each input
  std::vector<std::uint32_t> patient;  // empty where each row is its own
  std::span<const std::uint64_t> patient_key;
  std::vector<std::uint64_t> case_key;                    // without patients: see case_keys.h
  std::vector<metrics::Measure> measures;                 // measures only; a value a row
  std::vector<std::vector<metrics::MaskLesion>> lesions;  // measures only; of the reference, a row
  std::shared_ptr<const metrics::MarkSet> marks;          // marks only; of the whole cohort
  std::string size_unit;            // marks only; of lesion sizes, where known
  std::vector<std::uint32_t> scan;  // marks only; the place in `marks`, one a row
  std::vector<OtherModel> others;

  metrics::Cases cases() const {
    return {.score = score,
            .positive = positive,
            .patient = patient,
            .patient_key = patient.empty() ? std::span(case_key) : patient_key,
            .measures = measures,
            .marks = marks.get(),
            .scan = scan};
  }
  // Whether `metric` can be computed from these cases.
  bool answers(const metrics::Metric& metric) const;
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
  std::vector<MaskCase> mask_cases;
  std::vector<MaskPanel> mask_panels;
  std::vector<InputFile> inputs;
  std::vector<MarkReport> mark_reports;   // marks only; one a finding
  std::vector<std::string> join_reasons;  // keys that were guessed, a sentence each

  bool is_clustered() const { return !patient_of_row.empty(); }
  const Dimension* site() const;
  const FindingCases* find(const std::string& finding) const;
};

// The parts that a view is made of, for cohorts whose cases are not a score column: masks and marks
// build their table, arrange it, count who leaves, and append their findings.

// Reads and joins the tables of a request; inputs and join reasons go into the view.
core::Result<cohort::Table> open_tables(const Request& request, const core::Context& context,
                                        View& view);
// Roles, patients, eligible rows and dimensions of view.table. Findings are left for the caller.
core::Status arrange(View& view, const Request& request, bool declared,
                     const core::Context& context);
// A step of the flow diagram: the rows with a 1 are left, for these reasons.
void add_step(View& view, std::string description, std::span<const std::uint8_t> rows,
              std::vector<cohort::FlowStep::Excluded> excluded);

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
