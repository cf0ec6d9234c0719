#include "secondsite/stats/clustered_mean.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "secondsite/stats/distributions.h"

namespace secondsite::stats {

Estimate clustered_mean(std::string metric, std::span<const double> value, Clusters clusters,
                        double level, bool is_share, std::string none_code) {
  double n = 0;
  double sum = 0;
  for (const double v : value)
    if (!std::isnan(v)) {
      n += 1;
      sum += v;
    }
  if (n == 0)
    return not_estimable(std::move(metric), std::move(none_code), "there is nothing to take it of");
  const bool clustered = !clusters.of_unit.empty();
  Estimate out;
  out.metric = std::move(metric);
  out.value = sum / n;
  out.level = level;
  out.unit = clustered ? "patient" : "case";
  out.n = static_cast<std::uint64_t>(n);
  out.method = "mean; linearised variance, Student's t";
  std::vector<double> part(clustered ? clusters.count : value.size(), 0);
  std::vector<std::uint8_t> there(part.size(), 0);
  for (std::size_t u = 0; u < value.size(); ++u) {
    if (std::isnan(value[u])) continue;
    const std::size_t cluster = clustered ? clusters.of_unit[u] : u;
    part[cluster] += (value[u] - out.value) / n;
    there[cluster] = 1;
  }
  double squares = 0;
  double count = 0;
  for (std::size_t c = 0; c < part.size(); ++c) {
    squares += part[c] * part[c];
    count += there[c];
  }
  if (clustered) out.n_clusters = static_cast<std::uint64_t>(count);
  if (count < 2) return out;
  out.standard_error = std::sqrt(squares * count / (count - 1));
  const double half = student_quantile(0.5 + level / 2, count - 1) * out.standard_error;
  out.interval = {out.value - half, out.value + half};
  if (is_share)
    out.interval = {std::max(0.0, out.interval.lower), std::min(1.0, out.interval.upper)};
  return out;
}

}  // namespace secondsite::stats
