#include "secondsite/readers/pattern_bootstrap.h"

#include <algorithm>
#include <cmath>

namespace secondsite::readers {

void for_each_replicate(const stats::Ratings& ratings, const metrics::PatientWeights& weights,
                        stats::Clusters clusters,
                        const std::function<void(std::span<const double>)>& each) {
  constexpr unsigned lanes = metrics::PatientWeights::lanes;
  std::vector<double> sums(ratings.patterns() * lanes);
  std::vector<double> weight(ratings.patterns());
  for (unsigned b = 0; b < weights.blocks(); ++b) {
    std::fill(sums.begin(), sums.end(), 0.0);
    const std::uint8_t* block = weights.block(b);
    for (std::size_t u = 0; u < ratings.units(); ++u) {
      const std::size_t cluster = clusters.of_unit.empty() ? u : clusters.of_unit[u];
      double* sum = sums.data() + std::size_t{ratings.pattern_of_unit[u]} * lanes;
      for (unsigned lane = 0; lane < lanes; ++lane) sum[lane] += block[cluster * lanes + lane];
    }
    for (unsigned lane = 0; lane < lanes && b * lanes + lane < weights.replicates(); ++lane) {
      for (std::size_t p = 0; p < weight.size(); ++p) weight[p] = sums[p * lanes + lane];
      each(weight);
    }
  }
}

stats::Interval percentile_interval(std::vector<double> replicates, double level) {
  const std::size_t drawn = replicates.size();
  std::erase_if(replicates, [](double v) { return std::isnan(v); });
  if (replicates.empty() || replicates.size() * 2 < drawn) return {};
  std::sort(replicates.begin(), replicates.end());
  return {metrics::quantile(replicates, 0.5 - level / 2),
          metrics::quantile(replicates, 0.5 + level / 2)};
}

std::string bootstrap_method(bool by_patient, unsigned replicates) {
  return std::string(by_patient ? "patient" : "case") + " bootstrap, percentile, " +
         std::to_string(replicates) + " replicates";
}

}  // namespace secondsite::readers
