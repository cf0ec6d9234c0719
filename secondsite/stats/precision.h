#pragma once
// How wide will the interval of a proportion be with n cases, and how many cases make it as narrow
// as wanted?

#include <cstdint>
#include <string_view>

#include "secondsite/core/result.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::stats {

// Half of (upper − lower) of the interval `method` (an id of the registry) when the observed
// proportion is p among n cases that know as much as n/design_effect. n need not be whole.
core::Result<double> half_width(std::string_view method, double p, double n, double level = 0.95,
                                double design_effect = 1);

// The smallest whole n whose half-width is `wanted` or less. wanted outside (0, 1/2) or p outside
// [0, 1]: "power.bad-value". (Wald's at p = 0 or 1 has no width; ask another method.)
core::Result<std::uint64_t> cases_for_half_width(std::string_view method, double p, double wanted,
                                                 double level = 0.95, double design_effect = 1);

}  // namespace secondsite::stats
