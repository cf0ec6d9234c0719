#include <cmath>
#include <map>

#include "csv.h"
#include "oracle.h"
#include "secondsite/core/registry.h"
#include "secondsite/readers/reads.h"
#include "secondsite/stats/agreement/support/fleiss.h"
#include "secondsite/stats/agreement_coefficient.h"

namespace secondsite::oracles::sets {
namespace {

using stats::AgreementOptions;
using stats::AgreementWeights;
using stats::Ratings;
using stats::RatingScale;

stats::Estimate of(std::string_view id, const Ratings& ratings, AgreementOptions options = {}) {
  return stats::estimate_agreement(
      **core::find_entry(stats::agreement::all(), id, "coefficient of agreement"), ratings, {},
      options);
}

readers::Reads wide(const std::string& path) {
  core::Findings findings;
  auto table = cohort::read_table(path, {}, findings);
  if (!table) throw std::runtime_error(table.error().text());
  auto read = readers::reads_from({{"table", *std::move(table)}}, {}, {}, findings);
  if (!read) throw std::runtime_error(read.error().text());
  return std::move(read->reads);
}

Ratings ratings(const std::string& path) {
  const readers::Reads reads = wide(path);
  return readers::ratings_of(reads, reads.findings[0]);
}

void fleiss_1971(const std::string& folder, Recorder& record) {
  const Ratings r = ratings(folder + "/fleiss1971_diagnoses_irr.csv");
  const std::string published = "Fleiss 1971 (three digits)";
  const auto kappa = of("fleiss_kappa", r);
  record.expect("Fleiss 1971 kappa", .430, kappa.value, 5e-4, published);
  record.expect("Fleiss 1971 z", 17.7, kappa.test->statistic, .05, "R irr kappam.fleiss");
  const double each[] = {.245, .245, .520, .471, .566};
  const auto by_category = stats::agreement::fleiss_by_category(r);
  for (std::size_t k = 0; k < 5; ++k)
    record.expect("Fleiss 1971 kappa of category " + std::to_string(k + 1), each[k],
                  by_category[k].value, 5e-4, published);
  record.expect("exact (Conger)", .442, of("conger_kappa", r).value, 5e-4,
                "R irr kappam.fleiss(exact = TRUE)");
  record.expect("Light", .459, of("light_kappa", r).value, 5e-4, "R irr kappam.light");
  record.expect("Cohen, readers 2 and 3", .631, of("cohen_kappa", stats::pair_of(r, 1, 2)).value,
                5e-4, "R irr kappa2");
}

void anxiety(const std::string& folder, Recorder& record) {
  const Ratings r = ratings(folder + "/irr_anxiety.csv");
  const Ratings pair = stats::pair_of(r, 0, 1);
  record.expect("anxiety, weighted kappa, equal", .189,
                of("cohen_kappa", pair, {.weights = AgreementWeights::linear}).value, 5e-4,
                "R irr kappa2(weight = equal)");
  record.expect("anxiety, weighted kappa, squared", .297,
                of("cohen_kappa", pair, {.weights = AgreementWeights::quadratic}).value, 5e-4,
                "R irr kappa2(weight = squared)");
  const auto agreement = of("icc_2_1", r);
  record.expect("anxiety ICC(A,1)", .198, agreement.value, 5e-4, "R irr icc");
  record.expect("anxiety ICC(A,1) lower", -.039, agreement.interval.lower, 5e-4, "R irr icc");
  record.expect("anxiety ICC(A,1) upper", .494, agreement.interval.upper, 5e-4, "R irr icc");
  const auto consistency = of("icc_3_k", r);
  record.expect("anxiety ICC(C,3)", .453, consistency.value, 5e-4, "R irr icc");
  record.expect("anxiety ICC(C,3) lower", -.153, consistency.interval.lower, 5e-4, "R irr icc");
  record.expect("anxiety ICC(C,3) upper", .766, consistency.interval.upper, 5e-4, "R irr icc");
}

void vision(const std::string& folder, Recorder& record) {
  const Ratings r = ratings(folder + "/irr_vision.csv");
  record.expect("vision, cases", 7477, static_cast<double>(r.units()), 0, "R irr");
  const auto kappa = [&](AgreementWeights weights) {
    return of("cohen_kappa", r, {.weights = weights}).value;
  };
  record.expect("vision, kappa", .595, kappa(AgreementWeights::identity), 5e-4, "R irr kappa2");
  record.expect("vision, kappa, equal", .652, kappa(AgreementWeights::linear), 5e-4,
                "R irr kappa2");
  record.expect("vision, kappa, squared", .702, kappa(AgreementWeights::quadratic), 5e-4,
                "R irr kappa2");
}

void shrout_fleiss(const std::string& folder, Recorder& record) {
  const Ratings r = ratings(folder + "/shrout_fleiss_1979.csv");
  const struct {
    const char* id;
    double published;
    double computed;
  } rows[] = {{"icc_1_1", .17, .16574177}, {"icc_2_1", .29, .28976378},
              {"icc_3_1", .71, .71484071}, {"icc_1_k", .44, .44279713},
              {"icc_2_k", .62, .62005055}, {"icc_3_k", .91, .90931554}};
  for (const auto& row : rows) {
    record.expect(std::string(row.id) + ", published", row.published, of(row.id, r).value, 5e-3,
                  "Shrout & Fleiss 1979 (two digits)");
    record.expect(row.id, row.computed, of(row.id, r).value, 5.1e-9, "computed (SOURCE.md)");
  }
  record.expect("icc_2_1 lower", .018786513, of("icc_2_1", r).interval.lower, 5.1e-10,
                "computed (SOURCE.md)");
  record.expect("icc_2_1 upper", .76108437, of("icc_2_1", r).interval.upper, 5.1e-9,
                "computed (SOURCE.md)");
}

void krippendorff_gwet(const std::string& folder, Recorder& record) {
  const Ratings r = ratings(folder + "/krippendorff_gwet_4raters_12units.csv");
  const auto alpha = [&](RatingScale scale) {
    return of("krippendorff_alpha", r, {.scale = scale}).value;
  };
  const std::string krippendorff = "Krippendorff 2011 (eight digits, SOURCE.md)";
  record.expect("alpha, nominal", .74342105, alpha(RatingScale::nominal), 5.1e-9, krippendorff);
  record.expect("alpha, ordinal", .8153875, alpha(RatingScale::ordinal), 5.1e-8, krippendorff);
  record.expect("alpha, interval", .84910714, alpha(RatingScale::interval), 5.1e-9, krippendorff);
  record.expect("alpha, ratio", .79740277, alpha(RatingScale::ratio), 5.1e-9, krippendorff);
  const std::string gwet = "R irrCAC (five digits)";
  record.expect("AC1", .77544, of("gwet_ac", r).value, 5.1e-6, gwet);
  record.expect("AC1, standard error", .14295, of("gwet_ac", r).standard_error, 5.1e-6, gwet);
  record.expect("Fleiss with missing readings", .76117, of("fleiss_kappa", r).value, 5.1e-6, gwet);
  record.expect("Conger with missing readings", .76282, of("conger_kappa", r).value, 5.1e-6, gwet);
  record.expect("Krippendorff", .74342, of("krippendorff_alpha", r).value, 5.1e-6, gwet);
  record.expect("Brennan-Prediger", .77273, of("brennan_prediger", r).value, 5.1e-6, gwet);
  record.expect("observed agreement", .81818, of("percent_agreement", r).value, 5.1e-6, gwet);
}

void run(const std::string& folder, Recorder& record) try {
  fleiss_1971(folder, record);
  anxiety(folder, record);
  vision(folder, record);
  shrout_fleiss(folder, record);
  krippendorff_gwet(folder, record);
} catch (const std::exception& error) {
  record.fail(error.what());
}

}  // namespace

OracleSet agreement_tables() {
  return {.id = "agreement-tables",
          .title = "Coefficients of agreement: Fleiss, Shrout & Fleiss, Krippendorff, Gwet",
          .note = "Half of the last digit that was published or printed.",
          .run = run};
}

}  // namespace secondsite::oracles::sets
