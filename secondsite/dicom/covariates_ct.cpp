#include <algorithm>
#include <cmath>

#include "secondsite/core/text.h"
#include "secondsite/dicom/covariate_reading.h"
#include "secondsite/dicom/mapping.h"

// How a CT was made: voltage, charge, pitch, kernel, dose, contrast.
namespace secondsite::dicom {
namespace {

using core::Covariate;
using core::CovariateVerdict;

// "0.984:1" of GE's private element, or a number.
void pitch(CovariateReading& reading) {
  reading.number(CovariateId::pitch, tag::pitch, 0.05, 4);
  Covariate& covariate = reading.of(CovariateId::pitch);
  if (covariate.verdict != CovariateVerdict::missing) return;
  const Header& header = reading.header();
  const Element* element = header.find_private("GEMS_PARM_01", 0x0043, 0x27);
  if (element == nullptr || element->size == 0) return;
  covariate.raw = reading.clean(header.text(element));
  covariate.provenance = "private creator";
  // "0.984:1"; older scanners write "/1.0:1", and a bare "/" for a scan that moved no table.
  const std::string text = covariate.raw.starts_with('/') ? covariate.raw.substr(1) : covariate.raw;
  if (text.empty()) {
    covariate = {};
    return;
  }
  const auto ratio = core::parse_number(text.substr(0, text.find(':')));
  CovariateReading::judge(covariate, ratio, 0.05, 4, true);
}

void kernel(CovariateReading& reading) {
  const Element* element = reading.anywhere(tag::kernel);
  Covariate& covariate = reading.of(CovariateId::kernel);
  Covariate& label = reading.of(CovariateId::kernel_class);
  if (element == nullptr) return;
  covariate.raw = reading.clean(reading.header().text(element));
  if (covariate.raw.empty()) return;
  covariate.canonical = covariate.raw;
  covariate.provenance = provenance_of(tag::kernel);
  covariate.verdict = CovariateVerdict::ok;
  // The first value is the kernel; later ones are strengths of noise reduction.
  const std::string first(Header::part(reading.header().text(element), 0));
  label =
      kernel_class_from(first, reading.out()[CovariateId::vendor].canonical, covariate.provenance);
}

// Collections that keep nothing of the device keep how it writes pixels: the only trait left that
// groups images by scanner or site. A trait is no site, so it is called inferred.
void signature(CovariateReading& reading) {
  const Header& header = reading.header();
  Covariate& covariate = reading.of(CovariateId::signature);
  const auto bits = header.word(tag::bits_stored);
  const auto rows = header.word(tag::rows);
  if (!bits || !rows) return;
  const bool is_signed = header.word(tag::signedness).value_or(0) == 1;
  const auto intercept = stated_intercept(header);
  const std::string offset = intercept ? core::exact(*intercept) : "none";
  covariate.raw = "Bits Stored " + std::to_string(*bits) + ", Pixel Representation " +
                  (is_signed ? "1" : "0") + ", Rescale Intercept " + offset + ", Rows " +
                  std::to_string(*rows);
  covariate.canonical = std::to_string(*bits) +
                        (is_signed ? " bits signed, " : " bits unsigned, ") + "intercept " +
                        offset + ", " + std::to_string(*rows) + " rows";
  covariate.provenance = "how pixels are written (inferred)";
  covariate.verdict = CovariateVerdict::ok;
}

}  // namespace

std::optional<double> stated_intercept(const Header& header) {
  if (const auto top = header.number(tag::intercept)) return top;
  return header.number(header.find_grouped(tag::pixel_value_transformation, tag::intercept, 0));
}

Covariate kernel_class_from(std::string_view kernel, std::string_view vendor,
                            std::string provenance) {
  Covariate out{std::string(kernel), std::string(mapped_kernel(vendor, kernel)),
                std::move(provenance), CovariateVerdict::ok};
  if (out.canonical.empty()) out.verdict = CovariateVerdict::unrecognised;
  return out;
}

// Exposure (mAs), Exposure in uAs, and current times time, of which the first in the order uAs,
// mAs, product is taken; more than 10 % and 1.5 mAs between any two is a conflict (an integer
// string rounds to 1 mAs).
void read_exposure(CovariateReading& reading) {
  Covariate& covariate = reading.of(CovariateId::mas);
  const Header& header = reading.header();
  struct Source {
    std::optional<double> mas;
    std::string raw;
    std::string provenance;
  };
  std::vector<Source> sources;
  const auto add = [&](Tag tag, double scale) {
    const Element* element = reading.anywhere(tag);
    if (element == nullptr || element->size == 0) return;
    const auto value = header.number(element);
    const std::string text = value ? core::exact(*value) : reading.clean(header.text(element));
    if (text.empty()) return;
    sources.push_back({value ? std::optional(*value * scale) : std::nullopt,
                       text + (scale == 1 ? " mAs" : " uAs"), provenance_of(tag)});
  };
  add(tag::exposure_uas, 1e-3);
  add(tag::exposure, 1);
  add(tag::exposure_mas, 1);
  const Element* current_element = reading.anywhere(tag::tube_current);
  const Element* time_element = reading.anywhere(tag::exposure_time);
  if (current_element == nullptr) current_element = reading.anywhere(tag::tube_current_ma);
  if (time_element == nullptr) time_element = reading.anywhere(tag::exposure_time_ms);
  const auto current = header.number(current_element);
  const auto time = header.number(time_element);
  if (current && time)
    sources.push_back({*current * *time / 1000,
                       core::exact(*current) + " mA x " + core::exact(*time) + " ms",
                       provenance_of(current_element->tag)});
  if (sources.empty()) return;
  double least = INFINITY;
  double most = 0;
  const Source* chosen = nullptr;
  for (const Source& source : sources) {
    covariate.raw += (covariate.raw.empty() ? "" : "; ") + source.raw;
    if (!source.mas || *source.mas <= 0) continue;
    if (chosen == nullptr) chosen = &source;
    least = std::min(least, *source.mas);
    most = std::max(most, *source.mas);
  }
  if (chosen == nullptr) {
    covariate.provenance = sources.front().provenance;
    const bool zero = std::all_of(sources.begin(), sources.end(),
                                  [](const Source& s) { return s.mas && *s.mas == 0; });
    covariate.verdict = zero ? CovariateVerdict::sentinel : CovariateVerdict::unrecognised;
    return;
  }
  covariate.provenance = chosen->provenance;
  // Written in whole uAs or mAs: six decimals hold any of them.
  CovariateReading::judge(covariate, std::round(*chosen->mas * 1e6) / 1e6, 1e-3, 20'000, true);
  if (covariate.verdict == CovariateVerdict::ok && most - least > 0.1 * most && most - least > 1.5)
    covariate.verdict = CovariateVerdict::conflict;
}

void read_ct(CovariateReading& reading) {
  reading.number(CovariateId::kvp, tag::kvp, 40, 200);
  read_exposure(reading);
  reading.number(CovariateId::thickness_mm, tag::thickness, 0.05, 50);
  pitch(reading);
  kernel(reading);
  reading.number(CovariateId::ctdivol_mgy, tag::ctdivol, 0.001, 1000);
  if (reading.kind() == "CT") signature(reading);
}

// Yes or no from the agent, its volume, and the words of descriptions; a phase only where the start
// of the injection and the time of the acquisition are both stated.
void read_contrast(CovariateReading& reading) {
  Covariate& covariate = reading.of(CovariateId::contrast);
  const Element* agent_element = reading.anywhere(tag::contrast_agent);
  const std::string agent = agent_element == nullptr
                                ? std::string()
                                : reading.clean(reading.header().text(agent_element));
  std::string from_agent;
  if (!agent.empty()) {
    from_agent = "yes";
    const std::string text = folded(agent);
    for (const WordRow& row : contrast_words())
      if (row.where == "agent" && text == row.words) from_agent = row.says;
    if (from_agent == "yes" && is_sentinel_text("contrast", agent)) from_agent.clear();
    covariate.raw = agent;
    covariate.provenance = provenance_of(tag::contrast_agent);
  } else if (const Element* given = reading.anywhere(tag::contrast_administered);
             given != nullptr && given->size > 0) {
    covariate.raw = reading.clean(reading.header().text(given));
    from_agent = folded(covariate.raw) == "YES" ? "yes" : folded(covariate.raw) == "NO" ? "no" : "";
    covariate.provenance = provenance_of(tag::contrast_administered);
  } else if (const Element* coded =
                 reading.header().find_in(tag::contrast_sequence, tag::code_meaning);
             coded != nullptr && coded->size > 0) {
    from_agent = "yes";
    covariate.raw = reading.clean(reading.header().text(coded));
    covariate.provenance = provenance_of(tag::contrast_sequence);
  } else if (reading.header().number(tag::contrast_volume).value_or(0) > 0) {
    from_agent = "yes";
    covariate.raw = reading.clean(tag::contrast_volume) + " ml";
    covariate.provenance = provenance_of(tag::contrast_volume);
  }
  std::string from_text;
  for (const CovariateReading::Text& text : reading.texts()) {
    // "W/O" holds no "W/": rows that say no come first in the table, and the first that fits wins.
    for (const WordRow& row : contrast_words()) {
      if (row.where != "text" || !has_words(text.folded, row.words)) continue;
      if (from_text.empty()) {
        from_text = row.says;
        if (from_agent.empty()) {
          covariate.raw = reading.clean(reading.header().text(text.tag));
          if (covariate.raw.empty()) covariate.raw = text.folded;
          covariate.provenance = "text, " + provenance_of(text.tag);
        }
      }
      break;
    }
  }
  covariate.canonical = from_agent.empty() ? from_text : from_agent;
  if (covariate.canonical.empty())
    covariate.verdict =
        covariate.raw.empty() ? CovariateVerdict::missing : CovariateVerdict::sentinel;
  else
    covariate.verdict = !from_agent.empty() && !from_text.empty() && from_agent != from_text
                            ? CovariateVerdict::conflict
                            : CovariateVerdict::ok;

  Covariate& phase = reading.of(CovariateId::phase);
  const std::string start = reading.clean(tag::contrast_start);
  const std::string taken = reading.clean(tag::acquisition_time);
  const auto seconds = [](const std::string& time) -> std::optional<double> {
    if (time.size() < 6 || time.find_first_not_of("0123456789.") != std::string::npos)
      return std::nullopt;
    return std::atoi(time.substr(0, 2).c_str()) * 3600.0 +
           std::atoi(time.substr(2, 2).c_str()) * 60.0 + std::strtod(time.c_str() + 4, nullptr);
  };
  const auto from = seconds(start);
  const auto to = seconds(taken);
  if (!from || !to) return;
  const double delay = *to - *from;
  phase.raw = core::fixed(delay, 0) + " s after injection";
  phase.provenance = provenance_of(tag::contrast_start);
  phase.verdict = CovariateVerdict::ok;
  if (delay < 0 || delay > 3600)
    phase.verdict = CovariateVerdict::implausible;
  else
    phase.canonical = delay < 50 ? "arterial" : delay < 110 ? "portal venous" : "late";
}

}  // namespace secondsite::dicom
