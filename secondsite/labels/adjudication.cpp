#include "secondsite/labels/adjudication.h"

#include <algorithm>
#include <cmath>

#include "secondsite/stats/clustered_mean.h"

namespace secondsite::labels {
namespace {

stats::Estimate mean_wrong(const std::vector<double>& wrong, stats::Clusters clusters,
                           double level) {
  stats::Estimate out = stats::clustered_mean("expected_label_error", wrong, clusters, level, true,
                                              "consensus.no-readings");
  out.definitions.push_back({"soft labels", "taken as right"});
  return out;
}

}  // namespace

AdjudicationPlan plan_adjudication(const Consensus& consensus, const stats::Ratings& ratings,
                                   stats::Clusters clusters, const AdjudicationOptions& options) {
  AdjudicationPlan out;
  std::vector<double> wrong(ratings.units(), std::nan(""));
  for (std::size_t u = 0; u < ratings.units(); ++u) {
    if (ratings.readings(ratings.pattern_of_unit[u]) == 0) continue;
    const auto soft = consensus.posterior(ratings, u);
    AdjudicationCase one;
    one.unit = u;
    one.label = consensus.label(ratings, u);
    one.probably_wrong = 1 - (one.label >= 0 ? soft[static_cast<std::size_t>(one.label)]
                                             : *std::max_element(soft.begin(), soft.end()));
    one.expected_gain = std::max(0.0, one.probably_wrong - options.adjudicator_error);
    wrong[u] = one.probably_wrong;
    out.order.push_back(one);
  }
  std::sort(out.order.begin(), out.order.end(),
            [](const AdjudicationCase& a, const AdjudicationCase& b) {
              const bool tie_a = a.label < 0;
              const bool tie_b = b.label < 0;
              if (a.probably_wrong != b.probably_wrong) return a.probably_wrong > b.probably_wrong;
              return tie_a != tie_b ? tie_a : a.unit < b.unit;
            });
  out.steps.push_back({0, mean_wrong(wrong, clusters, options.level), 0});
  double removed = 0;
  std::size_t done = 0;
  for (const double share : options.shares) {
    if (!(share >= 0 && share <= 1)) continue;  // NaN too
    const auto wanted =
        static_cast<std::size_t>(std::ceil(share * static_cast<double>(out.order.size()) - 1e-9));
    for (; done < wanted; ++done) {
      removed += out.order[done].expected_gain;
      double& rest = wrong[out.order[done].unit];
      rest = std::min(rest, options.adjudicator_error);
    }
    out.steps.push_back({done, mean_wrong(wrong, clusters, options.level),
                         static_cast<std::uint64_t>(std::llround(removed))});
  }
  return out;
}

}  // namespace secondsite::labels
