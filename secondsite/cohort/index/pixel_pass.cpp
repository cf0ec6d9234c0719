#include "secondsite/cohort/index/pixel_pass.h"

#include <array>
#include <atomic>
#include <cmath>
#include <mutex>

#include "secondsite/cohort/build.h"
#include "secondsite/core/parallel.h"
#include "secondsite/core/text.h"
#include "secondsite/dicom/view_verdict.h"

namespace secondsite::cohort::index {
namespace {

using core::Severity;
using dicom::CovariateId;

const core::Covariate& covariate_of(const Index& index, const Record& record, CovariateId id) {
  const auto c = static_cast<std::size_t>(id);
  return index.pool.at(c, record.covariate[c]);
}

bool has_covariate(const Record& record, CovariateId id) {
  return (record.applies >> static_cast<unsigned>(id) & 1U) != 0;
}

About about(const Index& index, const Record& record) {
  About out;
  const bool radiograph = record.kind == "CR" || record.kind == "DX" || record.kind == "RG";
  out.is_projection = radiograph || record.kind == "MG";
  out.may_be_chest = is_picture(record);  // nothing says what a picture shows
  if (!radiograph) return out;
  const std::string part = has_covariate(record, CovariateId::body_part)
                               ? covariate_of(index, record, CovariateId::body_part).raw
                               : std::string();
  out.is_chest = dicom::names_chest(part);
  out.may_be_chest = out.is_chest || core::trim(part).empty();
  return out;
}

// Histograms of volumes, filled from several threads: whole numbers, so the order is nothing.
class VolumeHistograms {
 public:
  explicit VolumeHistograms(std::size_t volumes) : histograms_(volumes) {}
  void add(std::size_t volume, const image::HounsfieldHistogram& slice) {
    const std::lock_guard guard(locks_[volume % locks_.size()]);
    histograms_[volume].add(slice);
  }
  const image::HounsfieldHistogram& at(std::size_t volume) const { return histograms_[volume]; }

