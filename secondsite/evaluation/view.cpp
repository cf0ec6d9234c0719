#include "secondsite/evaluation/view.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "secondsite/cohort/build.h"
#include "secondsite/cohort/check.h"
#include "secondsite/cohort/labels_scores.h"
#include "secondsite/core/identifier.h"
#include "secondsite/core/text.h"
#include "secondsite/evaluation/stratifier.h"

namespace secondsite::evaluation {

using cohort::Categories;
using core::Error;
using core::Findings;
using core::Result;
using core::Severity;
using core::Status;

namespace {

// Beyond this many levels a column is an identifier in disguise, not a stratifier.
constexpr std::size_t most_levels = 30;
constexpr std::size_t longest_level = 200;    // bytes; longer cells are prose
constexpr std::size_t most_exploratory = 24;  // covariates that nobody named a stratum for

// The column that identifies rows in both tables: the first shared name whose cells are all
// different on the right.
Result<std::string> shared_key(const cohort::Table& left, const cohort::Table& right,
                               unsigned threads) {
  std::vector<std::string> shared;
  for (const cohort::Column& column : left.columns()) {
    const cohort::Column* other = right.find(column.name);
    if (other == nullptr) continue;
    shared.push_back(column.name);
    const cohort::Numbers numbers = other->cells->numbers(threads);
    const bool is_measured = std::any_of(
        numbers.value.begin(), numbers.value.end(),
        [](double value) { return std::isfinite(value) && value != std::floor(value); });
    if (is_measured) continue;  // a score is no key
    if (other->cells->categories(threads).levels.size() == right.rows()) return column.name;
  }
  return Error("evaluate.no-join-key",
               shared.empty() ? "the tables have no column name in common"
                              : "no shared column identifies the rows of " + right.origin() +
                                    " (shared: " + core::join(shared, ", ") + ")",
               {.file = right.origin()}, "say which with --on LEFT=RIGHT");
}

std::uint64_t patients_among(const View& view, std::span<const std::uint8_t> rows) {
  if (!view.is_clustered()) return 0;
  std::vector<std::uint8_t> seen(view.patient_key.size());
  std::uint64_t count = 0;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (rows[row] == 0 || seen[view.patient_of_row[row]] != 0) continue;
    seen[view.patient_of_row[row]] = 1;
    ++count;
  }
  return count;
}

}  // namespace

Result<cohort::Table> open_tables(const Request& request, const core::Context& context,
                                  View& view) {
  cohort::Table joined;
  for (std::size_t i = 0; i < request.tables.size(); ++i) {
    const TableRequest& wanted = request.tables[i];
    context.report("reading " + wanted.path, i, request.tables.size());
    auto table = cohort::read_table(wanted.path, context, view.odd);
    if (!table) return std::move(table).error();
    view.inputs.push_back({wanted.path, "", table->rows(), table->columns().size()});
    if (i == 0) {
      joined = std::move(*table);
      continue;
    }
    std::string key = wanted.key;
    if (key.empty()) {
      auto guessed = shared_key(joined, *table, context.threads);
      if (!guessed) return std::move(guessed).error();
      key = std::move(*guessed);
      view.join_reasons.push_back("join: " + wanted.path + " by \"" + key +
                                  "\", the shared column that identifies its rows.");
    }
    auto both =
        cohort::join(joined, wanted.equals.empty() ? key : wanted.equals, *table, key, view.odd);
    if (!both) return std::move(both).error().while_doing("joining " + wanted.path);
    // Rows without a partner leave here; patients are not known yet.
    cohort::FlowStep before{.description = "in " + joined.origin(), .cases = joined.rows()};
    cohort::FlowStep after{.description = "with a row in " + table->origin(),
                           .cases = both->rows()};
    after.excluded.push_back(
        {"no row in " + table->origin(), "table.join-unmatched", joined.rows() - both->rows()});
    if (both->rows() < joined.rows()) {
      if (view.flow.empty()) view.flow.push_back(std::move(before));
      view.flow.push_back(std::move(after));
    }
    joined = std::move(*both);
  }
  return joined;
}

