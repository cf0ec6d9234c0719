#include <cmath>

#include "secondsite/core/text.h"
#include "secondsite/dicom/covariate_reading.h"
#include "secondsite/dicom/mapping.h"

// Who made the image, of whom, when.
namespace secondsite::dicom {
namespace {

using core::Covariate;
using core::CovariateVerdict;

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// YYYYMMDD, and YYYY.MM.DD of ACR-NEMA; a missing month or day is not made up.
void date(CovariateReading& reading) {
  Covariate& covariate = reading.of(CovariateId::date);
  for (const Tag tag :
       {tag::study_date, tag::series_date, tag::acquisition_date, tag::content_date}) {
    const std::string raw = reading.clean(tag);
    if (raw.empty()) continue;
    covariate.raw = raw;
    covariate.provenance = provenance_of(tag);
    std::string digits;
    for (const char c : raw)
      if (c != '.' && c != '-') digits += c;
    const int month = digits.size() == 8 ? std::atoi(digits.substr(4, 2).c_str()) : 0;
    const int day = digits.size() == 8 ? std::atoi(digits.substr(6, 2).c_str()) : 0;
    const int year = digits.size() == 8 ? std::atoi(digits.substr(0, 4).c_str()) : 0;
    if (!all_digits(digits) || digits.size() != 8) {
      covariate.verdict = CovariateVerdict::unrecognised;
    } else if (year < 1895 || month < 1 || month > 12 || day < 1 || day > 31) {
      covariate.verdict = CovariateVerdict::implausible;
    } else {
      covariate.canonical =
          digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2);
      covariate.verdict = CovariateVerdict::ok;
      // De-identified with "modified dates" (PS3.15 113107), or beyond what a clock can have said.
      if (year >= 2100) covariate.provenance += ", shifted";
      for (const Element& element : reading.header().elements)
        if (element.parent == tag::deidentification_codes && element.tag == tag::code_value &&
            reading.header().text(&element) == "113107") {
          covariate.provenance += ", shifted";
          break;
        }
    }
    return;
  }
}

// HHMMSS.FFFFFF, HH:MM:SS, and the zero-stripped floats of MIMIC-CXR ("80556.875").
void time(CovariateReading& reading) {
  Covariate& covariate = reading.of(CovariateId::time);
  for (const Tag tag : {tag::study_time, tag::acquisition_time, tag::content_time}) {
    covariate.raw = reading.clean(tag);
    if (covariate.raw.empty()) continue;
    covariate.provenance = provenance_of(tag);
    std::string whole = covariate.raw.substr(0, covariate.raw.find('.'));
    std::erase(whole, ':');
    if (whole.size() == 5 || whole.size() == 3 || whole.size() == 1) whole.insert(0, "0");
    covariate.verdict = CovariateVerdict::unrecognised;
    if (!all_digits(whole) || whole.size() > 6 || whole.size() < 2) return;
    whole.resize(6, '0');
    if (whole.substr(0, 2) > "23" || whole.substr(2, 2) > "59" || whole.substr(4) > "60") {
      covariate.verdict = CovariateVerdict::implausible;
      return;
    }
    covariate.canonical = whole.substr(0, 2) + ":" + whole.substr(2, 2) + ":" + whole.substr(4);
    covariate.verdict = CovariateVerdict::ok;
    return;
  }
}

void vendor(CovariateReading& reading) {
  Covariate& covariate = reading.of(CovariateId::vendor);
  const std::string raw = reading.clean(tag::manufacturer);
  if (!raw.empty()) {
    covariate = vendor_from(raw, provenance_of(tag::manufacturer));
    if (covariate.is_usable()) return;
  }
  // The header does not say: whose private elements stand in it?
  for (const std::string& creator : reading.header().creators) {
    const std::string_view known = mapped_creator(creator);
    if (known.empty() || known == "-") continue;
    if (covariate.canonical.empty()) {
      covariate = {reading.clean(creator), std::string(known), "private creator",
                   CovariateVerdict::ok};
    } else if (covariate.canonical != known) {
      covariate.raw += "; " + reading.clean(creator);
      covariate.verdict = CovariateVerdict::conflict;
    }
  }
  if (!covariate.canonical.empty()) return;
  // Nor that: whose product line is the model?
  const std::string model = reading.clean(tag::model);
  if (const std::string_view known = mapped_model(model); !known.empty())
    covariate = {model, std::string(known), provenance_of(tag::model), CovariateVerdict::ok};
}

void age(CovariateReading& reading) {
  Covariate& covariate = reading.of(CovariateId::age);
  covariate = age_from(reading.clean(tag::age), provenance_of(tag::age));
  if (covariate.verdict == CovariateVerdict::missing) covariate.provenance.clear();
  if (covariate.is_usable()) return;
  const std::string birth = reading.clean(tag::birth_date);
  const Covariate& study = reading.out()[CovariateId::date];
  if (birth.size() != 8 || !all_digits(birth) || !study.is_usable()) return;
  const std::string& day = study.canonical;  // YYYY-MM-DD
  const int years = std::atoi(day.c_str()) - std::atoi(birth.substr(0, 4).c_str()) -
                    (day.substr(5, 2) + day.substr(8, 2) < birth.substr(4) ? 1 : 0);
  // The date of birth itself goes nowhere: only the year difference does.
  Covariate found{"from birth date", {}, provenance_of(tag::birth_date), CovariateVerdict::ok};
  CovariateReading::judge(found, years, 0, 110, false);  // 1900-01-01 stands for unknown
  if (found.verdict == CovariateVerdict::ok) covariate = std::move(found);
}

// What was done to hide the patient (PS3.15 annex E): codes by the standard's scheme alone, others
// with theirs. Dates may be shifted, faces replaced, text cleaned: a shortcut to look for.
void deidentified(CovariateReading& reading) {
  Covariate& covariate = reading.of(CovariateId::deidentified);
  const Header& header = reading.header();
  std::vector<std::string> codes;
  std::string code;
  for (const Element& element : header.elements) {
    if (element.root != tag::deidentification_codes || element.size == 0) continue;
    if (element.tag == tag::code_value) code = reading.clean(header.text(&element));
    if (element.tag != tag::coding_scheme || code.empty()) continue;
    const std::string scheme = reading.clean(header.text(&element));
    codes.push_back(scheme == "DCM" ? code : code + " (" + scheme + ")");
    code.clear();
  }
  if (!codes.empty()) {
    covariate = {core::join(codes, "; "), core::join(codes, "; "),
                 provenance_of(tag::deidentification_codes), CovariateVerdict::ok};
    return;
  }
  covariate.raw = reading.clean(tag::identity_removed);
  if (covariate.raw.empty()) return;
  covariate.provenance = provenance_of(tag::identity_removed);
  const std::string text = folded(covariate.raw);
  covariate.verdict = CovariateVerdict::ok;
  if (text == "YES")
    covariate.canonical = "yes, method not coded";
  else if (text == "NO")
    covariate.canonical = "no";
  else
    covariate.verdict = CovariateVerdict::unrecognised;
}

void sex(CovariateReading& reading) {
  Covariate& covariate = reading.of(CovariateId::sex);
  covariate.raw = reading.clean(tag::sex);
  if (covariate.raw.empty()) return;
  covariate.provenance = provenance_of(tag::sex);
  const std::string text = folded(covariate.raw);
  covariate.verdict = CovariateVerdict::ok;
  if (text == "M" || text == "MALE")
    covariate.canonical = "M";
  else if (text == "F" || text == "FEMALE")
    covariate.canonical = "F";
  else if (text == "O" || text == "OTHER")
    covariate.canonical = "O";
  else
    covariate.verdict = is_sentinel_text("sex", text) || text == "U"
                            ? CovariateVerdict::sentinel
                            : CovariateVerdict::unrecognised;
}

}  // namespace

