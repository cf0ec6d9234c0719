#include "secondsite/readers/band.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/metrics/metric.h"
#include "secondsite/readers/pattern_bootstrap.h"
#include "secondsite/readers/roc_at.h"

namespace secondsite::readers {

std::string_view name(Place place) {
  switch (place) {
    case Place::below:
      return "below the band";
    case Place::touches_lower:
      return "in the band or below it";
    case Place::within:
      return "in the band";
    case Place::touches_upper:
      return "in the band or above it";
    case Place::above:
      return "above the band";
    case Place::unknown:
      return "cannot tell";
  }
  return "";
}

namespace {

using metrics::PatientWeights;

// A call (or score) beside its reference on the cases that have both.
struct Compared {
  std::vector<double> call;
  std::vector<std::uint8_t> positive;
  std::vector<std::uint32_t> unit;
};

// What all findings share.
struct Ground {
  const Reads& reads;
  const BandRequest& request;
  const core::Context& context;
  PatientWeights weights;
  std::vector<std::uint32_t> unit_of_case;
  std::vector<std::size_t> reference;
  std::vector<std::size_t> compared;

  metrics::Cases cases(const Compared& c) const {
    return {c.call, c.positive, c.unit, reads.patient_key};
  }
  metrics::MetricOptions options() const {
    metrics::MetricOptions out;
    out.level = request.level;
    out.threshold = 0.5;
    out.unit = "case";
    out.context = context;
    return out;
  }
};

stats::Ratings as_ratings(const Compared& c) {
  std::vector<double> value;
  for (std::size_t i = 0; i < c.call.size(); ++i) {
    value.push_back(c.call[i]);
    value.push_back(c.positive[i]);
  }
  const std::vector<double> scale{0, 1};
  return stats::ratings_from(value, 2, scale);
}

const stats::AgreementCoefficient& cohen() {
  return **core::find_entry(stats::agreement::all(), "cohen_kappa", "coefficient");
}

stats::Estimate estimate_of(const Ground& ground, const std::string& metric, const Compared& c) {
  stats::Estimate out;
  if (metric == "kappa") {
    stats::AgreementOptions options;
    options.level = ground.request.level;
    out = stats::estimate_agreement(
        cohen(), as_ratings(c),
        {c.unit, static_cast<std::uint32_t>(ground.reads.patient_key.size())}, options);
  } else {
    out = (*core::find_entry(metrics::all(), metric, "metric"))
              ->estimate(ground.cases(c), ground.options());
  }
  if (ground.reads.patient.empty()) {
    out.unit = "case";
    out.n_clusters = 0;
    out.design_effect = stats::unknown;
  }
  return out;
}

std::vector<double> band_replicates(const Ground& ground, const std::string& metric,
                                    const Compared& c) {
  if (metric != "kappa")
    return (*core::find_entry(metrics::all(), metric, "metric"))
        ->replicates(ground.cases(c), ground.weights, ground.options());
  std::vector<double> out;
  const stats::Ratings ratings = as_ratings(c);
  for_each_replicate(ratings, ground.weights,
                     {c.unit, static_cast<std::uint32_t>(ground.reads.patient_key.size())},
                     [&](std::span<const double> weight) {
                       const auto found = cohen().compute(ratings, weight, {}, false);
                       out.push_back(found.absent_code.empty() ? found.value : stats::unknown);
                     });
  return out;
}

// Majority of the reference readers but one; NaN: tie or nobody.
std::vector<double> reference_without(const Ground& ground, const RatedFinding& finding,
                                      std::size_t reader) {
  const std::size_t readers = ground.reads.readers.size();
  std::vector<double> out;
  for (std::size_t c = 0; c < ground.reads.cases.size(); ++c) {
    int votes = 0;
    for (const std::size_t r : ground.reference) {
      const double v = finding.at(c, r, readers);
      if (r != reader && !std::isnan(v)) votes += v == 1 ? 1 : -1;
    }
    out.push_back(votes == 0 ? stats::unknown : votes > 0 ? 1 : 0);
  }
  return out;
}

Compared beside(const Ground& ground, const std::vector<double>& call,
                const std::vector<double>& reference) {
  Compared out;
  for (std::size_t c = 0; c < call.size(); ++c) {
    if (std::isnan(call[c]) || std::isnan(reference[c])) continue;
    out.call.push_back(call[c]);
    out.positive.push_back(reference[c] == 1 ? 1 : 0);
    out.unit.push_back(ground.unit_of_case[c]);
  }
  return out;
}

stats::Estimate by_bootstrap(const Ground& ground, const std::string& metric, double value,
                             std::vector<double> drawn, std::uint64_t n) {
  stats::Estimate out;
  out.metric = metric;
  out.value = value;
  out.level = ground.request.level;
  out.unit = ground.reads.patient.empty() ? "case" : "patient";
  out.n = n;
  out.n_clusters = ground.reads.patient.empty() ? 0 : ground.reads.patient_key.size();
  if (std::isnan(value)) {
    out.absent_code = "readers.no-band";
    out.absent_reason = "a reader or the model has no value";
    return out;
  }
  out.interval = percentile_interval(std::move(drawn), ground.request.level);
  out.method = bootstrap_method(!ground.reads.patient.empty(), ground.request.replicates);
  return out;
}

// Value and replicates of one metric for one reader or the model.
struct Drawn {
  double value = stats::unknown;
  std::vector<double> replicates;
};

// f over several drawn quantities, value and replicate by replicate.
template <typename F>
Drawn combined(const std::vector<Drawn>& parts, F f) {
  Drawn out;
  std::vector<double> row;
  for (const Drawn& part : parts) row.push_back(part.value);
  out.value = f(row);
  for (std::size_t b = 0; b < parts[0].replicates.size(); ++b) {
    for (std::size_t i = 0; i < parts.size(); ++i) row[i] = parts[i].replicates[b];
    out.replicates.push_back(f(row));
  }
  return out;
}

bool has_hole(const std::vector<double>& row) {
  return std::any_of(row.begin(), row.end(), [](double v) { return std::isnan(v); });
}
double mean_of(const std::vector<double>& row) {
  return std::accumulate(row.begin(), row.end(), 0.0) / static_cast<double>(row.size());
}
double least_of(const std::vector<double>& row) {
  return has_hole(row) ? stats::unknown : *std::min_element(row.begin(), row.end());
}
double greatest_of(const std::vector<double>& row) {
  return has_hole(row) ? stats::unknown : *std::max_element(row.begin(), row.end());
}
double mean_difference(const std::vector<double>& row) {
  double sum = 0;
  double pairs = 0;
  for (std::size_t a = 0; a < row.size(); ++a)
    for (std::size_t b = a + 1; b < row.size(); ++b, pairs += 1) sum += std::abs(row[a] - row[b]);
  return pairs > 0 ? sum / pairs : stats::unknown;
}

Place place_of(const stats::Estimate& against_worst, const stats::Estimate& against_best) {
  if (!against_worst.has_interval() || !against_best.has_interval()) return Place::unknown;
  if (against_best.interval.lower > 0) return Place::above;
  if (against_worst.interval.upper < 0) return Place::below;
  const bool over_worst = against_worst.interval.lower > 0;
  const bool under_best = against_best.interval.upper < 0;
  if (over_worst && under_best) return Place::within;
  if (over_worst) return Place::touches_upper;
  return under_best ? Place::touches_lower : Place::unknown;
}

BandMetric band_of(const Ground& ground, const std::string& metric,
                   const std::vector<Compared>& readers, const std::vector<Compared>& model) {
  BandMetric out;
  out.metric = metric;
  std::vector<Drawn> of_readers;
  std::vector<Drawn> of_model;
  for (const Compared& c : readers) {
    out.reader.push_back(estimate_of(ground, metric, c));
    of_readers.push_back({out.reader.back().value, band_replicates(ground, metric, c)});
  }
  const std::uint64_t n = readers.empty() ? 0 : readers[0].call.size();
  const Drawn floor = combined(of_readers, mean_difference);
  out.noise_floor = by_bootstrap(ground, metric, floor.value, floor.replicates, n);
  if (ground.request.claimed_margin && out.noise_floor.is_estimable())
    out.claim_is_finer = *ground.request.claimed_margin < out.noise_floor.value;
  if (model.empty()) return out;
  for (const Compared& c : model)
    of_model.push_back({estimate_of(ground, metric, c).value, band_replicates(ground, metric, c)});
  const Drawn mean = combined(of_model, mean_of);
  const Drawn worst = combined(of_readers, least_of);
  const Drawn best = combined(of_readers, greatest_of);
  const auto minus = [](const std::vector<double>& row) { return row[0] - row[1]; };
  const Drawn from_worst = combined({mean, worst}, minus);
  const Drawn from_best = combined({mean, best}, minus);
  out.model = by_bootstrap(ground, metric, mean.value, mean.replicates, n);
  out.against_worst = by_bootstrap(ground, metric, from_worst.value, from_worst.replicates, n);
  out.against_best = by_bootstrap(ground, metric, from_best.value, from_best.replicates, n);
  out.place = place_of(out.against_worst, out.against_best);
  return out;
}

ReaderOnRoc on_roc(const Ground& ground, const std::string& reader, const Compared& calls,
                   const Compared& scores) {
  ReaderOnRoc out;
  out.reader = reader;
  out.sensitivity = estimate_of(ground, "sensitivity", calls);
  out.specificity = estimate_of(ground, "specificity", calls);
  const RocAt roc(scores.call, scores.positive, scores.unit);
  const Drawn sens{out.sensitivity.value, band_replicates(ground, "sensitivity", calls)};
  const Drawn spec{out.specificity.value, band_replicates(ground, "specificity", calls)};
  Drawn model{roc.sensitivity_at(out.specificity.value, {}), {}};
  std::vector<double> weight(ground.weights.units());
  for (unsigned b = 0; b < ground.weights.replicates(); ++b) {
    for (std::size_t u = 0; u < weight.size(); ++u) weight[u] = ground.weights.weight(u, b);
    model.replicates.push_back(roc.sensitivity_at(spec.replicates[b], weight));
  }
  const Drawn advantage =
      combined({model, sens}, [](const std::vector<double>& row) { return row[0] - row[1]; });
  const std::uint64_t n = scores.call.size();
  out.model_sensitivity = by_bootstrap(ground, "sensitivity", model.value, model.replicates, n);
  out.advantage = by_bootstrap(ground, "sensitivity", advantage.value, advantage.replicates, n);
  return out;
}

core::Result<std::vector<std::size_t>> indexes(const Reads& reads,
                                               const std::vector<std::string>& wanted) {
  std::vector<std::size_t> out;
  for (const std::string& one : wanted) {
    const auto at = std::find(reads.readers.begin(), reads.readers.end(), one);
    if (at == reads.readers.end())
      return core::Error("readers.unknown-name", "no reader is named \"" + one + "\"", {},
                         "choose among: " + core::join(reads.readers, ", "));
    out.push_back(static_cast<std::size_t>(at - reads.readers.begin()));
  }
  return out;
}

FindingBand band_of_finding(const Ground& ground, const RatedFinding& finding,
                            const ModelOutput* model) {
  FindingBand out;
  out.finding = finding.name;
  out.cases = ground.reads.cases.size();
  const std::size_t readers = ground.reads.readers.size();
  const bool is_call =
      model != nullptr && std::all_of(model->score.begin(), model->score.end(),
                                      [](double v) { return std::isnan(v) || v == 0 || v == 1; });
  const bool has_calls = model != nullptr && (is_call || ground.request.threshold);
  std::vector<double> model_call;
  if (has_calls)
    for (const double v : model->score)
      model_call.push_back(std::isnan(v)                                      ? v
                           : v >= (is_call ? 0.5 : *ground.request.threshold) ? 1
                                                                              : 0);
  std::vector<Compared> of_readers;
  std::vector<Compared> of_model;
  for (const std::size_t r : ground.compared) {
    const auto reference = reference_without(ground, finding, r);
    std::vector<double> call;
    for (std::size_t c = 0; c < ground.reads.cases.size(); ++c) {
      call.push_back(finding.at(c, r, readers));
      out.ties += std::isnan(reference[c]) ? 1 : 0;
    }
    of_readers.push_back(beside(ground, call, reference));
    if (of_readers.back().call.empty()) {
      of_readers.pop_back();
      continue;
    }
    out.readers.push_back(ground.reads.readers[r]);
    if (has_calls) of_model.push_back(beside(ground, model_call, reference));
    if (model != nullptr && !is_call)
      out.roc.push_back(on_roc(ground, ground.reads.readers[r], of_readers.back(),
                               beside(ground, model->score, reference)));
  }
  if (!of_readers.empty())
    for (const std::string& metric : ground.request.metrics)
      out.metrics.push_back(band_of(ground, metric, of_readers, of_model));
  return out;
}

}  // namespace

core::Result<BandResult> measure_band(const Reads& reads, const std::vector<ModelOutput>& model,
                                      const BandRequest& request, const core::Context& context) {
  for (const std::string& metric : request.metrics)
    if (metric != "kappa")
      if (auto found = core::find_entry(metrics::all(), metric, "metric"); !found)
        return std::move(found).error();
  auto reference = indexes(reads, request.reference);
  if (!reference) return std::move(reference).error();
  auto compared = indexes(reads, request.compared);
  if (!compared) return std::move(compared).error();
  std::vector<std::size_t> every(reads.readers.size());
  std::iota(every.begin(), every.end(), std::size_t{0});
  if (compared->empty())
    for (const std::size_t r : every)
      if (std::find(reference->begin(), reference->end(), r) == reference->end())
        compared->push_back(r);
  if (reference->empty()) *reference = every;
  if (reference->size() < 2 || compared->empty())
    return core::Error("readers.one-reader",
                       "the reference needs two readers, and the band one more at least", {},
                       "name them with --reference and --compare, or give more readers");
  Ground ground{
      reads,
      request,
      context,
      PatientWeights::poisson(reads.patient_key, std::max(1U, request.replicates), context),
      {},
      *reference,
      *compared};
  for (std::size_t c = 0; c < reads.cases.size(); ++c)
    ground.unit_of_case.push_back(reads.patient.empty() ? static_cast<std::uint32_t>(c)
                                                        : reads.patient[c]);
  BandResult out;
  check_reads(reads, out.odd);
  for (const RatedFinding& finding : reads.findings) {
    if (!finding.is_binary) {
      out.odd.add(core::Severity::excluded, "readers.not-binary", finding.name,
                  "is no yes or no; the band is made of sensitivity and its kin");
      continue;
    }
    const auto of_model = std::find_if(model.begin(), model.end(), [&](const ModelOutput& one) {
      return one.finding == finding.name;
    });
    out.findings.push_back(
        band_of_finding(ground, finding, of_model == model.end() ? nullptr : &*of_model));
  }
  if (out.findings.empty())
    return core::Error("readers.not-binary", "no finding is a yes or no", {},
                       "band the ratings first, or ask for readers agreement");
  return out;
}

core::Result<std::vector<ModelOutput>> model_output(const Reads& reads, const cohort::Table& table,
                                                    const std::string& case_column,
                                                    core::Findings& findings) {
  auto column = table.column(case_column);
  if (!column) return std::move(column).error().while_doing("reading the model's output");
  std::map<std::string, std::size_t> row_of;
  for (std::size_t r = 0; r < table.rows(); ++r)
    row_of.try_emplace(std::string(core::trim((*column)->raw(r))), r);
  if (std::none_of(reads.cases.begin(), reads.cases.end(),
                   [&](const std::string& name) { return row_of.contains(name); }))
    return core::Error("readers.model-missed-all",
                       "column \"" + case_column + "\" has none of the cases that were read",
                       {.file = table.origin(), .row = std::nullopt, .column = "", .tag = ""},
                       "name the model's case column with --model-case");
  std::vector<ModelOutput> out;
  for (const RatedFinding& finding : reads.findings) {
    const cohort::Column* scores = table.find(finding.name);
    if (scores == nullptr) continue;
    const auto values = scores->cells->numbers(1);
    ModelOutput one{finding.name, {}};
    for (const std::string& name : reads.cases) {
      const auto row = row_of.find(name);
      if (row == row_of.end())
        findings.add(core::Severity::warning, "readers.model-missed-case", finding.name,
                     "the model has no output for a case that was read");
      one.score.push_back(row == row_of.end() ? stats::unknown : values.value[row->second]);
    }
    out.push_back(std::move(one));
  }
  if (out.empty())
    return core::Error("readers.unknown-name", "the model's table has no column of any finding",
                       {.file = table.origin(), .row = std::nullopt, .column = "", .tag = ""},
                       "name its columns as the readers' findings");
  return out;
}

}  // namespace secondsite::readers
