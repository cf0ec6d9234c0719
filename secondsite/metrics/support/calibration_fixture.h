#pragma once
// The 200 cases of 41 patients that the calibration tests share. The same lines in Python:
//   i = np.arange(200); p = ((i*37)%101 + .5)/102; y = ((i*53)%97)/97 < .1 + .7*p; patient =
//   (i*13)%41

#include <vector>

#include "secondsite/core/registry.h"
#include "secondsite/metrics/metric.h"

namespace secondsite::metrics {

struct CalibrationFixture {
  std::vector<double> score;
  std::vector<std::uint8_t> positive;
  std::vector<std::uint32_t> patient;
  std::vector<std::uint64_t> key;

  explicit CalibrationFixture(std::uint32_t n = 200) {
    for (std::uint32_t i = 0; i < n; ++i) {
      score.push_back(((i * 37) % 101 + 0.5) / 102);
      positive.push_back(((i * 53) % 97) / 97.0 < 0.1 + 0.7 * score.back() ? 1 : 0);
      patient.push_back((i * 13) % 41);
    }
    for (std::uint64_t p = 0; p < 41; ++p) key.push_back(1000 + p);
  }
  Cases clustered() const { return {score, positive, patient, key}; }
  Cases independent() const { return {.score = score, .positive = positive}; }
};

inline stats::Estimate estimate_by_id(std::string_view id, const Cases& cases,
                                      const MetricOptions& options = {}) {
  return (*core::find_entry(all(), id, "metric"))->estimate(cases, options);
}

}  // namespace secondsite::metrics
