#include "secondsite/evaluation/label_noise.h"

#include <algorithm>
#include <cmath>

#include "secondsite/cohort/labels_scores.h"
#include "secondsite/core/parallel.h"
#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/evaluation/claim_direction.h"
#include "secondsite/evaluation/claim_estimate.h"
#include "secondsite/evaluation/strata.h"
#include "secondsite/labels/gold.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::evaluation {

using core::Error;
using core::Result;
using stats::Decision;
using stats::Estimate;

namespace {

bool is_about(const std::string& spoken_of, const std::string& finding) {
  return labels::same_label(spoken_of, {finding}).has_value();
}

// The entry for a finding: its own before the one for all.
template <typename Spec>
const Spec* entry_for(const std::vector<Spec>& specs, const std::string& finding) {
  const Spec* out = nullptr;
  for (const Spec& spec : specs)
    if (is_about(spec.finding, finding) || (spec.finding.empty() && out == nullptr)) out = &spec;
  return out;
}

template <typename Spec>
core::Status check_findings(const View& view, const std::vector<Spec>& specs, const char* list) {
  std::vector<std::string> names;
  for (const FindingCases& finding : view.findings) names.push_back(finding.columns.name);
  for (const Spec& spec : specs) {
    if (spec.finding.empty() || spec.optional || labels::same_label(spec.finding, names)) continue;
    std::string message =
        std::string(list) + " speaks of \"" + spec.finding + "\", which is no finding here";
    if (const auto near = core::nearest(spec.finding, names))
      message += "; did you mean \"" + *near + "\"?";
    return Error("plan.absent-finding", message, {},
                 "the findings are: " + core::join(names, ", "));
  }
  return core::Done{};
}

// The truth of the audited cases, in the words of the label column where these occur.
Result<cohort::Labels> truth_of(const View& view, const FindingCases& finding,
                                const std::string& column) {
  const auto found = view.table.column(column);
  if (!found) return core::Error(found.error()).while_doing("finding the audited truth");
  cohort::FindingColumns as;
  as.name = column;
  as.label = column;
  const auto levels = (*found)->cells->categories(1).levels;
  for (const std::string& word : finding.columns.positive_values)
    if (std::find(levels.begin(), levels.end(), word) != levels.end()) {
      as.positive_values = finding.columns.positive_values;
      as.negative_values = finding.columns.negative_values;
    }
  core::Findings unheard;  // told by audited(): blank is not audited, and no loss
  return cohort::read_labels(view.table, as, 1, unheard);
}

bool is_read(cohort::LabelState state) {
  return state == cohort::LabelState::positive || state == cohort::LabelState::negative;
}

// What the column of audited truth holds that is neither positive nor negative: the first few
// values, quoted.
std::string unread_values(const View& view, const cohort::Labels& truth,
                          const std::string& column) {
  constexpr std::size_t most = 5;
  std::vector<std::string> values;
  const cohort::Column* cells = view.table.find(column);
  for (std::size_t row = 0; cells != nullptr && row < truth.state.size(); ++row) {
    if (is_read(truth.state[row]) || truth.state[row] == cohort::LabelState::missing) continue;
    std::string value = "\"" + cells->raw(row) + "\"";
    if (std::find(values.begin(), values.end(), value) != values.end()) continue;
    if (values.size() == most) {
      values.emplace_back("...");
      break;
    }
    values.push_back(std::move(value));
  }
  return core::join(values, ", ");
}

void count_unread(View& view, const FindingCases& finding, const cohort::Labels& truth,
                  const std::string& column) {
  const std::uint64_t unread = truth.outside + truth.uncertain;
  if (unread == 0) return;
  const auto first = std::find_if(truth.state.begin(), truth.state.end(), [](auto state) {
    return !is_read(state) && state != cohort::LabelState::missing;
  });
  view.odd.add(core::Severity::warning, "noise.unread-audit", finding.columns.name,
               "a cell of \"" + column + "\" (" + unread_values(view, truth, column) +
                   ") is neither positive nor negative, and does not count as audited",
               {.file = view.table.origin(),
                .row = static_cast<std::uint64_t>(first - truth.state.begin()) + 1,
                .column = column},
               unread);
}

Result<std::optional<labels::LabelErrorRates>> audited(View& view, const FindingCases& finding,
                                                       const LabelErrorSpec& spec) {
  const auto truth = truth_of(view, finding, spec.truth);
  if (!truth) return core::Error(truth.error());
  count_unread(view, finding, *truth, spec.truth);
  double count[2][2] = {};
  for (std::size_t i = 0; i < finding.row.size(); ++i) {
    const cohort::LabelState state = truth->state[finding.row[i]];
    if (is_read(state))
      ++count[state == cohort::LabelState::positive ? 1 : 0][finding.positive[i] != 0 ? 1 : 0];
  }
  const double all = count[0][0] + count[0][1] + count[1][0] + count[1][1];
  auto rates = labels::rates_from_audit(
      count[1][1], count[0][1], count[1][0], count[0][0],
      spec.rates.source.empty()
          ? "audit of " + core::counted(static_cast<std::uint64_t>(all), "case") + " (" +
                spec.truth + ")"
          : spec.rates.source);
  if (!rates) {
    const auto of = [&](std::uint64_t n, const char* kind) {
      return core::grouped(n) + " " + kind;
    };
    std::string message = "its label error is unknown: \"" + spec.truth + "\" has " +
                          of(truth->positives, "positive") + " and " +
                          of(truth->negatives, "negative");
    if (const std::string values = unread_values(view, *truth, spec.truth); !values.empty())
      message += ", and what cannot be read (" + values + ")";
    view.odd.add(core::Severity::warning, "noise.no-audit", finding.columns.name, message);
    return std::optional<labels::LabelErrorRates>();
  }
  rates->correlation = spec.rates.correlation;
  return std::optional<labels::LabelErrorRates>(*std::move(rates));
}

Estimate rate_estimate(const char* metric, const labels::Rate& rate, double level) {
  Estimate out;
  out.metric = metric;
  out.value = rate.value;
  out.level = level;
  out.unit = "audited case";
  if (!rate.trials) {
    out.method = "stated, taken as known";
    return out;
  }
  const double x = rate.value * *rate.trials;
  out.n = static_cast<std::uint64_t>(std::llround(*rate.trials));
  out.interval = {stats::beta_quantile(0.5 - level / 2, x + 0.5, *rate.trials - x + 0.5),
                  stats::beta_quantile(0.5 + level / 2, x + 0.5, *rate.trials - x + 0.5)};
  out.method = "share of the audit; Jeffreys";
  return out;
}

const labels::TrueMetric* of(const std::vector<labels::TrueMetric>& all, std::string_view metric) {
  for (const labels::TrueMetric& one : all)
    if (one.metric == metric) return &one;
  return nullptr;
}

metrics::MetricOptions with_threshold(metrics::MetricOptions options, std::size_t finding,
                                      const std::vector<OperatingPoint>& points) {
  if (finding < points.size() && !std::isnan(points[finding].threshold))
    options.threshold = points[finding].threshold;
  return options;
}

// How a claim would stand on this interval alone, without the family's correction.
Decision stands(const Claim& claim, const Estimate& estimate) {
  if (!estimate.is_estimable() || !estimate.has_interval()) return Decision::inconclusive;
  const double side = direction(claim) < 0 ? -1 : 1;
  const double worst = side > 0 ? estimate.interval.lower : -estimate.interval.upper;
  const double best = side > 0 ? estimate.interval.upper : -estimate.interval.lower;
  switch (claim.kind) {
    case Claim::Kind::at_least:
      return estimate.interval.lower >= claim.goal  ? Decision::certified
             : estimate.interval.upper < claim.goal ? Decision::refuted
                                                    : Decision::inconclusive;
    case Claim::Kind::at_most:
      return estimate.interval.upper <= claim.goal  ? Decision::certified
             : estimate.interval.lower > claim.goal ? Decision::refuted
                                                    : Decision::inconclusive;
    case Claim::Kind::non_inferior:
      return worst > -claim.margin  ? Decision::certified
             : best < -claim.margin ? Decision::refuted
                                    : Decision::inconclusive;
    case Claim::Kind::superior:
      return worst > 0  ? Decision::certified
             : best < 0 ? Decision::refuted
                        : Decision::inconclusive;
    case Claim::Kind::equivalent:
      break;
  }
  if (worst > -claim.margin && best < claim.margin) return Decision::certified;
  return worst > claim.margin || best < -claim.margin ? Decision::refuted : Decision::inconclusive;
}

std::string_view words(Decision decision) {
  return decision == Decision::certified ? "certified"
         : decision == Decision::refuted ? "refuted"
                                         : "undecided";
}

Estimate plain(const Estimate& like, double value, std::string method) {
  Estimate out;
  out.metric = like.metric;
  out.value = value;
  out.unit = like.unit;
  out.n = like.n;
  out.n_positive = like.n_positive;
  out.n_clusters = like.n_clusters;
  out.method = std::move(method);
  return out;
}

Estimate turns_on(const ClaimResult& result) {
  const Claim& claim = result.claim;
  const Estimate& e = result.estimate;
  switch (claim.kind) {
    case Claim::Kind::non_inferior:
    case Claim::Kind::equivalent:
      return plain(e, claim.margin, "the claim's margin");
    case Claim::Kind::superior:
      return plain(e, std::fabs(e.value), "the difference that was observed");
    default:
      return plain(e, std::fabs(e.value - claim.goal), "distance of the estimate from the goal");
  }
}

void check_noise(const Protocol& protocol, ClaimResult& result) {
  if (!result.estimate.is_estimable()) return;
  std::optional<Estimate> floor;
  std::string by;
  const auto offer = [&](double value, std::string method, std::string cause) {
    if (std::isnan(value) || (floor && floor->value >= value)) return;
    floor = plain(result.estimate, value, std::move(method));
    by = std::move(cause);
  };
  for (const NoiseFloorSpec& spec : protocol.noise_floors)
    if (spec.metric == result.claim.metric &&
        (spec.finding.empty() || is_about(spec.finding, result.finding)))
      offer(spec.floor, spec.source.empty() ? "stated noise floor" : spec.source,
            "another choice of reader");
  if (result.label_aware && result.label_aware->is_estimable())
    offer(std::fabs(result.label_aware->value - result.estimate.value),
          "estimate against the labels less estimate against the truth", "the error of the labels");
  if (!floor) return;
  NoiseCheck check;
  check.turns_on = turns_on(result);
  check.floor = *floor;
  check.is_finer = check.turns_on.value < floor->value;
  if (check.is_finer)
    check.sentence = "Finer than the noise of the reference: the claim turns on " +
                     core::fixed(check.turns_on.value, 3) + " (" + check.turns_on.method +
                     "), and " + by + " moves it by " + core::fixed(floor->value, 3) + ".";
  result.noise = std::move(check);
}

}  // namespace