void add_step(View& view, std::string description, std::span<const std::uint8_t> rows,
              std::vector<cohort::FlowStep::Excluded> excluded) {
  cohort::FlowStep step;
  step.description = std::move(description);
  step.cases = static_cast<std::uint64_t>(
      std::count_if(rows.begin(), rows.end(), [](std::uint8_t kept) { return kept != 0; }));
  step.patients = patients_among(view, rows);
  step.excluded = std::move(excluded);
  view.flow.push_back(std::move(step));
}

namespace {

// Same text, same patient; a blank identifier is a patient of its own.
Status find_patients(View& view, const Request& request, const core::Context& context) {
  const std::string& name = view.roles.patient;
  if (request.row_level_by_name) {
    if (!name.empty())
      view.odd.add(Severity::warning, "evaluate.row-level", name,
                   "intervals are by row, although \"" + name + "\" names patients");
    return core::Done{};
  }
  if (name.empty()) {
    view.odd.add(Severity::warning, "evaluate.no-patient-column", "",
                 "each row counts as independent");
    return core::Done{};
  }
  auto column = view.table.column(name);
  if (!column) return std::move(column).error();
  const Categories patients = (*column)->cells->categories(context.threads);
  for (const std::string& level : patients.levels)
    view.patient_key.push_back(core::PatientId(level).key());
  view.patient_of_row.resize(view.table.rows());
  for (std::size_t row = 0; row < view.table.rows(); ++row) {
    view.patient_of_row[row] = patients.code[row];
    if (patients.code[row] != Categories::blank) continue;
    view.odd.add(Severity::warning, "evaluate.blank-patient", name,
                 "cases without a patient identifier",
                 {.file = view.table.origin(), .row = row + 1, .column = name});
    view.patient_of_row[row] = static_cast<std::uint32_t>(view.patient_key.size());
    view.patient_key.push_back(core::key_of("row " + std::to_string(row)));
  }
  return core::Done{};
}

Status keep_eligible(View& view, const Protocol& protocol, const core::Context& context) {
  view.eligible.assign(view.table.rows(), 1);
  add_step(view, "in the table", view.eligible, {});
  if (protocol.eligible.conditions.empty()) return core::Done{};
  auto kept = cohort::apply(protocol.eligible, view.table, context.threads);
  if (!kept) return std::move(kept).error().while_doing("finding the eligible cases");
  view.eligible = std::move(*kept);
  const auto left =
      static_cast<std::uint64_t>(std::count(view.eligible.begin(), view.eligible.end(), 0));
  if (left > 0)
    view.odd.add(Severity::excluded, "evaluate.excluded-by-eligibility", "",
                 "outside \"" + protocol.eligible.text() + "\"", {}, left);
  add_step(view, "eligible: " + protocol.eligible.text(), view.eligible,
           {{"not " + protocol.eligible.text(), "evaluate.excluded-by-eligibility", left}});
  return core::Done{};
}

Result<Categories> categories_of(const View& view, const std::string& column,
                                 const Protocol& protocol, const core::Context& context) {
  for (const Band& band : protocol.bands)
    if (band.column == column)
      return cohort::cut_bands(view.table, column, band.edges, context.threads);
  const Stratifier* chosen = nullptr;
  for (const Stratifier& stratifier : stratifiers::all())
    if ((chosen == nullptr || stratifier.priority > chosen->priority) &&
        stratifier.fits(view.table, column, context.threads))
      chosen = &stratifier;
  if (chosen == nullptr) {
    auto missing = view.table.column(column);
    return missing ? Error("plan.absent-column", "no stratifier fits the column \"" + column + "\"")
                   : Error(missing.error());
  }
  return chosen->cut(view.table, column, context.threads);
}

Status find_dimensions(View& view, const Protocol& protocol, bool declared,
                       const core::Context& context) {
  std::set<std::string> taken;
  const auto add = [&](const std::vector<std::string>& columns, bool is_declared) -> Status {
    const std::string name = core::join(columns, " × ");
    if (!taken.insert(name).second) return core::Done{};
    Dimension dimension{
        name, is_declared, columns.size() == 1 && columns[0] == view.roles.site, {}};
    for (std::size_t c = 0; c < columns.size(); ++c) {
      for (const cohort::FindingColumns& finding : view.roles.findings)
        if (finding.score == columns[c])
          return Error("config.bad-value",
                       "a cohort is not cut by its own score (\"" + columns[c] + "\")",
                       {.column = columns[c]}, "name a covariate");
      if (view.table.find(columns[c]) == nullptr) {
        auto missing = view.table.column(columns[c]);
        return Error("plan.absent-column",
                     "the stratum \"" + name +
                         "\" needs a column that is not there: " + missing.error().what(),
                     {.file = view.table.origin(), .column = columns[c]});
      }
      auto categories = categories_of(view, columns[c], protocol, context);
      if (!categories)
        return std::move(categories)
            .error()
            .while_doing("cutting \"" + columns[c] + "\" into strata");
      dimension.categories =
          c == 0 ? std::move(*categories) : cohort::cross(dimension.categories, *categories);
    }
    const auto is_prose = [](const std::string& level) { return level.size() > longest_level; };
    const auto& levels = dimension.categories.levels;
    if (levels.size() > most_levels || std::any_of(levels.begin(), levels.end(), is_prose)) {
      view.odd.add(Severity::note, "evaluate.too-many-levels", name,
                   "\"" + name + "\" has " + core::grouped(dimension.categories.levels.size()) +
                       " different values and makes no strata");
      return core::Done{};
    }
    view.dimensions.push_back(std::move(dimension));
    return core::Done{};
  };
  for (const Band& band : protocol.bands)
    if (const auto column = view.table.column(band.column); !column)
      return Error("plan.absent-column",
                   "bands cut a column that is not there: " + column.error().what(),
                   {.file = view.table.origin(), .column = band.column});
  for (const auto& columns : protocol.strata)
    if (auto added = add(columns, declared); !added) return added;
  std::vector<std::string> exploratory = view.roles.covariates;
  if (!view.roles.site.empty()) exploratory.insert(exploratory.begin(), view.roles.site);
  if (exploratory.size() > most_exploratory) {
    view.odd.add(Severity::note, "evaluate.too-many-covariates", "",
                 "only the first " + std::to_string(most_exploratory) +
                     " covariates make exploratory strata",
                 {}, exploratory.size() - most_exploratory);
    exploratory.resize(most_exploratory);
  }
  for (const std::string& column : exploratory) {
    if (context.stopped()) return core::Done{};  // whoever opens the view sees it too
    if (auto added = add({column}, false); !added) return added;
  }
  return core::Done{};
}

Status understand(View& view, const Request& request, const core::Context& context) {
  auto roles = cohort::roles_from(request.protocol.roles, "roles", view.table, context);
  if (!roles)
    return std::move(roles).error().while_doing("understanding the columns of " +
                                                view.table.origin());
  view.roles = std::move(*roles);
  view.roles.reasons.insert(view.roles.reasons.begin(), view.join_reasons.begin(),
                            view.join_reasons.end());
  return core::Done{};
}

Status find_rows(View& view, const Request& request, bool declared, const core::Context& context) {
  if (auto found = find_patients(view, request, context); !found) return found;
  if (auto kept = keep_eligible(view, request.protocol, context); !kept) return kept;
  return find_dimensions(view, request.protocol, declared, context);
}

struct Exclusion {
  const char* code;
  const char* reason;
};

// Why a case cannot be used; the label is looked at first.
std::optional<Exclusion> exclusion_of(cohort::LabelState label, cohort::ScoreState score,
                                      cohort::UncertainPolicy policy) {
  using cohort::LabelState;
  using cohort::ScoreState;
  if (cohort::resolve(label, policy) < 0) {
    if (label == LabelState::missing) return Exclusion{"cohort.label-missing", "no label"};
    if (label == LabelState::uncertain)
      return Exclusion{"cohort.label-uncertain", "label uncertain"};
    return Exclusion{"cohort.label-outside-set", "label outside the declared set"};
  }
  switch (score) {
    case ScoreState::finite:
      return std::nullopt;
    case ScoreState::missing:
      return Exclusion{"cohort.score-missing", "no score"};
    case ScoreState::not_a_number:
    case ScoreState::infinite:
      return Exclusion{"cohort.score-not-finite", "score not finite"};
    case ScoreState::malformed:
      return Exclusion{"table.not-a-number", "score is no number"};
  }
  return std::nullopt;
}

// The cases of one finding whose label and score can be used; why the others cannot is counted.
Status read_finding(View& view, const cohort::FindingColumns& columns, Scores open,
                    const core::Context& context) {
  auto labels = cohort::read_labels(view.table, columns, context.threads, view.odd);
  if (!labels)
    return std::move(labels).error().while_doing("reading the reference standard of " +
                                                 columns.name);
  cohort::Scores scores;
  if (open == Scores::read) {
    auto read = cohort::read_scores(view.table, columns, context.threads, view.odd);
    if (!read) return std::move(read).error().while_doing("reading the scores of " + columns.name);
    scores = std::move(*read);
  } else {
    scores.value.assign(view.table.rows(), 0);
    scores.state.assign(view.table.rows(), cohort::ScoreState::finite);
  }

  FindingCases cases{.columns = columns};
  std::vector<std::uint8_t> kept(view.table.rows(), 0);
  std::map<std::pair<std::string, std::string>, std::uint64_t> excluded;
  for (std::size_t row = 0; row < view.table.rows(); ++row) {
    if (view.eligible[row] == 0) continue;
    if (const auto why =
            exclusion_of(labels->state[row], scores.state[row], view.roles.uncertain)) {
      ++excluded[{why->code, why->reason}];
      continue;
    }
    kept[row] = 1;
    cases.row.push_back(static_cast<std::uint32_t>(row));
    cases.score.push_back(scores.value[row]);
    cases.positive.push_back(cohort::resolve(labels->state[row], view.roles.uncertain) == 1 ? 1
                                                                                            : 0);
    if (view.is_clustered()) cases.patient.push_back(view.patient_of_row[row]);
  }
  std::vector<cohort::FlowStep::Excluded> reasons;
  for (const auto& [why, count] : excluded) reasons.push_back({why.second, why.first, count});
  add_step(view, "usable for " + columns.name, kept, std::move(reasons));
  view.findings.push_back(std::move(cases));
  return core::Done{};
}

// "22,433 without a label for Hernia; ...".
std::string why_none(const std::vector<cohort::FlowStep>& flow) {
  std::vector<std::string> reasons;
  for (const cohort::FlowStep& step : flow)
    for (const auto& excluded : step.excluded)
      reasons.push_back(core::grouped(excluded.cases) + " with " + excluded.reason + " (" +
                        step.description + ")");
  if (reasons.size() > 4) reasons.resize(4);
  return reasons.empty() ? "the table has no rows" : core::join(reasons, "; ");
}

// The oddities that reading the findings has not counted already.
void add_checks(View& view, const core::Context& context) {
  Findings met;
  cohort::run_checks(view.table, view.roles, context, met);
  const Findings counted = view.odd;
  for (const core::Finding& finding : met.sorted())
    if (counted.count(finding.code) == 0) view.odd.add(finding);
}

}  // namespace

