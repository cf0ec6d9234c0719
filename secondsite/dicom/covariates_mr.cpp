#include <algorithm>

#include "secondsite/core/text.h"
#include "secondsite/dicom/covariate_reading.h"
#include "secondsite/dicom/mapping.h"

// How an MR image was made: field, family of the sequence, times and flip angle.
namespace secondsite::dicom {
namespace {

using core::Covariate;
using core::CovariateVerdict;

void sequence(CovariateReading& reading) {
  Covariate& covariate = reading.of(CovariateId::sequence);
  const std::string_view written = reading.header().text(tag::scanning_sequence);
  if (written.empty()) return;
  covariate.raw = reading.clean(written);
  covariate.provenance = provenance_of(tag::scanning_sequence);
  std::vector<std::string> values;
  for (const std::string& value : core::split(written, '\\')) values.push_back(folded(value));
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  std::erase(values, "");
  covariate.canonical = mapped_sequence(core::join(values, " "));
  if (covariate.canonical == "spin echo" &&
      reading.header().number(tag::echo_train_length).value_or(1) > 1)
    covariate.canonical = "turbo spin echo";
  covariate.verdict =
      covariate.canonical.empty() ? CovariateVerdict::unrecognised : CovariateVerdict::ok;
}

// The first of these tags that states a number.
void first_number(CovariateReading& reading, CovariateId id, std::initializer_list<Tag> tags,
                  double most, bool zero_is_sentinel = true) {
  for (const Tag tag : tags) {
    reading.number(id, tag, 1e-4, most, zero_is_sentinel);
    if (reading.out()[id].verdict != CovariateVerdict::missing) return;
  }
}

}  // namespace

Covariate field_strength_from(std::string_view raw, std::string provenance) {
  Covariate out{std::string(core::trim(raw)), {}, std::move(provenance), CovariateVerdict::missing};
  if (out.raw.empty()) return out;
  auto tesla = core::parse_number(out.raw);
  if (tesla && *tesla > 100) tesla = *tesla / 1e4;  // written in gauss
  if (!tesla) {
    out.verdict = CovariateVerdict::unrecognised;
  } else if (*tesla == 0) {
    out.verdict = CovariateVerdict::sentinel;
  } else if (*tesla < 0.01 || *tesla > 30) {
    out.verdict = CovariateVerdict::implausible;
  } else {
    const double nominal = nominal_field(*tesla);
    out.canonical = core::exact(nominal > 0 ? nominal : *tesla);
    out.verdict = CovariateVerdict::ok;
  }
  return out;
}

void read_mr(CovariateReading& reading) {
  const Element* field = reading.anywhere(tag::field_strength);
  Covariate& covariate = reading.of(CovariateId::field_t);
  if (field != nullptr) {
    const auto value = reading.header().number(field);
    const std::string raw = is_binary(*field) && value
                                ? core::exact(*value)
                                : reading.clean(reading.header().text(field));
    if (!raw.empty()) covariate = field_strength_from(raw, provenance_of(tag::field_strength));
  }
  reading.number(CovariateId::thickness_mm, tag::thickness, 0.01, 500);
  sequence(reading);
  first_number(reading, CovariateId::tr_ms, {tag::repetition_time}, 1e6);
  first_number(reading, CovariateId::te_ms, {tag::echo_time, tag::effective_echo_time}, 1e5);
  // 0 says that there was no inversion.
  first_number(reading, CovariateId::ti_ms, {tag::inversion_time, tag::inversion_times}, 1e5);
  first_number(reading, CovariateId::flip_deg, {tag::flip_angle}, 360);
}

}  // namespace secondsite::dicom
