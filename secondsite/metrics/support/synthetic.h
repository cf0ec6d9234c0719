#pragma once
// Cases with known truth, for tests, simulations and benchmarks.

#include <cstdint>
#include <vector>

#include "secondsite/metrics/metric.h"

namespace secondsite::metrics {

// Columns, owned.
struct Synthetic {
  std::vector<double> score;
  std::vector<std::uint8_t> positive;
  std::vector<std::uint32_t> patient;
  std::vector<std::uint64_t> patient_key;

  Cases by_patient() const { return {score, positive, patient, patient_key}; }
  Cases by_case() const { return {score, positive, {}, {}}; }
};

// Patients with 1 + Poisson(images − 1) images each, all drawn from `seed`. A patient is prone to
// be positive or not: an image is positive with probability `prevalence`, and the images of a
// patient agree with correlation `label_agreement` (each image takes the patient's own label with
// that probability's square root, else draws a fresh one). Scores are normal with variance 1, of
// which the share `score_correlation` is common to the images of a patient, plus `separation` for a
// positive: the true AUROC is Φ(separation/√2) for images of different patients. `grain` > 0 rounds
// scores to its multiples (ties).
struct SyntheticDesign {
  unsigned patients = 100;
  double images = 1;
  double prevalence = 0.2;
  double label_agreement = 0;
  double score_correlation = 0;
  double separation = 1;
  double grain = 0;
};
Synthetic synthetic(const SyntheticDesign& design, std::uint64_t seed);

}  // namespace secondsite::metrics
