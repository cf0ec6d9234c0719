#include "secondsite/readers/reader_consensus.h"

#include <algorithm>
#include <cmath>

#include "secondsite/cohort/build.h"
#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/labels/support/latent_classes.h"
#include "secondsite/readers/pattern_bootstrap.h"
#include "secondsite/stats/clustered_mean.h"
#include "secondsite/stats/proportion.h"

namespace secondsite::readers {
namespace {

bool is_latent(const labels::Consensus& consensus) {
  return !consensus.readers.empty() && !consensus.readers[0].confusion.empty();
}

void note_oddities(const Reads& reads, const FindingConsensus& found, core::Findings& odd) {
  const labels::Consensus& consensus = found.consensus;
  if (consensus.ties > 0)
    odd.add(core::Severity::excluded, "consensus.tie", found.finding,
            "a case on which the readers are tied", {}, consensus.ties);
  if (!is_latent(consensus)) return;
  const auto read = std::count_if(consensus.readers.begin(), consensus.readers.end(),
                                  [](const auto& reader) { return reader.readings > 0; });
  if (read < 3 && consensus.categories == 2)
    odd.add(core::Severity::warning, "consensus.two-readers", found.finding,
            "error rates of two readers are not identified");
  if (!consensus.converged)
    odd.add(core::Severity::warning, "consensus.not-converged", found.finding,
            "EM did not come to rest");
  const std::size_t q = consensus.categories;
  for (std::size_t r = 0; r < consensus.readers.size(); ++r) {
    double right = 0;
    for (std::size_t t = 0; t < q; ++t) right += consensus.readers[r].confusion[t * q + t];
    if (consensus.readers[r].readings > 0 && right < 1)
      odd.add(core::Severity::warning, "consensus.flipped", reads.readers[r],
              "is held to be wrong more often than right about " + found.finding);
  }
}

stats::Estimate begin(const char* metric, double value, const Reads& reads,
                      const ConsensusRequest& request, std::uint64_t n) {
  stats::Estimate out;
  out.metric = metric;
  out.value = value;
  out.level = request.level;
  out.unit = reads.patient.empty() ? "case" : "patient";
  out.n = n;
  out.n_clusters = reads.patient.empty() ? 0 : reads.patient_key.size();
  return out;
}

stats::Estimate mean_over_cases(const char* metric, const std::vector<double>& value,
                                const Reads& reads, const ConsensusRequest& request) {
  return stats::clustered_mean(metric, value, reads.clusters(), request.level, true,
                               "consensus.no-readings");
}

// The share of the cases with 1 among those with a number (NaN: none).
stats::Estimate share_of_cases(const char* metric, const std::vector<double>& value,
                               const Reads& reads, const ConsensusRequest& request) {
  std::vector<std::uint8_t> success;
  std::vector<std::uint32_t> patient;
  for (std::size_t c = 0; c < value.size(); ++c) {
    if (std::isnan(value[c])) continue;
    success.push_back(value[c] == 1 ? 1 : 0);
    if (!reads.patient.empty()) patient.push_back(reads.patient[c]);
  }
  stats::ProportionOptions options;
  options.level = request.level;
  options.metric = metric;
  const auto share = stats::proportion({success, patient, reads.patient_key}, options);
  return share ? *share : begin(metric, std::nan(""), reads, request, 0);
}

// Sensitivity, specificity and prevalence with patient bootstrap intervals.
void add_errors(const Reads& reads, const ConsensusRequest& request, const core::Context& context,
                FindingConsensus& found) {
  const labels::Consensus& at = found.consensus;
  const std::size_t readers = reads.readers.size();
  labels::LatentStart start{{}, at.prevalence};
  for (const auto& reader : at.readers)
    start.confusion.insert(start.confusion.end(), reader.confusion.begin(), reader.confusion.end());
  std::vector<std::vector<double>> sensitivity(readers);
  std::vector<std::vector<double>> specificity(readers);
  std::vector<double> prevalence;
  if (request.replicates > 0) {
    const auto weights =
        metrics::PatientWeights::poisson(reads.patient_key, request.replicates, context);
    for_each_replicate(
        found.ratings, weights, reads.clusters(), [&](std::span<const double> weight) {
          const auto again =
              labels::fit_latent_classes(found.ratings, weight, start,
                                         {.estimate_prevalence = request.rule != "staple",
                                          .tolerance = 1e-5,
                                          .most_rounds = 200});
          prevalence.push_back(again.prevalence[1]);
          for (std::size_t r = 0; r < readers; ++r) {
            sensitivity[r].push_back(again.readers[r].confusion[3]);
            specificity[r].push_back(again.readers[r].confusion[0]);
          }
        });
  }
  const std::string method = bootstrap_method(!reads.patient.empty(), request.replicates);
  const auto estimate = [&](const char* metric, double value, std::vector<double> drawn,
                            std::uint64_t n) {
    stats::Estimate out = begin(metric, value, reads, request, n);
    out.interval = percentile_interval(std::move(drawn), request.level);
    out.method = request.rule + "; " + (out.has_interval() ? method : "value only");
    out.definitions.push_back({"readers", "independent given the truth"});
    return out;
  };
  if (request.rule != "staple")
    found.prevalence = estimate("prevalence", at.prevalence[1], prevalence, found.labelled);
  for (std::size_t r = 0; r < readers; ++r) {
    const auto n = static_cast<std::uint64_t>(at.readers[r].readings);
    if (n == 0) continue;
    found.readers.push_back(
        {reads.readers[r], estimate("sensitivity", at.readers[r].confusion[3], sensitivity[r], n),
         estimate("specificity", at.readers[r].confusion[0], specificity[r], n)});
  }
}

// Without the only reader who read anything there is no label at all.
void leave_each_out(const Reads& reads, const ConsensusRequest& request,
                    const labels::ConsensusRule& rule, FindingConsensus& found) {
  for (std::uint32_t r = 0; r < reads.readers.size(); ++r) {
    const auto others = rule.apply(labels::without_reader(found.ratings, r), request.options);
    std::vector<double> changed;
    std::vector<double> agrees;
    for (std::size_t c = 0; c < reads.cases.size(); ++c) {
      const std::int32_t all = found.consensus.label(found.ratings, c);
      const std::int32_t rest = others ? others->label(found.ratings, c) : -1;
      const std::optional<std::uint32_t> said =
          stats::code_of(found.ratings, found.ratings.pattern_of_unit[c], r);
      changed.push_back(all < 0 ? std::nan("") : (rest != all ? 1 : 0));
      agrees.push_back(rest < 0 || !said ? std::nan("")
                                         : (static_cast<std::uint32_t>(rest) == *said ? 1 : 0));
    }
    found.left_out.push_back({reads.readers[r],
                              share_of_cases("labels_changed", changed, reads, request),
                              share_of_cases("agreement_with_others", agrees, reads, request)});
  }
}

}  // namespace

core::Result<ConsensusResult> make_consensus(const Reads& reads, const ConsensusRequest& request,
                                             const core::Context& context) {
  auto rule = core::find_entry(labels::consensus_rules::all(), request.rule, "consensus rule");
  if (!rule) return std::move(rule).error();
  ConsensusResult out;
  check_reads(reads, out.odd);
  for (const RatedFinding& finding : reads.findings) {
    FindingConsensus found;
    found.finding = finding.name;
    found.ratings = ratings_of(reads, finding);
    if (found.ratings.categories() > stats::most_categories)
      return core::Error("agreement.too-many-categories",
                         finding.name + " has " + std::to_string(found.ratings.categories()) +
                             " different values; a consensus needs categories",
                         {}, "take the mean of the readers instead");
    auto made = (*rule)->apply(found.ratings, request.options);
    if (!made)
      return std::move(made).error().while_doing("making the consensus of " + finding.name);
    found.consensus = *std::move(made);
    std::vector<double> positive;
    std::vector<double> doubt;
    for (std::size_t c = 0; c < reads.cases.size(); ++c) {
      const std::int32_t label = found.consensus.label(found.ratings, c);
      found.labelled += label >= 0 ? 1 : 0;
      found.positive += finding.is_binary && label == 1 ? 1 : 0;
      positive.push_back(label < 0 ? std::nan("") : label);
      doubt.push_back(label < 0 ? std::nan("")
                                : 1 - found.consensus.posterior(
                                          found.ratings, c)[static_cast<std::size_t>(label)]);
    }
    if (is_latent(found.consensus))
      found.expected_error = mean_over_cases("expected_label_error", doubt, reads, request);
    if (finding.is_binary)
      found.prevalence = share_of_cases("prevalence", positive, reads, request);
    if (finding.is_binary && is_latent(found.consensus)) add_errors(reads, request, context, found);
    if (reads.readers.size() > 2) leave_each_out(reads, request, **rule, found);
    note_oddities(reads, found, out.odd);
    out.findings.push_back(std::move(found));
  }
  return out;
}

core::Result<cohort::Table> consensus_table(const Reads& reads, const ConsensusResult& result) {
  std::vector<std::string> names{"case"};
  for (const FindingConsensus& found : result.findings) {
    names.push_back(found.finding);
    names.push_back(found.finding + " probability");
  }
  std::vector<std::vector<std::string>> cells;
  for (std::size_t c = 0; c < reads.cases.size(); ++c) {
    std::vector<std::string> row{reads.cases[c]};
    for (std::size_t f = 0; f < result.findings.size(); ++f) {
      const FindingConsensus& found = result.findings[f];
      const RatedFinding& finding = reads.findings[f];
      const std::int32_t label = found.consensus.label(found.ratings, c);
      const auto soft = found.consensus.posterior(found.ratings, c);
      if (label < 0)
        row.emplace_back();
      else if (finding.level.empty())
        row.push_back(core::exact(found.ratings.category[static_cast<std::size_t>(label)]));
      else
        row.push_back(finding.level[static_cast<std::size_t>(label)]);
      if (found.ratings.readings(found.ratings.pattern_of_unit[c]) == 0)
        row.emplace_back();
      else
        row.push_back(core::fixed(
            finding.is_binary ? soft[1] : *std::max_element(soft.begin(), soft.end()), 6));
    }
    cells.push_back(std::move(row));
  }
  return cohort::table_from_texts("consensus", std::move(names), cells);
}

}  // namespace secondsite::readers
