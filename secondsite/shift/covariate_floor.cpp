#include "secondsite/shift/covariate_floor.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "secondsite/cohort/labels_scores.h"
#include "secondsite/core/identifier.h"
#include "secondsite/core/parallel.h"
#include "secondsite/core/registry.h"
#include "secondsite/metrics/metric.h"
#include "secondsite/metrics/support/scale.h"

namespace secondsite::shift {
namespace {

constexpr std::size_t folds = 5;
constexpr const char* not_stated = "not stated";

// The labelled rows and what they share.
struct Rows {
  std::vector<std::size_t> row;
  std::vector<std::uint8_t> positive;
  std::vector<std::uint32_t> patient;
  std::vector<std::uint64_t> patient_key;
  std::vector<std::uint8_t> fold;
  metrics::MetricOptions options;
};

// A covariate as levels, one code a labelled row.
struct Levels {
  std::vector<std::string> name;
  std::vector<std::uint32_t> code;
};

stats::Estimate estimate(const char* id, const Rows& rows, std::span<const double> score) {
  const auto metric = core::find_entry(metrics::all(), id, "metric");
  const std::vector<double> none(score.empty() ? rows.positive.size() : 0);
  if (score.empty()) score = none;
  return (*metric)->estimate({score, rows.positive, rows.patient, rows.patient_key}, rows.options);
}

core::Result<Rows> labelled_rows(const cohort::Table& table, const std::string& label,
                                 const FloorOptions& options, const core::Context& context) {
  core::Findings ignored;  // the caller reads labels for the evaluation, which counts them
  const cohort::FindingColumns columns{.name = label, .score = {}, .label = label};
  const auto labels = cohort::read_labels(table, columns, context.threads, ignored);
  if (!labels) return labels.error();
  Rows out;
  out.options.level = options.level;
  out.options.context = context;
  cohort::Categories patients;
  std::vector<std::uint64_t> key_of;
  if (!options.patient.empty()) {
    const auto column = table.column(options.patient);
    if (!column) return column.error();
    patients = (*column)->cells->categories(context.threads);
    for (const std::string& level : patients.levels) key_of.push_back(core::PatientId(level).key());
  }
  std::map<std::uint32_t, std::uint32_t> dense;
  const core::Random random(context.seed, "covariate floor");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const int value = cohort::resolve(labels->state[row], cohort::UncertainPolicy::exclude);
    if (value < 0) continue;
    out.row.push_back(row);
    out.positive.push_back(static_cast<std::uint8_t>(value));
    std::uint64_t key = core::key_of("row " + std::to_string(row));
    if (!options.patient.empty()) {
      const std::uint32_t code = patients.code[row];
      const bool named = code != cohort::Categories::blank;
      // A row without a patient is one of its own.
      const std::uint32_t id = named ? code : static_cast<std::uint32_t>(key_of.size() + row);
      if (named) key = key_of[code];
      const auto [at, fresh] = dense.emplace(id, static_cast<std::uint32_t>(dense.size()));
      if (fresh) out.patient_key.push_back(key);
      out.patient.push_back(at->second);
    } else {
      out.patient_key.push_back(key);
    }
    out.fold.push_back(static_cast<std::uint8_t>(random.below(folds, key, 0)));
  }
  if (out.row.empty())
    return core::Error("table.no-rows", "no row has the label " + label, {.file = table.origin()});
  return out;
}

// Deciles of a number column, as half-open bands.
Levels bands_of(const cohort::Numbers& numbers, const Rows& rows) {
  std::vector<double> values;
  for (const std::size_t row : rows.row)
    if (std::isfinite(numbers.value[row])) values.push_back(numbers.value[row]);
  std::sort(values.begin(), values.end());
  std::vector<double> edges;
  for (std::size_t i = 1; i < 10 && !values.empty(); ++i) {
    const double edge = values[i * values.size() / 10];
    if (edge > values.front() && (edges.empty() || edge > edges.back())) edges.push_back(edge);
  }
  Levels out;
  for (std::size_t i = 0; i <= edges.size(); ++i) {
    const std::string low = i == 0 ? "below " : core::exact(edges[i - 1]) + " to ";
    out.name.push_back(i == edges.size() && i > 0 ? "from " + core::exact(edges[i - 1])
                       : edges.empty()            ? std::string("all")
                                                  : low + core::exact(edges[i]));
  }
  out.name.emplace_back(not_stated);
  for (const std::size_t row : rows.row) {
    const double value = numbers.value[row];
    const auto band = std::upper_bound(edges.begin(), edges.end(), value) - edges.begin();
    out.code.push_back(std::isfinite(value) ? static_cast<std::uint32_t>(band)
                                            : static_cast<std::uint32_t>(out.name.size() - 1));
  }
  return out;
}

Levels levels_of(const cohort::Column& column, const Rows& rows, unsigned threads) {
  constexpr std::size_t most_number_levels = 12;
  const cohort::Categories cells = column.cells->categories(threads);
  if (cells.levels.size() > most_number_levels) {
    const cohort::Numbers numbers = column.cells->numbers(threads);
    if (numbers.malformed == 0) return bands_of(numbers, rows);
  }
  Levels out{.name = cells.levels, .code = {}};
  out.name.emplace_back(not_stated);
  for (const std::size_t row : rows.row)
    out.code.push_back(cells.code[row] == cohort::Categories::blank
                           ? static_cast<std::uint32_t>(cells.levels.size())
                           : cells.code[row]);
  return out;
}

struct Counts {
  double positives = 0;
  double all = 0;
  void add(const Counts& other, double sign) {
    positives += sign * other.positives;
    all += sign * other.all;
  }
};

// Log odds of the label at each row's level, from the other folds, relative to all levels there.
std::vector<double> out_of_fold(const Levels& levels, const Rows& rows) {
  std::vector<std::vector<Counts>> by_fold(folds, std::vector<Counts>(levels.name.size()));
  std::vector<Counts> total(levels.name.size());
  std::vector<Counts> fold_total(folds);
  Counts everyone;
  for (std::size_t i = 0; i < rows.row.size(); ++i) {
    const Counts one{static_cast<double>(rows.positive[i]), 1};
    by_fold[rows.fold[i]][levels.code[i]].add(one, 1);
    total[levels.code[i]].add(one, 1);
    fold_total[rows.fold[i]].add(one, 1);
    everyone.add(one, 1);
  }
  const auto log_odds = [](const Counts& counts, double prior) {
    // Two cases at the prevalence of the other folds keep a small level from infinity.
    const double p = (counts.positives + 2 * prior) / (counts.all + 2);
    return std::log(p / (1 - p));
  };
  std::vector<double> out(rows.row.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    Counts others = everyone;
    others.add(fold_total[rows.fold[i]], -1);
    Counts here = total[levels.code[i]];
    here.add(by_fold[rows.fold[i]][levels.code[i]], -1);
    const double prior = (others.positives + 0.5) / (others.all + 1);
    out[i] = log_odds(here, prior) - std::log(prior / (1 - prior));
  }
  return out;
}

// AUROC over pairs of one fold, the folds weighted by their pairs. Scores of two folds come from
// two models, whose small differences break the ties of a level against the label: pooled over
// folds, a covariate would seem to tell less than it does (Forman & Scholz 2010,
// doi:10.1145/1882471.1882479). Patients stay within a fold, so the folds' variances add up. Pooled
// all the same where a fold has fewer than five of a class.
stats::Estimate auroc_within_folds(const Rows& rows, const std::vector<double>& score) {
  const stats::Estimate pooled = estimate("auroc", rows, score);
  constexpr std::uint64_t least = 5;
  double pairs = 0;
  double sum = 0;
  double variance = 0;
  for (std::uint8_t fold = 0; fold < folds; ++fold) {
    Rows part;
    part.options = rows.options;
    part.patient_key = rows.patient_key;
    std::vector<double> scores;
    for (std::size_t i = 0; i < rows.row.size(); ++i) {
      if (rows.fold[i] != fold) continue;
      part.positive.push_back(rows.positive[i]);
      if (!rows.patient.empty()) part.patient.push_back(rows.patient[i]);
      scores.push_back(score[i]);
    }
    if (rows.patient.empty()) part.patient_key.clear();
    const stats::Estimate one = estimate("auroc", part, scores);
    const std::uint64_t negatives = one.n - one.n_positive;
    if (one.n_positive < least || negatives < least || std::isnan(one.standard_error))
      return pooled;
    const double weight = static_cast<double>(one.n_positive) * static_cast<double>(negatives);
    pairs += weight;
    sum += weight * one.value;
    variance += weight * weight * one.standard_error * one.standard_error;
  }
  stats::Estimate out = pooled;
  out.value = sum / pairs;
  out.standard_error = std::sqrt(variance) / pairs;
  out.method = "pairs within five folds by patient; Obuchowski 1997 in each; logit";
  out.other_intervals.clear();
  out.interval =
      metrics::interval_on(metrics::Scale::logit, out.value, out.standard_error, out.level);
  return out;
}

stats::Estimate mutual_information(const Levels& levels, const Rows& rows) {
  std::vector<Counts> counts(levels.name.size());
  Counts everyone;
  for (std::size_t i = 0; i < rows.row.size(); ++i) {
    counts[levels.code[i]].add({static_cast<double>(rows.positive[i]), 1}, 1);
    everyone.add({static_cast<double>(rows.positive[i]), 1}, 1);
  }
  const double n = everyone.all;
  double bits = 0;
  double used_levels = 0;
  for (const Counts& level : counts) {
    if (level.all == 0) continue;
    ++used_levels;
    for (const auto& [cell, margin] :
         {std::pair(level.positives, everyone.positives),
          std::pair(level.all - level.positives, n - everyone.positives)})
      if (cell > 0) bits += cell / n * std::log2(cell * n / (level.all * margin));
  }
  stats::Estimate out;
  out.metric = "mutual_information";
  out.method = "plug-in, less the Miller-Madow bias (levels - 1) / (2 n ln 2)";
  out.n = rows.row.size();
  out.n_positive = static_cast<std::uint64_t>(everyone.positives);
  out.definitions.push_back({"unit", "bits"});
  if (used_levels < 2) {
    out.absent_code = "covariate.one-level";
    out.absent_reason = "the covariate has one level only";
    return out;
  }
  out.value = std::max(0.0, bits - (used_levels - 1) / (2 * n * std::log(2.0)));
  return out;
}

std::vector<LevelPrevalence> prevalences(const Levels& levels, const Rows& rows,
                                         std::size_t shown) {
  std::vector<std::vector<std::size_t>> members(levels.name.size());
  for (std::size_t i = 0; i < levels.code.size(); ++i) members[levels.code[i]].push_back(i);
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < members.size(); ++i)
    if (!members[i].empty()) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return members[a].size() > members[b].size();
  });
  order.resize(std::min(order.size(), shown));
  std::vector<LevelPrevalence> out;
  for (const std::size_t level : order) {
    Rows part;
    part.options = rows.options;
    part.patient_key = rows.patient_key;
    for (const std::size_t i : members[level]) {
      part.positive.push_back(rows.positive[i]);
      if (!rows.patient.empty()) part.patient.push_back(rows.patient[i]);
    }
    if (rows.patient.empty()) part.patient_key.clear();
    out.push_back({levels.name[level], estimate("prevalence", part, {})});
  }
  return out;
}

}  // namespace

