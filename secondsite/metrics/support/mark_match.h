#pragma once
// Which mark hits which lesion. The rules are the caller's; what was decided is kept mark by mark,
// so that it can be shown.

#include <array>
#include <cstdint>
#include <vector>

#include "secondsite/core/context.h"
#include "secondsite/metrics/support/froc_cases.h"
#include "secondsite/metrics/support/mark_places.h"

namespace secondsite::metrics {

// A mark and a lesion that overlap, for HitRule::pairs.
struct MarkPair {
  std::uint32_t mark = 0;
  std::uint32_t lesion = 0;
  double quality = 0;
};

struct MatchRules {
  HitRule hit = HitRule::inside;
  double limit = 0;  // distance, or IoU
  // Further marks on a lesion that is found already: left out, or false marks (as COCO counts).
  bool extra_marks_are_false = false;
  // A mark counts for each lesion that it hits (as LUNA16's script does); else marks in order of
  // rating each take the free lesion that they hit best.
  bool one_to_one = false;
  // At most this many marks a scan (0: any number): those rated strictly above the one that comes
  // next, so that marks tied at the limit all fall out, as LUNA16's script has it.
  std::uint32_t most_marks = 0;
};

enum class MarkFate : std::uint8_t {
  hit,           // the best mark of a lesion
  extra,         // on a lesion that has a better mark
  false_mark,    // on nothing
  on_excluded,   // on a finding that is to be ignored
  over_limit,    // beyond the marks that a scan may have
  unknown_scan,  // in a scan that is not evaluated
  not_placed,    // a rating or coordinate that is not a finite number
};
inline constexpr std::size_t mark_fates = 7;
std::string_view name(MarkFate fate);

struct Matching {
  std::vector<MarkFate> fate;                 // one a mark
  std::vector<std::uint32_t> lesion_of_mark;  // what it hits best, else no_place
  std::vector<std::uint32_t> mark_of_lesion;  // its best mark, else no_place: missed
  std::array<std::uint64_t, mark_fates> count{};
  std::uint64_t found = 0;  // lesions
  std::uint64_t missed = 0;
};

// `rating` one a mark. Marks and lesions must lie below `scans` or at no_place; lesions at no_place
// are neither found nor missed. `pairs` is read for HitRule::pairs only. A lesion wins over an
// excluded finding where a mark lies in both. Time: near-linear in marks plus hits (marks are
// binned in space, scan by scan); the same result on any number of threads. Of equal ratings the
// better hit, then the earlier row, is the lesion's mark.
Matching match_marks(const Places& marks, std::span<const double> rating, const Places& lesions,
                     const Places& excluded, std::size_t scans, const MatchRules& rules,
                     unsigned threads, std::span<const MarkPair> pairs = {});

// The same by trying every mark on every lesion: what the fast one is held against.
Matching match_marks_simple(const Places& marks, std::span<const double> rating,
                            const Places& lesions, const Places& excluded, std::size_t scans,
                            const MatchRules& rules);

// A matching as FROC columns; lesions at no_place are left out.
struct FrocColumns {
  std::size_t scans = 0;
  std::vector<std::uint32_t> lesion_scan;
  std::vector<double> lesion_rating;
  std::vector<double> lesion_weight;  // may stay empty
  std::vector<std::uint32_t> false_scan;
  std::vector<double> false_rating;
  std::vector<std::uint32_t> patient;
  std::vector<std::uint64_t> patient_key;

  FrocCases cases() const {
    return {scans,      lesion_scan,  lesion_rating, lesion_weight,
            false_scan, false_rating, patient,       patient_key};
  }
};
FrocColumns froc_columns(const Matching& matching, const Places& marks,
                         std::span<const double> rating, const Places& lesions, std::size_t scans,
                         const MatchRules& rules);

}  // namespace secondsite::metrics
