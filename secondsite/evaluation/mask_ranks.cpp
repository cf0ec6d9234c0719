#include "secondsite/evaluation/mask_ranks.h"

#include <cmath>
#include <optional>

#include "secondsite/metrics/support/bootstrap.h"

namespace secondsite::evaluation {

std::vector<ModelRanks> rank_models(const View& view, const metrics::MetricOptions& options) {
  std::vector<ModelRanks> out;
  const metrics::Metric* dice = metrics::find("dice");
  for (const FindingCases& finding : view.findings) {
    if (finding.input != metrics::Input::measures || finding.others.empty() || dice == nullptr)
      continue;
    const std::size_t models = finding.others.size() + 1;
    const std::size_t first = out.size();
    std::vector<std::vector<double>> values;
    for (std::size_t k = 0; k < models; ++k) {
      metrics::Cases cases = finding.cases();
      if (k > 0) cases.measures = finding.others[k - 1].measures;
      std::optional<metrics::PatientWeights> own;
      const auto& weights = metrics::weights_for(cases, options, own);
      values.push_back(dice->replicates(cases, weights, options));
      out.push_back({finding.columns.name, k == 0 ? std::string() : finding.others[k - 1].name,
                     dice->estimate(cases, options), std::vector<std::uint64_t>(models, 0)});
    }
    for (std::size_t b = 0; b < values.front().size(); ++b)
      for (std::size_t k = 0; k < models; ++k) {
        std::size_t better = 0;
        for (std::size_t other = 0; other < models; ++other)
          if (values[other][b] > values[k][b]) ++better;
        if (!std::isnan(values[k][b])) ++out[first + k].replicates_at[better];
      }
  }
  return out;
}

}  // namespace secondsite::evaluation
