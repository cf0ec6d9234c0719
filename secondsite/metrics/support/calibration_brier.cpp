#include "secondsite/metrics/support/calibration_brier.h"

namespace secondsite::metrics {

BrierParts brier_parts(const Cases& cases, const Binned& binned) {
  BrierParts parts;
  const double n = static_cast<double>(cases.size());
  double positives = 0;
  for (const Bin& bin : binned.bins) positives += bin.positives;
  const double prevalence = positives / n;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const Bin& bin = binned.bins[binned.bin_of[i]];
    const double error = cases.score[i] - cases.positive[i];
    const double from_mean = cases.score[i] - bin.mean_score();
    parts.brier += error * error / n;
    parts.within_variance += from_mean * from_mean / n;
    parts.within_covariance += from_mean * (cases.positive[i] - bin.observed()) / n;
  }
  for (const Bin& bin : binned.bins) {
    const double from_prevalence = bin.observed() - prevalence;
    parts.reliability += bin.n / n * bin.gap() * bin.gap();
    parts.resolution += bin.n / n * from_prevalence * from_prevalence;
  }
  parts.uncertainty = prevalence * (1 - prevalence);
  return parts;
}

}  // namespace secondsite::metrics
