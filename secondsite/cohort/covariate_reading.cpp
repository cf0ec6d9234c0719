#include "secondsite/cohort/covariate_reading.h"

#include <cmath>

#include "secondsite/cohort/cell_text.h"
#include "secondsite/core/text.h"
#include "secondsite/dicom/covariates.h"

namespace secondsite::cohort {
namespace {

using core::Covariate;
using core::CovariateVerdict;

constexpr double oldest = 120;

Covariate blank_or(std::string_view raw, std::string provenance) {
  Covariate out{.raw = std::string(raw), .provenance = std::move(provenance)};
  out.verdict = is_blank(raw) ? CovariateVerdict::missing : CovariateVerdict::unrecognised;
  return out;
}

void accept(Covariate& covariate, std::string canonical) {
  covariate.canonical = std::move(canonical);
  covariate.verdict = CovariateVerdict::ok;
}

}  // namespace

Covariate read_age(std::string_view raw, std::string provenance, const AgeRule& rule) {
  if (is_blank(raw)) return blank_or(raw, std::move(provenance));
  const auto years = core::parse_number(trimmed(raw));
  if (!years || !std::isfinite(*years)) return dicom::age_from(trimmed(raw), std::move(provenance));
  Covariate out = blank_or(raw, std::move(provenance));
  if ((*years == 0 && rule.zero_is_unknown) ||
      (rule.sentinel_from && *years >= *rule.sentinel_from)) {
    out.verdict = CovariateVerdict::sentinel;
  } else if (*years < 0 || *years > oldest) {
    out.verdict = CovariateVerdict::implausible;
  } else {
    accept(out, core::exact(*years));
    if (rule.cap && *years >= *rule.cap) out.verdict = CovariateVerdict::capped;
  }
  return out;
}

Covariate read_age_from_years(std::string_view study_date, std::string_view birth_year,
                              std::string provenance) {
  Covariate out = blank_or(birth_year, std::move(provenance));
  const std::string_view date = trimmed(study_date);
  const auto born = core::parse_number(birth_year);
  const auto seen = core::parse_number(date.substr(0, 4));
  if (is_blank(study_date)) out.verdict = CovariateVerdict::missing;
  if (!born || !seen || date.size() < 4) return out;
  const double years = *seen - std::floor(*born);
  if (years < 0 || years > oldest) {
    out.verdict = CovariateVerdict::implausible;
    return out;
  }
  accept(out, core::exact(years));
  return out;
}

Covariate read_sex(std::string_view raw, std::string provenance) {
  Covariate out = blank_or(raw, std::move(provenance));
  const std::string text = core::lower(trimmed(raw));
  if (text == "f" || text == "w" || text == "female" || text == "woman")
    accept(out, "F");
  else if (text == "m" || text == "male" || text == "man")
    accept(out, "M");
  else if (text == "o" || text == "other")
    accept(out, "O");
  else if (text == "u" || text == "unknown")
    out.verdict = CovariateVerdict::sentinel;
  return out;
}

Covariate read_view(std::string_view raw, std::string provenance) {
  if (is_blank(raw)) return blank_or(raw, std::move(provenance));
  std::string plane;
  return dicom::view_from(trimmed(raw), std::move(provenance), plane);
}

Covariate read_vendor(std::string_view raw, std::string provenance) {
  if (is_blank(raw)) return blank_or(raw, std::move(provenance));
  return dicom::vendor_from(trimmed(raw), std::move(provenance));
}

Covariate read_positive_number(std::string_view raw, std::string provenance) {
  Covariate out = blank_or(raw, std::move(provenance));
  if (out.verdict == CovariateVerdict::missing) return out;
  const auto number = core::parse_number(trimmed(raw));
  if (!number || !std::isfinite(*number)) return out;
  if (*number == 0)
    out.verdict = CovariateVerdict::sentinel;
  else if (*number < 0)
    out.verdict = CovariateVerdict::implausible;
  else
    accept(out, core::exact(*number));
  return out;
}

Covariate read_text(std::string_view raw, std::string provenance) {
  Covariate out = blank_or(raw, std::move(provenance));
  if (out.verdict != CovariateVerdict::missing) accept(out, std::string(trimmed(raw)));
  return out;
}

}  // namespace secondsite::cohort
