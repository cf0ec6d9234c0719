#include "secondsite/stats/alternative.h"

#include <cmath>
#include <string>

#include "secondsite/stats/distributions.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::stats {

std::string_view name(Alternative alternative) {
  switch (alternative) {
    case Alternative::two_sided:
      return "two-sided";
    case Alternative::greater:
      return "greater";
    case Alternative::less:
      return "less";
  }
  return "";
}

core::Result<Alternative> alternative_from(std::string_view text) {
  for (const Alternative each : {Alternative::two_sided, Alternative::greater, Alternative::less})
    if (name(each) == text) return each;
  return core::Error("config.unknown-name",
                     "there is no alternative named \"" + std::string(text) + "\"", {},
                     "choose one of: two-sided, greater, less");
}

double normal_p_value(double z, Alternative alternative) {
  if (std::isnan(z)) return unknown;
  switch (alternative) {
    case Alternative::two_sided:
      return two_sided(z);
    case Alternative::greater:
      return normal_upper(z);
    case Alternative::less:
      return normal_cdf(z);
  }
  return unknown;
}

double student_p_value(double t, double degrees, Alternative alternative) {
  if (std::isnan(t) || !(degrees > 0)) return unknown;
  switch (alternative) {
    case Alternative::two_sided:
      return student_two_sided(t, degrees);
    case Alternative::greater:
      return student_cdf(-t, degrees);
    case Alternative::less:
      return student_cdf(t, degrees);
  }
  return unknown;
}

}  // namespace secondsite::stats
