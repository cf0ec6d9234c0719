#include "secondsite/stats/power_development.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "secondsite/core/text.h"
#include "secondsite/stats/distributions.h"
#include "secondsite/stats/power.h"

namespace secondsite::stats {

core::Result<DevelopmentSize> development_size(const DevelopmentDesign& design) {
  const auto bad = [](std::string_view what, double value, const std::string& range) {
    return core::Error("power.bad-value", "sample size for development: " + std::string(what) +
                                              " is " + core::exact(value) + " and must be " +
                                              range);
  };
  const double phi = design.prevalence;
  const double r2 = design.cox_snell_r2;
  if (!(phi > 0 && phi < 1)) return bad("the prevalence", phi, "between 0 and 1");
  if (design.parameters == 0) return bad("the number of parameters", 0, "1 or more");
  if (!(design.shrinkage > 0 && design.shrinkage < 1))
    return bad("the shrinkage", design.shrinkage, "between 0 and 1");
  if (!(design.optimism > 0 && design.optimism < 1))
    return bad("the optimism", design.optimism, "between 0 and 1");
  if (!(design.intercept_margin > 0 && design.intercept_margin < 1))
    return bad("the margin of the overall risk", design.intercept_margin, "between 0 and 1");

  DevelopmentSize out;
  out.max_r2 = 1 - std::exp(2 * (phi * std::log(phi) + (1 - phi) * std::log(1 - phi)));
  const double limit = std::min(out.max_r2, design.shrinkage);
  if (!(r2 > 0 && r2 < limit))
    return bad("the Cox-Snell R2", r2,
               "above 0 and below " + core::fixed(limit, 4) +
                   ", the smaller of what this prevalence allows and the shrinkage");
  const auto parameters = static_cast<double>(design.parameters);
  const auto for_shrinkage = [&](double s) {
    return whole_cases(parameters / ((s - 1) * std::log1p(-r2 / s)));
  };
  const double z = normal_quantile(0.975);
  out.for_shrinkage = for_shrinkage(design.shrinkage);
  out.for_optimism = for_shrinkage(r2 / (r2 + design.optimism * out.max_r2));
  out.for_intercept =
      whole_cases(z * z / (design.intercept_margin * design.intercept_margin) * phi * (1 - phi));
  out.n = std::max({out.for_shrinkage, out.for_optimism, out.for_intercept});
  const double events = static_cast<double>(out.n) * phi;
  out.events = whole_cases(events);
  out.events_per_parameter = events / parameters;
  return out;
}

}  // namespace secondsite::stats
