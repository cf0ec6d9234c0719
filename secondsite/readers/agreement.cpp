#include "secondsite/readers/agreement.h"

#include <algorithm>
#include <cmath>

#include "secondsite/core/parallel.h"
#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/readers/pattern_bootstrap.h"
#include "secondsite/stats/agreement/support/fleiss.h"

namespace secondsite::readers {
namespace {

using stats::AgreementCoefficient;

bool is_measurement(const RatedFinding& finding, const stats::Ratings& ratings) {
  if (!finding.level.empty()) return false;
  return ratings.categories() > most_levels ||
         std::any_of(ratings.category.begin(), ratings.category.end(),
                     [](double v) { return v != std::floor(v); });
}

std::vector<std::string> suitable(const RatedFinding& finding, const stats::Ratings& ratings) {
  if (is_measurement(finding, ratings))
    return {"icc_1_1",           "icc_2_1",           "icc_3_1",
            "icc_2_k",           "bland_altman_bias", "bland_altman_lower",
            "bland_altman_upper"};
  std::vector<std::string> out{"percent_agreement", "cohen_kappa",        "fleiss_kappa",
                               "conger_kappa",      "krippendorff_alpha", "gwet_ac",
                               "brennan_prediger"};
  if (!finding.is_binary && finding.level.empty()) out.push_back("icc_2_1");
  return out;
}

// Numbers with more than two values have an order at least; names have none.
stats::RatingScale guessed_scale(const RatedFinding& finding, const stats::Ratings& ratings) {
  if (!finding.level.empty() || ratings.categories() <= 2) return stats::RatingScale::nominal;
  return is_measurement(finding, ratings) ? stats::RatingScale::interval
                                          : stats::RatingScale::ordinal;
}

// One coefficient on one set of ratings.
struct Job {
  std::string finding;
  std::string first;
  std::string second;
  const stats::Ratings* ratings = nullptr;
  const AgreementCoefficient* coefficient = nullptr;
  stats::AgreementOptions options;
};

// The coefficient in each bootstrap replicate; NaN where it has no value.
std::vector<double> agreement_replicates(const Job& job, const metrics::PatientWeights& weights,
                                         stats::Clusters clusters) {
  std::vector<double> out;
  for_each_replicate(*job.ratings, weights, clusters, [&](std::span<const double> weight) {
    const auto found = job.coefficient->compute(*job.ratings, weight, job.options, false);
    out.push_back(found.absent_code.empty() ? found.value : std::nan(""));
  });
  return out;
}

void add_bootstrap(stats::Estimate& estimate, std::vector<double> replicates, bool by_patient) {
  const auto drawn = static_cast<unsigned>(replicates.size());
  const stats::Interval interval = percentile_interval(std::move(replicates), estimate.level);
  if (!std::isnan(interval.lower))
    estimate.other_intervals.push_back({bootstrap_method(by_patient, drawn), interval});
}

void add_categories(const RatedFinding& finding, const stats::Ratings& ratings,
                    const AgreementRequest& request, std::vector<CategoryRow>& rows) {
  if (ratings.categories() < 3 || is_measurement(finding, ratings)) return;
  for (const auto& found : stats::agreement::fleiss_by_category(ratings)) {
    CategoryRow row;
    row.finding = finding.name;
    row.category = finding.level.empty() ? core::exact(found.category)
                                         : finding.level[static_cast<std::size_t>(found.category)];
    row.kappa.metric = "fleiss_kappa";
    row.kappa.level = request.options.level;
    row.kappa.unit = request.unit;
    row.kappa.n = ratings.units();
    row.kappa.method = "value and test only";
    row.kappa.value = found.value;
    if (std::isnan(found.value)) {
      row.kappa.absent_code = "agreement.no-variation";
      row.kappa.absent_reason = "nobody or everybody gave this category";
    } else {
      stats::TestResult test;
      test.method = "no agreement beyond chance (Fleiss, Nee & Landis 1979)";
      test.statistic = found.z;
      test.p_value = found.p_value;
      row.kappa.test = test;
    }
    rows.push_back(std::move(row));
  }
}

}  // namespace

core::Result<AgreementResult> measure_agreement(const Reads& reads, const AgreementRequest& request,
                                                const core::Context& context) {
  if (reads.readers.size() < 2)
    return core::Error("readers.one-reader", "there is only one reader", {},
                       "agreement needs two readers of the same cases");
  std::vector<const AgreementCoefficient*> asked;
  for (const std::string& id : request.coefficients) {
    auto entry = core::find_entry(stats::agreement::all(), id, "coefficient of agreement");
    if (!entry) return std::move(entry).error();
    asked.push_back(*entry);
  }
  AgreementResult out;
  out.readers = reads.readers;
  out.cases = reads.cases.size();
  out.patients = reads.patient.empty() ? 0 : reads.patient_key.size();
  check_reads(reads, out.findings);

  std::vector<stats::Ratings> whole;
  for (const RatedFinding& finding : reads.findings) whole.push_back(ratings_of(reads, finding));
  std::vector<std::vector<stats::Ratings>> pairs(whole.size());
  std::vector<Job> jobs;
  for (std::size_t f = 0; f < whole.size(); ++f) {
    const RatedFinding& finding = reads.findings[f];
    add_categories(finding, whole[f], request, out.categories);
    auto chosen = asked;
    if (chosen.empty())
      for (const std::string& id : suitable(finding, whole[f]))
        chosen.push_back(*core::find_entry(stats::agreement::all(), id, "coefficient"));
    stats::AgreementOptions options = request.options;
    if (!request.scale_stated) options.scale = guessed_scale(finding, whole[f]);
    for (const AgreementCoefficient* coefficient : chosen)
      if (!coefficient->two_readers || reads.readers.size() == 2)
        jobs.push_back({finding.name, "", "", &whole[f], coefficient, options});
    if (!request.pairwise || reads.readers.size() == 2) continue;
    const auto readers = static_cast<std::uint32_t>(reads.readers.size());
    pairs[f].reserve(std::size_t{readers} * (readers - 1) / 2);
    for (std::uint32_t a = 0; a < readers; ++a)
      for (std::uint32_t b = a + 1; b < readers; ++b) {
        pairs[f].push_back(stats::pair_of(whole[f], a, b));
        for (const AgreementCoefficient* coefficient : chosen)
          if (coefficient->two_readers)
            jobs.push_back({finding.name, reads.readers[a], reads.readers[b], &pairs[f].back(),
                            coefficient, options});
      }
  }

  const stats::Clusters clusters = reads.clusters();
  std::optional<metrics::PatientWeights> weights;
  if (request.replicates > 0)
    weights = metrics::PatientWeights::poisson(reads.patient_key, request.replicates, context);
  out.rows.resize(jobs.size());
  core::parallel_for(jobs.size(), context.threads, [&](std::size_t j) {
    const Job& job = jobs[j];
    if (context.stopped()) return;
    AgreementRow& row = out.rows[j];
    row = {job.finding, std::string(job.coefficient->id), job.first, job.second,
           stats::estimate_agreement(*job.coefficient, *job.ratings, clusters, job.options,
                                     request.unit)};
    if (weights && row.estimate.is_estimable())
      add_bootstrap(row.estimate, agreement_replicates(job, *weights, clusters),
                    !reads.patient.empty());
  });
  return out;
}

core::Json to_json(const AgreementResult& result) {
  core::Json rows = core::Json::array();
  for (const AgreementRow& row : result.rows) {
    core::Json one{{"finding", row.finding}, {"coefficient", row.coefficient}};
    if (!row.first.empty()) one["readers"] = {row.first, row.second};
    one["estimate"] = stats::to_json(row.estimate);
    rows.push_back(std::move(one));
  }
  core::Json categories = core::Json::array();
  for (const CategoryRow& row : result.categories)
    categories.push_back({{"finding", row.finding},
                          {"category", row.category},
                          {"estimate", stats::to_json(row.kappa)}});
  return {{"readers", result.readers},
          {"cases", result.cases},
          {"patients", result.patients},
          {"agreement", rows},
          {"categories", categories}};
}

}  // namespace secondsite::readers