 private:
  std::vector<image::HounsfieldHistogram> histograms_;
  std::array<std::mutex, 64> locks_;
};

std::string optional_text(const std::optional<double>& value) {
  return value ? core::fixed(*value, 1) : std::string();
}

std::string side_text(image::HeartSide side) {
  switch (side) {
    case image::HeartSide::right_of_image:
      return "right of image";
    case image::HeartSide::left_of_image:
      return "left of image";
    case image::HeartSide::undecided:
      break;
  }
  return "undecided";
}

}  // namespace

PixelPass look_at_pixels(const Index& index, const core::Context& context, bool repair_hounsfield) {
  PixelPass out;
  for (std::size_t i = 0; i < index.records.size(); ++i) {
    const Record& record = index.records[i];
    if (record.is_image() && (record.pixels_at > 0 || is_volume_file(record) || is_picture(record)))
      out.images.push_back(i);
  }
  out.looked.resize(out.images.size());
  VolumeHistograms histograms(index.volumes.size());
  std::atomic<std::size_t> done{0};
  std::atomic<std::size_t> next{0};
  const std::size_t lanes = std::min<std::size_t>(std::max(1U, context.threads), out.images.size());
  core::parallel_for(lanes, context.threads, [&](std::size_t) {
    PixelReader reader(index.root, repair_hounsfield);
    for (std::size_t k = next++; k < out.images.size() && !context.stopped(); k = next++) {
      const std::size_t i = out.images[k];
      const Record& record = index.records[i];
      const auto seen = see(reader, record);
      if (seen) {
        out.looked[k] = look_at(*seen, about(index, record));
        if (record.kind == "CT" && seen->unit == "HU" && !seen->has_colours) {
          image::HounsfieldHistogram slice;
          slice.add(seen->value, seen->padding.value_or(std::nan("")));
          histograms.add(index.volume_of[i], slice);
        }
      } else {
        out.looked[k].why = seen.error().what();
      }
      context.report("looking at pixels", ++done, out.images.size());
    }
  });
  out.stopped = context.stopped();
  for (std::size_t v = 0; v < index.volumes.size(); ++v)
    out.volume_peaks.push_back(histograms.at(v).peaks());
  return out;
}

void count_look(const Looked& looked, const core::Location& where, core::Findings& findings) {
  const auto add = [&](Severity severity, const char* code, const char* message) {
    findings.add(severity, code, {}, message, where);
  };
  if (!looked.decoded) {
    findings.add(Severity::warning, "index.not-decoded", {}, looked.why, where);
    return;
  }
  if (!looked.complaint.empty())
    findings.add(Severity::warning, "index.damaged-pixels", {}, looked.complaint, where);
  if (looked.padding_undeclared)
    add(Severity::note, "index.padding-undeclared",
        "one value far below air surrounds the image, and no element declares it as padding");
  if (looked.facts.blank)
    add(Severity::warning, "index.blank-image", "all pixels have one value, or nearly");
  if (looked.facts.saturated)
    add(Severity::note, "index.saturated", "a fifth or more of the pixels are at the top");
  if (looked.facts.cut_suspected && !looked.facts.blank)
    add(Severity::warning, "index.cut-suspected",
        "the last rows have one value throughout, as of a file that was cut short");
  if (looked.inverted_suspected)
    add(Severity::note, "index.inverted-suspected",
        "a projection looks inverted: a thorax fits its negative better, or its border is bright");
  if (looked.pose.turn_suspected)
    add(Severity::note, "index.turn-suspected", "a chest fits better after a quarter or half turn");
  if (looked.pose.heart_side == image::HeartSide::left_of_image)
    add(Severity::note, "index.heart-side-suspected",
        "the heart's shadow reaches further to the left of the image");
  if (looked.facts.text_suspected)
    add(Severity::note, "index.text-suspected",
        "strokes of one bright value stand near the border");
  if (looked.check.judged && !looked.check.plausible)
    add(Severity::warning, "index.hounsfield-shift",
        "air, fat or soft tissue do not stand where they should");
}

void apply_pixels(const PixelPass& pass, Index& index) {
  constexpr auto view = static_cast<std::size_t>(CovariateId::view);
  for (std::size_t k = 0; k < pass.images.size(); ++k) {
    Record& record = index.records[pass.images[k]];
    const Looked& looked = pass.looked[k];
    const core::Location where{.file = record.path};
    count_look(looked, where, index.findings);
    if (looked.plane.empty() || !has_covariate(record, CovariateId::view)) continue;
    const core::Covariate stated = covariate_of(index, record, CovariateId::view);
    const core::Covariate judged = dicom::view_verdict(stated, looked.plane);
    record.covariate[view] = index.pool.intern(view, judged);
    const bool outvoted = judged.verdict != core::CovariateVerdict::conflict &&
                          looked.plane == "not frontal" && judged.raw.ends_with(looked.plane) &&
                          !judged.canonical.empty();
    if (judged.verdict == core::CovariateVerdict::conflict &&
        stated.verdict != core::CovariateVerdict::conflict)
      index.findings.add(Severity::warning, "index.view-conflict", {},
                         "the header and the pixels disagree on the view", where);
    else if (outvoted)
      index.findings.add(Severity::note, "index.view-suspected", {},
                         "header and text agree on the view, and the pixels do not", where);
  }
}

std::vector<std::string> look_columns() {
  return {"decoder",        "unit",      "least",       "most",           "share_at_least",
          "share_at_most",  "blank",     "saturated",   "cut_suspected",  "inverted_suspected",
          "text_suspected", "chest_fit", "view_pixels", "turn_suspected", "heart_side",
          "heart_reach",    "air_hu",    "fat_hu",      "soft_hu",        "hounsfield",
          "repaired"};
}

std::vector<std::string> look_numbers() {
  return {"least",       "most",   "share_at_least", "share_at_most", "chest_fit",
          "heart_reach", "air_hu", "fat_hu",         "soft_hu"};
}

std::vector<std::string> look_cells(const Looked& one) {
  const auto number = [&](double value, int digits) {
    return one.decoded ? core::fixed(value, digits) : std::string();
  };
  const auto flag = [&](bool value) {
    return std::string(!one.decoded ? "" : value ? "yes" : "no");
  };
  const bool posed = one.decoded && one.pose.judged;
  return {one.decoded ? one.decoder : "not decoded",
          one.unit,
          number(one.least, 3),
          number(one.most, 3),
          number(one.facts.at_least, 4),
          number(one.facts.at_most, 4),
          flag(one.facts.blank),
          flag(one.facts.saturated),
          flag(one.facts.cut_suspected),
          flag(one.inverted_suspected),
          flag(one.facts.text_suspected),
          posed ? core::fixed(one.pose.fit, 3) : "",
          posed ? (one.plane.empty() ? "undecided" : one.plane) : "",
          !posed                     ? ""
          : !one.pose.turn_suspected ? "no"
                                     : std::to_string(90 * one.pose.turns) + " degrees",
          posed ? side_text(one.pose.heart_side) : "",
          posed ? core::fixed(one.pose.heart, 3) : "",
          optional_text(one.peaks.air),
          optional_text(one.peaks.fat),
          optional_text(one.peaks.soft),
          !one.check.judged     ? ""
          : one.check.plausible ? "plausible"
                                : one.check.why,
          flag(one.repaired)};
}

NamedTable pixel_table(const Index& index, const PixelPass& pass) {
  std::vector<std::string> names{"image", "file"};
  for (std::string& name : look_columns()) names.push_back(std::move(name));
  std::vector<std::vector<std::string>> cells;
  for (std::size_t k = 0; k < pass.images.size(); ++k) {
    const Record& record = index.records[pass.images[k]];
    cells.push_back({record.instance, record.path});
    for (std::string& cell : look_cells(pass.looked[k])) cells.back().push_back(std::move(cell));
  }
  auto table = table_from_texts(index.root, std::move(names), cells);
  return {"pixels", table ? *std::move(table) : Table(), look_numbers()};
}

}  // namespace secondsite::cohort::index
