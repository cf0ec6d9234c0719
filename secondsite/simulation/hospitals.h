#pragma once
// Two virtual hospitals at the level of scores, with planted truth: how does a model behave that
// was developed at one hospital and meets another, where prevalence differs, one vendor's images
// are scored too high, one group of patients is really harder, and one group is too small to say?

#include <string>
#include <vector>

#include "secondsite/cohort/table.h"
#include "secondsite/core/context.h"
#include "secondsite/core/json.h"
#include "secondsite/core/result.h"

namespace secondsite::simulation {

// What differs between images. Scores are binormal: a latent suspicion z is normal with variance 1,
// its mean is `separation` higher with disease; the score is a probability, logistic in z. So the
// true AUROC within a group is Φ(separation / √2).
struct HospitalSpec {
  std::string name;
  unsigned patients = 0;
  double prevalence = 0;      // of disease, by patient
  double portable_share = 0;  // of images that are AP portables
  double vendor_b_share = 0;
  double vendor_c_share = 0;  // the group that is too small to say
};

struct CohortSpec {
  HospitalSpec home;
  HospitalSpec away;
  double separation = 1.75;                // everywhere but below: AUROC 0.892
  double separation_portable_away = 0.95;  // the real gap: AP portables of the second hospital
  double vendor_b_shift =
      0.9;  // added to the logit of every score of vendor B at the second hospital
  double patient_correlation = 0.5;  // of z between images of one patient
};
CohortSpec default_cohort();

// One planted fact, for comparison with what an evaluation says.
struct Planted {
  std::string where;  // "site = Riverside"
  std::string what;   // "auroc", "prevalence", "calibration shift"
  double value = 0;
  std::string because;
};

struct VirtualCohort {
  cohort::Table table;  // patient, image, hospital, vendor, view, sex, age, disease, score
  std::vector<Planted> truth;
};

// The same seed gives the same cohort on any machine.
core::Result<VirtualCohort> draw_cohort(const CohortSpec& spec, const core::Context& context);
core::Json to_json(const std::vector<Planted>& truth);

}  // namespace secondsite::simulation
