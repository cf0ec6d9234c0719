#include "secondsite/core/covariate.h"

namespace secondsite::core {

std::string_view name(CovariateVerdict verdict) {
  switch (verdict) {
    case CovariateVerdict::ok:
      return "ok";
    case CovariateVerdict::missing:
      return "missing";
    case CovariateVerdict::sentinel:
      return "sentinel";
    case CovariateVerdict::capped:
      return "capped";
    case CovariateVerdict::conflict:
      return "conflict";
    case CovariateVerdict::implausible:
      return "implausible";
    case CovariateVerdict::unrecognised:
      break;
  }
  return "unrecognised";
}

}  // namespace secondsite::core
