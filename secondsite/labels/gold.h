#pragma once
// How right is a labeler? Its labels against a gold table, label by label.

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "secondsite/cohort/table.h"
#include "secondsite/labels/labeler.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::labels {

// The states of each report by its id, one a label.
struct StateTable {
  std::vector<std::string> labels;
  std::unordered_map<std::string, std::vector<State>> states;
  bool has(const std::string& id) const { return states.count(id) != 0; }
};

// The same, row by row: an id may stand in several.
struct StateRows {
  std::vector<std::string> labels;
  std::vector<std::string> ids;
  std::vector<std::vector<State>> states;  // one row an id, one state a label
};

// Reads a table of states; `id` and the columns as for read_gold.
core::Result<StateRows> read_state_rows(const std::string& path, const std::string& id,
                                        const core::Context& context, core::Findings& findings);
// Reads a gold table (any source of cohort). `id` empty: guessed as for reports, else the first
// column. Columns none of whose cells is a state are passed over; a cell that is none is counted.
core::Result<StateTable> read_gold(const std::string& path, const std::string& id,
                                   const core::Context& context, core::Findings& findings);

// The label of `names` that `name` means: equal but for case, spaces and signs, or a known other
// name ("Effusion" for "Pleural Effusion", "normal" for "No Finding"). nullopt where there is none.
std::optional<std::size_t> same_label(const std::string& name,
                                      const std::vector<std::string>& names);

// What is asked of a label: is it said to be there, is it said to be absent, is it said to be
// uncertain?
enum class Asked { present, absent, uncertain };
std::string_view name(Asked asked);

struct LabelAgreement {
  std::string label;       // the labeler's
  std::string gold_label;  // the gold table's
  Asked asked = Asked::present;
  std::uint64_t true_positive = 0;
  std::uint64_t false_positive = 0;
  std::uint64_t false_negative = 0;
  std::uint64_t true_negative = 0;
  // ppv (precision), sensitivity (recall), f1, specificity, each with its interval (Wilson; F1 on
  // the logit scale).
  std::vector<stats::Estimate> estimates;
};

// Over the reports that both have; `present` for every label, `absent` and `uncertain` where the
// gold tells absent from not mentioned, or uncertain from the rest.
std::vector<LabelAgreement> agreement(const StateTable& labeler, const StateTable& gold,
                                      double level, core::Findings& findings);
core::Json to_json(const LabelAgreement& agreement);

}  // namespace secondsite::labels
