#include "secondsite/cohort/index/pixel_table.h"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "secondsite/cohort/build.h"
#include "secondsite/cohort/index/pixel_reader.h"
#include "secondsite/core/parallel.h"
#include "secondsite/core/text.h"
#include "secondsite/dicom/found_padding.h"
#include "secondsite/dicom/hounsfield_fault.h"
#include "secondsite/dicom/pixels.h"
#include "secondsite/image/hounsfield.h"
#include "secondsite/image/pixel_facts.h"

namespace secondsite::cohort::index {
namespace {

struct Looked {
  bool decoded = false;
  std::string why;
  std::string decoder;
  std::string complaint;  // of the decoder
  bool repaired = false;  // wrapped HU
  std::optional<std::int32_t> undeclared_padding;
  std::string unit;
  double least = 0;  // values of the modality
  double most = 0;
  image::PixelFacts facts;  // of the grey levels
  image::HounsfieldPeaks peaks;
  image::HounsfieldCheck check;
};

bool is_projection(const Record& record) {
  return record.kind == "CR" || record.kind == "DX" || record.kind == "MG" || record.kind == "RG";
}

Looked look(PixelReader& reader, const Record& record, bool repair, dicom::Pixels& memory) {
  Looked out;
  if (const auto decoded = reader.decode(record, record.frames / 2, memory); !decoded) {
    out.why = decoded.error().what();
    return out;
  }
  const dicom::Pixels* const pixels = &memory;
  out.repaired = repair && dicom::repair_wrapped_hounsfield(memory);
  out.decoded = true;
  out.decoder = pixels->decoder;
  out.complaint = pixels->complaint;
  out.unit = pixels->unit;
  if (pixels->samples != 1) return out;
  const auto [least, most] = std::minmax_element(pixels->value.begin(), pixels->value.end());
  out.least = static_cast<double>(*least);
  out.most = static_cast<double>(*most);
  out.facts = image::pixel_facts(dicom::display(*pixels), pixels->rows, pixels->columns,
                                 is_projection(record));
  // A window cuts bone to strokes of one value: all but the inversion is judged by the values.
  const auto raw = image::pixel_facts(pixels->value, pixels->rows, pixels->columns, false);
  out.facts.blank = raw.blank;
  out.facts.saturated = raw.saturated;
  out.facts.text_share = raw.text_share;
  out.facts.text_suspected = raw.text_suspected;
  if (record.kind == "CT" && out.unit == "HU") {
    out.undeclared_padding = dicom::undeclared_padding(*pixels);
    const auto stored = out.undeclared_padding ? out.undeclared_padding : pixels->padding;
    const double padding = stored ? *stored * pixels->slope + pixels->intercept : std::nan("");
    out.peaks = image::hounsfield_peaks(pixels->value, padding);
    out.check = image::check_hounsfield(out.peaks);
  }
  return out;
}

void count(const Looked& looked, const Record& record, core::Findings& findings) {
  const core::Location where{.file = record.path};
  const auto add = [&](core::Severity severity, const char* code, const char* message) {
    findings.add(severity, code, {}, message, where);
  };
  if (!looked.decoded) {
    findings.add(core::Severity::warning, "index.not-decoded", {}, looked.why, where);
    return;
  }
  if (!looked.complaint.empty())
    findings.add(core::Severity::warning, "index.damaged-pixels", {}, looked.complaint, where);
  if (looked.undeclared_padding)
    add(core::Severity::note, "index.padding-undeclared",
        "one value far below air surrounds the image, and no element declares it as padding");
  if (looked.facts.blank)
    add(core::Severity::warning, "index.blank-image", "all pixels have one value, or nearly");
  if (looked.facts.saturated)
    add(core::Severity::note, "index.saturated", "a fifth or more of the pixels are at the top");
  if (looked.facts.inverted_suspected)
    add(core::Severity::note, "index.inverted-suspected",
        "the border of a projection is brighter than its middle");
  if (looked.facts.text_suspected)
    add(core::Severity::note, "index.text-suspected",
        "strokes of one bright value stand near the border");
  if (looked.check.judged && !looked.check.plausible)
    add(core::Severity::warning, "index.hounsfield-shift",
        "air, fat or soft tissue do not stand where they should");
}

std::string optional_text(const std::optional<double>& value) {
  return value ? core::fixed(*value, 1) : std::string();
}

}  // namespace

NamedTable pixel_table(const Index& index, const core::Context& context, core::Findings& findings,
                       bool repair_hounsfield) {
  std::vector<std::size_t> images;
  for (std::size_t i = 0; i < index.records.size(); ++i)
    if (index.records[i].is_image() && index.records[i].pixels_at > 0) images.push_back(i);
  std::vector<Looked> looked(images.size());
  std::atomic<std::size_t> done{0};
  std::atomic<std::size_t> next{0};
  const std::size_t lanes = std::min<std::size_t>(std::max(1U, context.threads), images.size());
  core::parallel_for(lanes, context.threads, [&](std::size_t) {
    PixelReader reader(index.root);
    dicom::Pixels memory;
    for (std::size_t k = next++; k < images.size() && !context.stopped(); k = next++) {
      looked[k] = look(reader, index.records[images[k]], repair_hounsfield, memory);
      context.report("looking at pixels", ++done, images.size());
    }
  });
  std::vector<std::vector<std::string>> cells;
  for (std::size_t k = 0; k < images.size(); ++k) {
    const Record& record = index.records[images[k]];
    const Looked& one = looked[k];
    count(one, record, findings);
    const auto number = [&](double value, int digits) {
      return one.decoded ? core::fixed(value, digits) : std::string();
    };
    const auto flag = [&](bool value) {
      return std::string(!one.decoded ? "" : value ? "yes" : "no");
    };
    cells.push_back(
        {record.instance, record.path, one.decoded ? one.decoder : "not decoded", one.unit,
         number(one.least, 3), number(one.most, 3), number(one.facts.at_least, 4),
         number(one.facts.at_most, 4), flag(one.facts.blank), flag(one.facts.saturated),
         flag(one.facts.inverted_suspected), flag(one.facts.text_suspected),
         optional_text(one.peaks.air), optional_text(one.peaks.fat), optional_text(one.peaks.soft),
         !one.check.judged     ? ""
         : one.check.plausible ? "plausible"
                               : one.check.why,
         flag(one.repaired)});
  }
  auto table =
      table_from_texts(index.root,
                       {"image", "file", "decoder", "unit", "least", "most", "share_at_least",
                        "share_at_most", "blank", "saturated", "inverted_suspected",
                        "text_suspected", "air_hu", "fat_hu", "soft_hu", "hounsfield", "repaired"},
                       cells);
  return {"pixels",
          table ? *std::move(table) : Table(),
          {"least", "most", "share_at_least", "share_at_most", "air_hu", "fat_hu", "soft_hu"}};
}

}  // namespace secondsite::cohort::index