Covariate vendor_from(std::string_view raw, std::string provenance) {
  Covariate out{std::string(raw), {}, std::move(provenance), CovariateVerdict::missing};
  if (out.raw.empty()) return out;
  out.canonical = mapped_vendor(raw);
  out.verdict = !out.canonical.empty()            ? CovariateVerdict::ok
                : is_sentinel_text("vendor", raw) ? CovariateVerdict::sentinel
                                                  : CovariateVerdict::unrecognised;
  return out;
}

Covariate age_from(std::string_view raw, std::string provenance) {
  Covariate out{std::string(core::trim(raw)), {}, std::move(provenance), CovariateVerdict::missing};
  std::string_view text = out.raw;
  if (text.empty()) return out;
  double per_year = 1;
  switch (text.back()) {
    case 'Y':
    case 'y':
      text.remove_suffix(1);
      break;
    case 'M':
    case 'm':
      per_year = 12;
      text.remove_suffix(1);
      break;
    case 'W':
    case 'w':
      per_year = 52.1775;
      text.remove_suffix(1);
      break;
    case 'D':
    case 'd':
      per_year = 365.2425;
      text.remove_suffix(1);
      break;
    default:
      break;
  }
  const auto number = core::parse_number(text);
  if (!number || !std::isfinite(*number)) {
    out.verdict = CovariateVerdict::unrecognised;
  } else if (*number == 0 && per_year == 1) {
    out.verdict = CovariateVerdict::sentinel;  // 000Y: a newborn has days
  } else if (*number < 0 || *number / per_year > 120) {
    out.verdict = CovariateVerdict::implausible;
  } else {
    out.canonical = per_year == 1 ? core::exact(*number) : core::fixed(*number / per_year, 3);
    // De-identification gives 89 or 90 to everybody above.
    out.verdict = per_year == 1 && (*number == 89 || *number == 90) ? CovariateVerdict::capped
                                                                    : CovariateVerdict::ok;
  }
  return out;
}

void read_general(CovariateReading& reading) {
  vendor(reading);
  reading.text(CovariateId::model, tag::model);
  reading.text(CovariateId::station, tag::station);
  reading.text(CovariateId::software, tag::software);
  reading.text(CovariateId::institution, tag::institution);
  date(reading);
  time(reading);
  age(reading);
  sex(reading);
  reading.text(CovariateId::body_part, tag::body_part);
  deidentified(reading);
}

}  // namespace secondsite::dicom
