#pragma once
// Which side of a null hypothesis a test looks at.

#include <string_view>

#include "secondsite/core/result.h"

namespace secondsite::stats {

enum class Alternative { two_sided, greater, less };

std::string_view name(Alternative alternative);  // "two-sided", "greater", "less"
core::Result<Alternative> alternative_from(std::string_view name);

// The p-value of a statistic that is standard normal under the null; NaN stays NaN.
double normal_p_value(double z, Alternative alternative);
// The same for Student's t with `degrees` degrees of freedom.
double student_p_value(double t, double degrees, Alternative alternative);

}  // namespace secondsite::stats
