#include "secondsite/metrics/support/synthetic.h"

#include <cmath>

#include "secondsite/core/random.h"

namespace secondsite::metrics {

Synthetic synthetic(const SyntheticDesign& design, std::uint64_t seed) {
  const core::Random random(seed, "metrics.synthetic");
  enum Draw : std::uint64_t { images, own_label, own_score, first_image };
  Synthetic out;
  const double share = std::sqrt(design.label_agreement);
  const double common = std::sqrt(design.score_correlation);
  const double single = std::sqrt(1 - design.score_correlation);
  for (std::uint32_t p = 0; p < design.patients; ++p) {
    const std::uint64_t key = core::key_of("synthetic patient") + p;
    out.patient_key.push_back(key);
    unsigned count = 1;
    double term = std::exp(1 - design.images);
    for (double left = random.uniform(key, images) - term; left > 0 && count < 1000; ++count) {
      term *= (design.images - 1) / count;
      left -= term;
    }
    const bool own = random.uniform(key, own_label) < design.prevalence;
    const double of_patient = random.normal(key, own_score);
    for (unsigned image = 0; image < count; ++image) {
      const std::uint64_t at = first_image + 3 * image;
      const bool is_positive =
          random.uniform(key, at) < share ? own : random.uniform(key, at + 1) < design.prevalence;
      double score = common * of_patient + single * random.normal(key, at + 2) +
                     (is_positive ? design.separation : 0);
      if (design.grain > 0) score = std::round(score / design.grain) * design.grain;
      out.score.push_back(score);
      out.positive.push_back(is_positive ? 1 : 0);
      out.patient.push_back(p);
    }
  }
  return out;
}

}  // namespace secondsite::metrics
