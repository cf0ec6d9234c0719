#pragma once
// Which marks of different readers are of one lesion?
//
// Rule: two marks of different sessions are linked where their filled outlines share a pixel of a
// slice; images at one place along z are one slice. A lesion is a connected group of linked marks;
// marks of one session are never linked directly. Outlines of LIDC-IDRI are the first pixels
// outside the nodule (Armato et al. 2011, doi:10.1118/1.3528204) and do not belong to it, unless
// the rule says otherwise. Whoever outlined a lesion held it to be a nodule of 3 mm or more
// (smaller ones get a point), whether or not he rated it.

#include <cstdint>
#include <string>
#include <vector>

#include "secondsite/cohort/lidc_xml.h"
#include "secondsite/core/context.h"
#include "secondsite/core/finding.h"
#include "secondsite/readers/mark_group.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::readers {

struct LinkRule {
  bool with_outline = false;  // the outline's own pixels belong to the mark
  // Slices are the same where their SOP Instance UID is, not where their place is.
  bool by_image = false;
  // Pixels of neighbouring slices link too: a small nodule that two readers outlined on slices side
  // by side is one. Neighbours lie no further apart than the series' slices do, which is the
  // smallest distance between outlined slices.
  bool neighbour_slices = false;
  bool rated_only = false;  // outlines whose ratings are absent or all 0 do not count
  // Of several marks of one session, a mark is linked to the one with which it shares most pixels,
  // and only where that is mutual: nodules that touch are kept apart.
  bool one_to_one = false;
  std::string text() const;  // in words, for the report
};

struct LinkedSeries {
  std::string series_uid;
  std::uint32_t sessions = 0;
  std::uint32_t unrated = 0;  // marks among those linked
  double step_mm = 0;         // smallest distance between outlined slices; 0: fewer than two
  std::vector<LinkedLesion> lesions;
};

// Outlined nodules only. A session count other than four is a finding "readers.session-count";
// outlines without ratings are counted as "readers.unrated-outline".
LinkedSeries link_lesions(const cohort::lidc::ReadMessage& message, const LinkRule& rule,
                          core::Findings& findings);

struct LesionSummary {
  std::uint64_t series = 0;
  std::uint64_t marks = 0;
  std::uint64_t unrated = 0;  // of the marks
  std::uint64_t lesions = 0;
  std::vector<std::uint64_t> by_readers;  // [k]: lesions marked by k readers; the last: k or more
  std::uint64_t ambiguous = 0;
  std::uint64_t chained = 0;
  // Shares of lesions marked by all (four or more), clustered by series; mean pairwise Dice.
  stats::Estimate by_all;
  stats::Estimate dice;
};
// `stratum` of each series: only those where it is `wanted` count (empty `stratum`: all). `all`:
// how many readers are all of them. The unit is the series; `unit` names it.
LesionSummary summarise(const std::vector<LinkedSeries>& series,
                        const std::vector<std::string>& stratum = {},
                        const std::string& wanted = {}, double level = 0.95, std::uint32_t all = 4,
                        const std::string& unit = "series");

// CT messages that repeat no other, linked in parallel; the same result on any number of threads.
std::vector<LinkedSeries> link_all(const std::vector<cohort::lidc::ReadMessage>& messages,
                                   const LinkRule& rule, const core::Context& context,
                                   core::Findings& findings);

}  // namespace secondsite::readers
