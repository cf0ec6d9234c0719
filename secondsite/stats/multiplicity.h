#pragma once
// How many claims may be wrong: corrections over a declared family.

#include <span>
#include <string_view>
#include <vector>

#include "secondsite/core/result.h"

namespace secondsite::stats {

enum class MultiplicityMethod {
  none,
  bonferroni,
  holm,
  hochberg,
  benjamini_hochberg,
  fixed_sequence
};

std::string_view name(MultiplicityMethod method);  // "holm"
core::Result<MultiplicityMethod> multiplicity_from(std::string_view name);

// Adjusted p-values in the order given. NaN p-values stay NaN and count as members of the family.
// fixed_sequence: the order given is the order of the gates; the adjusted value is the largest so
// far (Westfall & Krishen 2001, doi:10.1016/S0378-3758(01)00077-5). Holm 1979; Hochberg 1988,
// doi:10.1093/biomet/75.4.800; Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x.
std::vector<double> adjusted(std::span<const double> p_values, MultiplicityMethod method);

}  // namespace secondsite::stats