const Dimension* View::site() const {
  for (const Dimension& dimension : dimensions)
    if (dimension.is_site) return &dimension;
  return nullptr;
}

const FindingCases* View::find(const std::string& finding) const {
  for (const FindingCases& cases : findings)
    if (cases.columns.name == finding) return &cases;
  return nullptr;
}

Status arrange(View& view, const Request& request, bool declared, const core::Context& context) {
  if (auto understood = understand(view, request, context); !understood) return understood;
  view.roles.findings.clear();  // whatever looks like a score is a covariate at most
  return find_rows(view, request, declared, context);
}

Result<View> open_view(const Request& request, bool declared, const core::Context& context,
                       Scores scores) {
  View view;
  auto table = open_tables(request, context, view);
  if (!table) return std::move(table).error().while_doing("opening the cohort");
  if (table->rows() == 0)
    return Error("evaluate.no-cases", "the table has a header and no rows",
                 {.file = table->origin()});
  view.table = cohort::with_patient_from_path(*table, context);
  if (auto understood = understand(view, request, context); !understood)
    return std::move(understood).error();
  if (view.roles.findings.empty())
    return Error("evaluate.no-finding",
                 "no score column with its label column was found in " + view.table.origin(),
                 {.file = view.table.origin()});
  if (auto found = find_rows(view, request, declared, context); !found)
    return std::move(found).error();
  for (const cohort::FindingColumns& columns : view.roles.findings) {
    if (context.stopped()) break;  // what is read so far is not used
    if (auto read = read_finding(view, columns, scores, context); !read)
      return std::move(read).error();
  }
  if (scores == Scores::read) add_checks(view, context);
  if (context.stopped()) return Error("run.interrupted", "reading was stopped");
  // Spans into the view's own keys: set once the keys no longer move.
  for (FindingCases& finding : view.findings) finding.patient_key = view.patient_key;
  if (std::all_of(view.findings.begin(), view.findings.end(),
                  [](const FindingCases& finding) { return finding.row.empty(); }))
    return Error("evaluate.no-cases",
                 "no case has both a usable label and a usable score: " + why_none(view.flow),
                 {.file = view.table.origin()});
  return view;
}