Result<LabelErrors> label_errors_of(View& view, const Protocol& protocol) {
  if (auto checked = check_findings(view, protocol.label_error, "label_error"); !checked)
    return std::move(checked).error();
  if (auto checked = check_findings(view, protocol.noise_floors, "noise_floor"); !checked)
    return std::move(checked).error();
  LabelErrors out(view.findings.size());
  for (std::size_t f = 0; f < view.findings.size(); ++f) {
    const FindingCases& finding = view.findings[f];
    const LabelErrorSpec* spec = entry_for(protocol.label_error, finding.columns.name);
    if (spec == nullptr || finding.input != metrics::Input::scores) continue;
    if (spec->truth.empty()) {
      out[f] = spec->rates;
    } else {
      auto rates = audited(view, finding, *spec);
      if (!rates) return std::move(rates).error();
      out[f] = *std::move(rates);
    }
    if (!out[f]) continue;
    if (auto usable = labels::usable_rates(finding.cases(), *out[f]); !usable) {
      if (usable.error().code() == "noise.useless-labels") return std::move(usable).error();
      out[f].reset();  // no case, or one class: told elsewhere
    }
  }
  return out;
}

std::vector<LabelErrorReport> report_label_errors(const View& view, const LabelErrors& errors,
                                                  const std::vector<OperatingPoint>& points,
                                                  const metrics::MetricOptions& options) {
  std::vector<LabelErrorReport> out;
  std::vector<std::size_t> place(view.findings.size(), 0);
  for (std::size_t f = 0; f < errors.size(); ++f) {
    if (!errors[f]) continue;
    place[f] = out.size();
    out.push_back({.finding = view.findings[f].columns.name,
                   .source = errors[f]->source,
                   .assumption = errors[f]->assumption(),
                   .label_sensitivity =
                       rate_estimate("label_sensitivity", errors[f]->sensitivity, options.level),
                   .label_specificity =
                       rate_estimate("label_specificity", errors[f]->specificity, options.level)});
  }
  std::vector<StratumTask> tasks;
  for (StratumTask& task : stratum_tasks(view)) {
    const bool wanted =
        task.dimension == nullptr || task.dimension->declared || task.dimension->is_site;
    if (wanted && errors[static_cast<std::size_t>(task.finding - view.findings.data())])
      tasks.push_back(std::move(task));
  }
  std::vector<std::vector<LabelErrorRow>> rows(tasks.size());
  std::vector<std::vector<labels::SensitivityRow>> analysis(tasks.size());
  core::parallel_for(tasks.size(), options.context.threads, [&](std::size_t t) {
    if (options.context.stopped()) return;
    const StratumTask& task = tasks[t];
    const auto f = static_cast<std::size_t>(task.finding - view.findings.data());
    FindingCases part;
    if (task.dimension != nullptr)
      part = subset(*task.finding, rows_of(*task.dimension, task.level));
    const metrics::Cases cases = (task.dimension == nullptr ? *task.finding : part).cases();
    metrics::MetricOptions own = with_threshold(options, f, points);
    own.context.threads = 1;
    auto done = labels::correct_for_label_error(cases, {.rates = *errors[f]}, own);
    if (!done) return;  // one class: nothing to correct
    for (labels::CorrectedEstimate& each : done->estimates) {
      each.naive.test.reset();
      rows[t].push_back({task.stratum, std::move(each.naive), std::move(each.corrected)});
    }
    if (task.dimension == nullptr) analysis[t] = std::move(done->analysis);
  });
  for (std::size_t t = 0; t < tasks.size(); ++t) {
    LabelErrorReport& report =
        out[place[static_cast<std::size_t>(tasks[t].finding - view.findings.data())]];
    for (LabelErrorRow& row : rows[t]) report.rows.push_back(std::move(row));
    if (!analysis[t].empty()) report.analysis = std::move(analysis[t]);
  }
  return out;
}