core::Result<LabelSummary> summarise_label(const cohort::Table& table, const std::string& label,
                                           const FloorOptions& options,
                                           const core::Context& context) {
  auto rows = labelled_rows(table, label, options, context);
  if (!rows) return std::move(rows).error();
  LabelSummary out{.label = label};
  out.prevalence = estimate("prevalence", *rows, {});
  std::vector<double> sum(rows->row.size());
  for (const std::string& name : options.covariates) {
    const auto column = table.column(name);
    if (!column) return column.error();
    const Levels levels = levels_of(**column, *rows, context.threads);
    CovariateOfLabel one{.covariate = name};
    one.levels = prevalences(levels, *rows, options.levels_shown);
    std::vector<std::uint8_t> used(levels.name.size());
    for (const std::uint32_t code : levels.code) used[code] = 1;
    one.levels_in_all = static_cast<std::size_t>(std::count(used.begin(), used.end(), 1));
    one.mutual_information = mutual_information(levels, *rows);
    const std::vector<double> score = out_of_fold(levels, *rows);
    one.auroc = auroc_within_folds(*rows, score);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += score[i];
    out.covariates.push_back(std::move(one));
  }
  std::stable_sort(out.covariates.begin(), out.covariates.end(),
                   [](const CovariateOfLabel& a, const CovariateOfLabel& b) {
                     return std::isnan(b.auroc.value) ? !std::isnan(a.auroc.value)
                                                      : a.auroc.value > b.auroc.value;
                   });
  out.auroc_of_all =
      options.covariates.empty()
          ? stats::not_estimable("auroc", "covariate.one-level", "there is no covariate")
          : auroc_within_folds(*rows, sum);
  return out;
}

std::vector<std::string> label_columns(const cohort::Table& table, unsigned threads) {
  const auto columns = table.columns();
  std::vector<std::uint8_t> is_label(columns.size());
  core::parallel_for(columns.size(), threads, [&](std::size_t i) {
    const cohort::Categories cells = columns[i].cells->categories(1);
    bool zero = false;
    bool one = false;
    bool other = false;
    for (const std::string& level : cells.levels) {
      zero = zero || level == "0" || level == "0.0";
      one = one || level == "1" || level == "1.0";
      other = other || (level != "0" && level != "1" && level != "-1" && level != "0.0" &&
                        level != "1.0" && level != "-1.0");
    }
    is_label[i] = zero && one && !other;
  });
  std::vector<std::string> out;
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (is_label[i] != 0) out.push_back(columns[i].name);
  return out;
}

}  // namespace secondsite::shift