bool FindingCases::answers(const metrics::Metric& metric) const {
  if (metric.input != input) return false;
  if (input != metrics::Input::measures) return true;
  return std::any_of(measures.begin(), measures.end(),
                     [&](const metrics::Measure& each) { return each.id == metric.measure; });
}

FindingCases subset(const FindingCases& whole, std::span<const std::uint8_t> rows) {
  FindingCases part{.columns = whole.columns,
                    .input = whole.input,
                    .primary = whole.primary,
                    .patient_key = whole.patient_key,
                    .marks = whole.marks,
                    .size_unit = whole.size_unit};
  const auto keep = [&](const auto& from, auto& to) {
    if (from.empty()) return;
    for (std::size_t i = 0; i < whole.row.size(); ++i)
      if (rows[whole.row[i]] != 0) to.push_back(from[i]);
  };
  const auto keep_measures = [&](const std::vector<metrics::Measure>& from,
                                 std::vector<metrics::Measure>& to) {
    for (const metrics::Measure& each : from) {
      to.push_back({each.id, {}});
      keep(each.value, to.back().value);
    }
  };
  keep(whole.row, part.row);
  keep(whole.score, part.score);
  keep(whole.positive, part.positive);
  keep(whole.patient, part.patient);
  keep(whole.case_key, part.case_key);
  keep(whole.scan, part.scan);
  keep(whole.lesions, part.lesions);
  keep_measures(whole.measures, part.measures);
  for (const OtherModel& other : whole.others) {
    part.others.push_back({other.name, {}, other.marks});
    keep_measures(other.measures, part.others.back().measures);
  }
  return part;
}

std::vector<std::uint8_t> rows_of(const Dimension& dimension, std::uint32_t level) {
  std::vector<std::uint8_t> rows(dimension.categories.code.size());
  std::transform(dimension.categories.code.begin(), dimension.categories.code.end(), rows.begin(),
                 [level](std::uint32_t code) { return code == level ? 1 : 0; });
  return rows;
}

}  // namespace secondsite::evaluation
