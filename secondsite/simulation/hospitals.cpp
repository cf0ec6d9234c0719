#include "secondsite/simulation/hospitals.h"

#include <cmath>
#include <functional>

#include "secondsite/cohort/build.h"
#include "secondsite/core/random.h"
#include "secondsite/core/text.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::simulation {
namespace {

// A kind of image: what decides the distribution of its score.
struct Kind {
  bool away = false;
  bool portable = false;
  char vendor = 'A';
};

double logit(double p) {
  return std::log(p / (1 - p));
}
double logistic(double x) {
  return 1 / (1 + std::exp(-x));
}

double separation_of(const CohortSpec& spec, const Kind& kind) {
  return kind.away && kind.portable ? spec.separation_portable_away : spec.separation;
}

double shift_of(const CohortSpec& spec, const Kind& kind) {
  return kind.away && kind.vendor == 'B' ? spec.vendor_b_shift : 0;
}

// The model was calibrated at home: it turns z into the probability that is right there.
double score_of(const CohortSpec& spec, const Kind& kind, double z) {
  const double d = spec.separation;
  return logistic(d * z - d * d / 2 + logit(spec.home.prevalence) + shift_of(spec, kind));
}

// Where the scores of a kind lie on the scale of z: vendor B's are moved along it.
double offset_of(const CohortSpec& spec, const Kind& kind) {
  return shift_of(spec, kind) / spec.separation;
}

struct Weighted {
  Kind kind;
  double share = 0;
};

std::vector<Weighted> kinds_of(const HospitalSpec& hospital, bool away) {
  const double shares[] = {1 - hospital.vendor_b_share - hospital.vendor_c_share,
                           hospital.vendor_b_share, hospital.vendor_c_share};
  std::vector<Weighted> out;
  for (const bool portable : {false, true})
    for (int v = 0; v < 3; ++v)
      out.push_back(
          {{away, portable, "ABC"[v]},
           shares[v] * (portable ? hospital.portable_share : 1 - hospital.portable_share)});
  return out;
}

// The AUROC of a mixture of binormal groups: Σ w⁺ w⁻ Φ((μ⁺ − μ⁻) / √2).
double mixture_auroc(const CohortSpec& spec, const std::vector<Weighted>& kinds) {
  double sum = 0;
  double total = 0;
  for (const Weighted& positive : kinds)
    for (const Weighted& negative : kinds) {
      const double gap = separation_of(spec, positive.kind) + offset_of(spec, positive.kind) -
                         offset_of(spec, negative.kind);
      sum += positive.share * negative.share * stats::normal_cdf(gap / std::sqrt(2.0));
      total += positive.share * negative.share;
    }
  return sum / total;
}

std::vector<Weighted> only(std::vector<Weighted> kinds,
                           const std::function<bool(const Kind&)>& keep) {
  std::erase_if(kinds, [&](const Weighted& each) { return !keep(each.kind); });
  return kinds;
}

std::vector<Planted> truth_of(const CohortSpec& spec) {
  const std::vector<Weighted> home = kinds_of(spec.home, false);
  const std::vector<Weighted> away = kinds_of(spec.away, true);
  const std::string there = "hospital = " + spec.away.name;
  return {
      {"hospital = " + spec.home.name, "auroc", mixture_auroc(spec, home),
       "where the model was developed"},
      {there, "auroc", mixture_auroc(spec, away),
       "diluted by the portables and by vendor B's shifted scores"},
      {there + " and view = PA", "auroc",
       mixture_auroc(spec, only(away, [](const Kind& kind) { return !kind.portable; })),
       "the model itself is as good as at home; vendor B's shift mixes two scales"},
      {there + " and view = AP", "auroc",
       mixture_auroc(spec, only(away, [](const Kind& kind) { return kind.portable; })),
       "the planted gap: portables of the second hospital are really harder"},
      {"vendor = C", "auroc",
       mixture_auroc(spec, only(away, [](const Kind& kind) { return kind.vendor == 'C'; })),
       "too few patients to say"},
      {"hospital = " + spec.home.name, "prevalence", spec.home.prevalence, "label shift"},
      {there, "prevalence", spec.away.prevalence, "label shift"},
      {there + " and vendor = B", "logit shift", spec.vendor_b_shift,
       "vendor B's images are scored too high"},
  };
}

}  // namespace

CohortSpec default_cohort() {
  CohortSpec spec;
  spec.home = {"Northfield", 2400, 0.16, 0.25, 0.5, 0.0};
  spec.away = {"Riverside", 2200, 0.08, 0.35, 0.5, 0.02};
  return spec;
}

core::Result<VirtualCohort> draw_cohort(const CohortSpec& spec, const core::Context& context) {
  const core::Random random(context.seed, "virtual hospitals");
  std::vector<std::vector<std::string>> rows;
  for (const bool away : {false, true}) {
    const HospitalSpec& hospital = away ? spec.away : spec.home;
    for (unsigned p = 0; p < hospital.patients; ++p) {
      const std::string patient = std::string(away ? "R" : "N") + std::to_string(10000 + p);
      const std::uint64_t key = core::key_of(patient);
      // Draws of a patient have an index of their own each; images follow from 100 on, 10 an image.
      const bool diseased = random.uniform(key, 0) < hospital.prevalence;
      const double vendor_draw = random.uniform(key, 1);
      const char vendor = vendor_draw < hospital.vendor_c_share                             ? 'C'
                          : vendor_draw < hospital.vendor_c_share + hospital.vendor_b_share ? 'B'
                                                                                            : 'A';
      const std::string sex = random.uniform(key, 2) < 0.47 ? "F" : "M";
      const double age =
          std::clamp(60 + 16 * random.normal(key, 3) + (diseased ? 4 : 0), 18.0, 95.0);
      const double shared = random.normal(key, 4);
      const auto images = 1 + random.below(3, key, 5);
      for (std::uint64_t i = 0; i < images; ++i) {
        const std::uint64_t at = 100 + 10 * i;
        const Kind kind{away, random.uniform(key, at) < hospital.portable_share, vendor};
        const double noise = std::sqrt(spec.patient_correlation) * shared +
                             std::sqrt(1 - spec.patient_correlation) * random.normal(key, at + 1);
        const double z = noise + (diseased ? separation_of(spec, kind) : 0);
        rows.push_back({patient, patient + "_" + std::to_string(i + 1), hospital.name,
                        std::string(1, vendor), kind.portable ? "AP" : "PA", sex,
                        std::to_string(static_cast<int>(age)), diseased ? "1" : "0",
                        core::fixed(score_of(spec, kind, z), 6)});
      }
    }
  }
  auto table = cohort::table_from_texts("virtual hospitals",
                                        {"patient_id", "image_id", "hospital", "vendor", "view",
                                         "sex", "age", "disease", "disease_score"},
                                        rows);
  if (!table) return std::move(table).error();
  return VirtualCohort{std::move(*table), truth_of(spec)};
}

core::Json to_json(const std::vector<Planted>& truth) {
  core::Json out = core::Json::array();
  for (const Planted& fact : truth)
    out.push_back({{"where", fact.where},
                   {"what", fact.what},
                   {"value", fact.value},
                   {"because", fact.because}});
  return out;
}

}  // namespace secondsite::simulation
