#include "secondsite/readers/lesion_link.h"

#include <algorithm>

#include "secondsite/core/parallel.h"
#include "secondsite/readers/filled_mark.h"
#include "secondsite/stats/clustered_mean.h"

namespace secondsite::readers {
namespace {

bool is_outlined(cohort::lidc::MarkKind kind) {
  using cohort::lidc::MarkKind;
  return kind == MarkKind::nodule || kind == MarkKind::all_ratings_zero ||
         kind == MarkKind::unrated_outline;
}

// Values with the series that each belongs to.
struct BySeries {
  std::vector<double> value;
  std::vector<std::uint32_t> series;

  void add(double v, std::uint64_t of) {
    value.push_back(v);
    series.push_back(static_cast<std::uint32_t>(of));
  }
  stats::Estimate mean(const char* metric, std::uint64_t count, double level,
                       const std::string& unit) const {
    stats::Estimate out =
        stats::clustered_mean(metric, value, {series, static_cast<std::uint32_t>(count)}, level,
                              true, "readers.no-lesions");
    out.unit = unit;
    return out;
  }
};

}  // namespace

std::string LinkRule::text() const {
  return std::string("Marks of different readers are of one lesion where their filled outlines ") +
         (with_outline ? "(the outline included) " : "(the outline itself excluded) ") +
         "share a pixel of a slice" + (neighbour_slices ? " or of two neighbouring slices" : "") +
         (one_to_one ? ", each with the mark of another reader with which it shares most" : "") +
         ", or where a chain of such marks joins them. Slices are the same where their " +
         (by_image ? "SOP Instance UID is. " : "place is (z within 0.05 mm). ") +
         (rated_only ? "Outlines without ratings do not count."
                     : "Outlines without ratings count.");
}

LinkedSeries link_lesions(const cohort::lidc::ReadMessage& message, const LinkRule& rule,
                          core::Findings& findings) {
  const core::Location file{.file = message.file, .row = std::nullopt, .column = "", .tag = ""};
  LinkedSeries out;
  out.series_uid = message.series_uid;
  out.sessions = static_cast<std::uint32_t>(message.sessions.size());
  if (out.sessions != 4)
    findings.add(core::Severity::warning, "readers.session-count", "",
                 "a series has another number of reading sessions than four", file);
  const Slices slices = slices_of(message, rule.by_image);
  out.step_mm = slices.step_mm;
  std::vector<SizedMark> marks;
  std::vector<FilledMark> area;
  for (std::uint32_t s = 0; s < message.sessions.size(); ++s)
    for (std::uint32_t m = 0; m < message.sessions[s].marks.size(); ++m) {
      const cohort::lidc::Mark& mark = message.sessions[s].marks[m];
      if (!is_outlined(mark.kind)) continue;
      if (mark.kind != cohort::lidc::MarkKind::nodule) {
        findings.add(core::Severity::note, "readers.unrated-outline", "",
                     rule.rated_only ? "it was left out" : "it counts as a mark", file);
        if (rule.rated_only) continue;
        ++out.unrated;
      }
      area.push_back(filled(mark, slices, rule.with_outline, message.file, findings));
      marks.push_back({{s, m}, area.back().pixels});
    }
  SharedPixels shared;
  for (std::uint32_t j = 0; j < marks.size(); ++j)
    for (std::uint32_t i = 0; i < j; ++i) {
      if (marks[i].ref.session == marks[j].ref.session) continue;
      const std::uint64_t pixels = shared_pixels(area[i], area[j]);
      if (pixels > 0 || (rule.neighbour_slices && overlap_next(area[i], area[j], slices)))
        shared[{i, j}] = pixels;
    }
  out.lesions = group_marks(marks, shared, rule.one_to_one);
  return out;
}

LesionSummary summarise(const std::vector<LinkedSeries>& series,
                        const std::vector<std::string>& stratum, const std::string& wanted,
                        double level, std::uint32_t all, const std::string& unit) {
  LesionSummary out;
  out.by_readers.assign(all + 1, 0);
  BySeries by_all;
  BySeries dice;
  for (std::size_t s = 0; s < series.size(); ++s) {
    if (!stratum.empty() && stratum[s] != wanted) continue;
    const std::uint64_t at = out.series++;
    out.unrated += series[s].unrated;
    for (const LinkedLesion& one : series[s].lesions) {
      ++out.lesions;
      out.marks += one.lesion.marks.size();
      ++out.by_readers[std::min(one.lesion.readers, all)];
      out.ambiguous += one.lesion.is_ambiguous ? 1 : 0;
      out.chained += one.lesion.is_chained ? 1 : 0;
      by_all.add(one.lesion.readers >= all ? 1 : 0, at);
      for (const PairOverlap& pair : one.overlaps) dice.add(pair.dice, at);
    }
  }
  out.by_all = by_all.mean("marked_by_all", out.series, level, unit);
  out.dice = dice.mean("dice", out.series, level, unit);
  return out;
}

std::vector<LinkedSeries> link_all(const std::vector<cohort::lidc::ReadMessage>& messages,
                                   const LinkRule& rule, const core::Context& context,
                                   core::Findings& findings) {
  std::vector<const cohort::lidc::ReadMessage*> used;
  for (const auto& message : messages)
    if (message.modality == cohort::lidc::Modality::ct && !message.repeats)
      used.push_back(&message);
  std::vector<LinkedSeries> out(used.size());
  std::vector<core::Findings> odd(used.size());
  core::parallel_for(used.size(), context.threads,
                     [&](std::size_t i) { out[i] = link_lesions(*used[i], rule, odd[i]); });
  for (const core::Findings& part : odd) findings.merge(part);
  return out;
}

}  // namespace secondsite::readers