core::Status add_noise(const View& view, const Protocol& protocol, const LabelErrors& errors,
                       const std::vector<OperatingPoint>& points,
                       const metrics::MetricOptions& options, std::vector<ClaimResult>& claims) {
  const auto questions = questions_of(view, protocol);
  if (!questions) return core::Error(questions.error());
  for (std::size_t q = 0; q < questions->size() && q < claims.size(); ++q) {
    const Question& question = (*questions)[q];
    ClaimResult& result = claims[q];
    const auto& rates = errors[question.finding_index];
    if (rates && result.estimate.is_estimable()) {
      const auto own = with_threshold(options, question.finding_index, points);
      ClaimResult unused;
      const auto cases = cases_of(view, question, protocol.operating_point, own, unused);
      if (!cases) return core::Error(cases.error());
      const auto a = labels::true_metrics(cases->a.cases(), *rates, own);
      const labels::TrueMetric* truth = of(a, result.claim.metric);
      if (truth != nullptr && !result.claim.is_contrast()) {
        result.label_aware =
            labels::corrected_estimate(result.estimate, *truth, *rates, options.level).corrected;
      } else if (truth != nullptr) {
        const auto b = labels::true_metrics(cases->b.cases(), *rates, own);
        result.label_aware =
            labels::corrected_difference(result.estimate, *truth, *of(b, result.claim.metric),
                                         *rates, options.level)
                .corrected;
      }
      if (result.label_aware) {
        const Decision naive = stands(result.claim, result.estimate);
        const Decision aware = stands(result.claim, *result.label_aware);
        result.label_aware_sentence =
            !result.label_aware->is_estimable()
                ? "With the error of the labels there is no value: " +
                      result.label_aware->absent_reason + "."
            : naive == aware
                ? "The interval that carries the error of the labels leaves the claim " +
                      std::string(words(aware)) + " too."
                : "By its interval alone the claim is " + std::string(words(naive)) +
                      " against the labels, and " + std::string(words(aware)) +
                      " once their error is carried through.";
      }
    }
    check_noise(protocol, result);
  }
  return core::Done{};
}

}  // namespace secondsite::evaluation
