#include "secondsite/readers/lesion_link.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "secondsite/cohort/partition/links.h"
#include "secondsite/core/parallel.h"
#include "secondsite/readers/filled_mark.h"
#include "secondsite/stats/clustered_mean.h"

namespace secondsite::readers {
namespace {

struct Placed {
  MarkRef ref;
  FilledMark filled;
};

std::vector<PairOverlap> overlaps_of(const std::vector<const Placed*>& marks) {
  std::map<std::uint32_t, std::uint64_t> size;
  for (const Placed* mark : marks) size[mark->ref.session] += mark->filled.pixels;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> both;
  for (auto a = size.begin(); a != size.end(); ++a)
    for (auto b = std::next(a); b != size.end(); ++b) both[{a->first, b->first}] = 0;
  for (const Placed* a : marks)
    for (const Placed* b : marks)
      if (a->ref.session < b->ref.session)
        both[{a->ref.session, b->ref.session}] += shared_pixels(a->filled, b->filled);
  std::vector<PairOverlap> out;
  for (const auto& [pair, shared] : both)
    out.push_back({pair.first, pair.second,
                   2 * static_cast<double>(shared) /
                       static_cast<double>(size[pair.first] + size[pair.second])});
  return out;
}

bool is_outlined(cohort::lidc::MarkKind kind) {
  using cohort::lidc::MarkKind;
  return kind == MarkKind::nodule || kind == MarkKind::all_ratings_zero ||
         kind == MarkKind::unrated_outline;
}

// Pixels that each pair of marks of different sessions shares; 1 where they only touch on
// neighbouring slices, 0 where nothing links them.
class Shared {
 public:
  Shared(const std::vector<Placed>& placed, const Slices& slices, const LinkRule& rule)
      : placed_(placed), of_(placed.size() * placed.size()) {
    for (std::size_t i = 0; i < placed.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) {
        if (placed[i].ref.session == placed[j].ref.session) continue;
        std::uint64_t pixels = shared_pixels(placed[i].filled, placed[j].filled);
        if (pixels == 0 && rule.neighbour_slices)
          pixels = overlap_next(placed[i].filled, placed[j].filled, slices) ? 1 : 0;
        at(i, j) = at(j, i) = pixels;
      }
  }
  std::uint64_t between(std::size_t i, std::size_t j) const { return of_[i * placed_.size() + j]; }
  // Does mark i share with no mark of j's session more than with j?
  bool is_best(std::size_t i, std::size_t j) const {
    for (std::size_t k = 0; k < placed_.size(); ++k)
      if (placed_[k].ref.session == placed_[j].ref.session && between(i, k) > between(i, j))
        return false;
    return true;
  }

 private:
  std::uint64_t& at(std::size_t i, std::size_t j) { return of_[i * placed_.size() + j]; }
  const std::vector<Placed>& placed_;
  std::vector<std::uint64_t> of_;
};

// Values with the series that each belongs to.
struct BySeries {
  std::vector<double> value;
  std::vector<std::uint32_t> series;

  void add(double v, std::uint64_t of) {
    value.push_back(v);
    series.push_back(static_cast<std::uint32_t>(of));
  }
  stats::Estimate mean(const char* metric, std::uint64_t count, double level) const {
    stats::Estimate out =
        stats::clustered_mean(metric, value, {series, static_cast<std::uint32_t>(count)}, level,
                              true, "readers.no-lesions");
    out.unit = "series";
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
  std::vector<Placed> placed;
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
      placed.push_back({{s, m}, filled(mark, slices, rule.with_outline, message.file, findings)});
    }
  const Shared shared(placed, slices, rule);
  const auto is_linked = [&](std::size_t i, std::size_t j) {
    return shared.between(i, j) > 0 &&
           (!rule.one_to_one || (shared.is_best(i, j) && shared.is_best(j, i)));
  };
  cohort::partition::Groups groups(placed.size());
  for (std::size_t i = 0; i < placed.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (is_linked(i, j))
        groups.join(static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(j));
  std::map<std::uint32_t, std::vector<std::size_t>> members;
  for (std::size_t i = 0; i < placed.size(); ++i)
    members[groups.root(static_cast<std::uint32_t>(i))].push_back(i);
  for (const auto& [root, group] : members) {
    LinkedLesion one;
    std::set<std::uint32_t> sessions;
    std::vector<const Placed*> marks;
    for (const std::size_t i : group) {
      one.lesion.marks.push_back(placed[i].ref);
      sessions.insert(placed[i].ref.session);
      marks.push_back(&placed[i]);
      for (const std::size_t j : group)
        if (j < i && placed[i].ref.session != placed[j].ref.session && shared.between(i, j) == 0)
          one.lesion.is_chained = true;
    }
    one.lesion.readers = static_cast<std::uint32_t>(sessions.size());
    one.lesion.is_ambiguous = sessions.size() < group.size();
    one.overlaps = overlaps_of(marks);
    out.lesions.push_back(std::move(one));
  }
  return out;
}

LesionSummary summarise(const std::vector<LinkedSeries>& series,
                        const std::vector<std::string>& stratum, const std::string& wanted,
                        double level) {
  LesionSummary out;
  out.by_readers.assign(5, 0);
  BySeries by_all;
  BySeries dice;
  for (std::size_t s = 0; s < series.size(); ++s) {
    if (!stratum.empty() && stratum[s] != wanted) continue;
    const std::uint64_t at = out.series++;
    out.unrated += series[s].unrated;
    for (const LinkedLesion& one : series[s].lesions) {
      ++out.lesions;
      out.marks += one.lesion.marks.size();
      ++out.by_readers[std::min<std::size_t>(one.lesion.readers, 4)];
      out.ambiguous += one.lesion.is_ambiguous ? 1 : 0;
      out.chained += one.lesion.is_chained ? 1 : 0;
      by_all.add(one.lesion.readers >= 4 ? 1 : 0, at);
      for (const PairOverlap& pair : one.overlaps) dice.add(pair.dice, at);
    }
  }
  out.by_all = by_all.mean("marked_by_all", out.series, level);
  out.dice = dice.mean("dice", out.series, level);
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
