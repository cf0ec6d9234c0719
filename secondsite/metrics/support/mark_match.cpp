#include "secondsite/metrics/support/mark_match.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "secondsite/core/parallel.h"
#include "secondsite/metrics/support/mark_grid.h"

namespace secondsite::metrics {
namespace {

// Entries of a column of scans, grouped by scan, in row order within each.
struct ByScan {
  std::vector<std::uint32_t> first;  // scans + 1
  std::vector<std::uint32_t> entry;

  std::span<const std::uint32_t> of(std::size_t scan) const {
    return std::span(entry).subspan(first[scan], first[scan + 1] - first[scan]);
  }
};

template <typename Keep>
ByScan by_scan(std::span<const std::uint32_t> scan, std::size_t scans, Keep keep) {
  ByScan out;
  out.first.assign(scans + 1, 0);
  for (std::size_t i = 0; i < scan.size(); ++i)
    if (keep(i)) ++out.first[scan[i] + 1];
  for (std::size_t s = 0; s < scans; ++s) out.first[s + 1] += out.first[s];
  out.entry.resize(out.first[scans]);
  std::vector<std::uint32_t> next(out.first.begin(), out.first.end() - 1);
  for (std::size_t i = 0; i < scan.size(); ++i)
    if (keep(i)) out.entry[next[scan[i]]++] = static_cast<std::uint32_t>(i);
  return out;
}

// Below this many pairs trying them all is faster than binning.
constexpr std::size_t few_pairs = 1U << 12;

class Matcher {
 public:
  Matcher(const Places& marks, std::span<const double> rating, const Places& lesions,
          const Places& excluded, const MatchRules& rules, std::span<const MarkPair> pairs,
          bool simple, Matching& out)
      : marks_(marks),
        rating_(rating),
        lesions_(lesions),
        excluded_(excluded),
        rules_(rules),
        pairs_(pairs),
        simple_(simple),
        out_(out) {}

  void match(std::span<const std::uint32_t> marks, std::span<const std::uint32_t> lesions,
             std::span<const std::uint32_t> excluded, std::span<const std::uint32_t> pairs) {
    const std::vector<std::uint32_t> kept = within_limit(marks);
    if (kept.empty()) return;
    if (rules_.one_to_one)
      take_in_turn(kept, lesions, pairs);
    else
      take_best(kept, lesions, pairs);
    if (excluded.empty() || rules_.hit == HitRule::pairs) return;
    std::vector<std::uint32_t> left;
    for (const std::uint32_t m : kept)
      if (out_.fate[m] == MarkFate::false_mark) left.push_back(m);
    visit_hits(left, excluded_, excluded, {}, [&](std::uint32_t m, std::uint32_t, double) {
      out_.fate[m] = MarkFate::on_excluded;
    });
  }

 private:
  std::vector<std::uint32_t> within_limit(std::span<const std::uint32_t> marks) {
    std::vector<std::uint32_t> kept(marks.begin(), marks.end());
    if (rules_.most_marks == 0 || marks.size() <= rules_.most_marks) return kept;
    std::vector<double> ratings;
    ratings.reserve(marks.size());
    for (const std::uint32_t m : marks) ratings.push_back(rating_[m]);
    const auto next = ratings.begin() + rules_.most_marks;
    std::nth_element(ratings.begin(), next, ratings.end(), std::greater<>());
    const double bar = *next;
    std::erase_if(kept, [&](std::uint32_t m) {
      if (rating_[m] > bar) return false;
      out_.fate[m] = MarkFate::over_limit;
      return true;
    });
    return kept;
  }

  // Calls hit(mark, target, quality) for every hit of `marks` on `targets`.
  template <typename Hit>
  void visit_hits(std::span<const std::uint32_t> marks, const Places& places,
                  std::span<const std::uint32_t> targets, std::span<const std::uint32_t> pairs,
                  Hit hit) {
    if (rules_.hit == HitRule::pairs) {
      for (const std::uint32_t p : pairs)
        if (out_.fate[pairs_[p].mark] != MarkFate::over_limit)
          hit(pairs_[p].mark, pairs_[p].lesion, pairs_[p].quality);
      return;
    }
    const auto test = [&](std::uint32_t m, std::uint32_t t) {
      const double quality = hit_quality(marks_, m, places, t, rules_.hit, rules_.limit);
      if (quality >= 0) hit(m, t, quality);
    };
    if (simple_ || marks.size() * targets.size() <= few_pairs) {
      for (const std::uint32_t t : targets)
        for (const std::uint32_t m : marks) test(m, t);
      return;
    }
    const MarkGrid grid(marks_, marks);
    for (const std::uint32_t t : targets)
      grid.near(reach_of(places, t, rules_.hit, rules_.limit),
                [&](std::uint32_t m) { test(m, t); });
  }

  // Every lesion takes its best mark.
  void take_best(std::span<const std::uint32_t> marks, std::span<const std::uint32_t> lesions,
                 std::span<const std::uint32_t> pairs) {
    struct Best {
      std::uint32_t mark = no_place;
      double quality = 0;
    };
    std::vector<Best> best(lesions.size());
    std::vector<std::uint32_t> touched;  // marks on any lesion
    std::vector<double> quality;         // of what lesion_of_mark says, one a touched mark
    std::vector<std::uint32_t> touch(marks.size(), no_place);
    visit_hits(marks, lesions_, lesions, pairs, [&](std::uint32_t m, std::uint32_t l, double q) {
      Best& b = best[position(lesions, l)];
      if (b.mark == no_place || better(m, q, b.mark, b.quality)) b = {m, q};
      std::uint32_t& at = touch[position(marks, m)];
      if (at == no_place) {
        at = static_cast<std::uint32_t>(touched.size());
        touched.push_back(m);
        quality.push_back(-1);
      }
      std::uint32_t& mine = out_.lesion_of_mark[m];
      if (q > quality[at] || (q == quality[at] && l < mine)) {
        quality[at] = q;
        mine = l;
      }
    });
    for (const std::uint32_t m : touched) out_.fate[m] = MarkFate::extra;
    for (std::size_t l = 0; l < lesions.size(); ++l) {
      if (best[l].mark == no_place) continue;
      out_.mark_of_lesion[lesions[l]] = best[l].mark;
      out_.fate[best[l].mark] = MarkFate::hit;
      out_.lesion_of_mark[best[l].mark] = lesions[l];
    }
  }

  // Marks in order of rating each take the free lesion that they hit best.
  void take_in_turn(std::span<const std::uint32_t> marks, std::span<const std::uint32_t> lesions,
                    std::span<const std::uint32_t> pairs) {
    std::vector<MarkPair> hits;
    visit_hits(marks, lesions_, lesions, pairs, [&](std::uint32_t m, std::uint32_t l, double q) {
      hits.push_back({m, l, q});
    });
    std::sort(hits.begin(), hits.end(), [&](const MarkPair& a, const MarkPair& b) {
      if (rating_[a.mark] != rating_[b.mark]) return rating_[a.mark] > rating_[b.mark];
      if (a.mark != b.mark) return a.mark < b.mark;
      return a.quality != b.quality ? a.quality > b.quality : a.lesion < b.lesion;
    });
    for (std::size_t h = 0; h < hits.size();) {
      const std::uint32_t mark = hits[h].mark;
      out_.fate[mark] = MarkFate::extra;
      out_.lesion_of_mark[mark] = hits[h].lesion;
      for (; h < hits.size() && hits[h].mark == mark; ++h) {
        if (out_.fate[mark] == MarkFate::hit || out_.mark_of_lesion[hits[h].lesion] != no_place)
          continue;
        out_.fate[mark] = MarkFate::hit;
        out_.lesion_of_mark[mark] = hits[h].lesion;
        out_.mark_of_lesion[hits[h].lesion] = mark;
      }
    }
  }

  bool better(std::uint32_t m, double q, std::uint32_t than, double than_quality) const {
    if (rating_[m] != rating_[than]) return rating_[m] > rating_[than];
    return q != than_quality ? q > than_quality : m < than;
  }

  static std::size_t position(std::span<const std::uint32_t> ascending, std::uint32_t entry) {
    return static_cast<std::size_t>(std::lower_bound(ascending.begin(), ascending.end(), entry) -
                                    ascending.begin());
  }

  const Places& marks_;
  std::span<const double> rating_;
  const Places& lesions_;
  const Places& excluded_;
  const MatchRules& rules_;
  std::span<const MarkPair> pairs_;
  bool simple_;
  Matching& out_;
};

Matching match_with(const Places& marks, std::span<const double> rating, const Places& lesions,
                    const Places& excluded, std::size_t scans, const MatchRules& rules,
                    unsigned threads, std::span<const MarkPair> pairs, bool simple) {
  Matching out;
  out.fate.assign(marks.size(), MarkFate::false_mark);
  out.lesion_of_mark.assign(marks.size(), no_place);
  out.mark_of_lesion.assign(lesions.size(), no_place);
  for (std::size_t m = 0; m < marks.size(); ++m) {
    const bool is_placed =
        std::isfinite(rating[m]) &&
        (rules.hit == HitRule::pairs || (std::isfinite(marks.x[m]) && std::isfinite(marks.y[m]) &&
                                         (marks.z.empty() || std::isfinite(marks.z[m]))));
    if (marks.scan[m] == no_place)
      out.fate[m] = MarkFate::unknown_scan;
    else if (!is_placed)
      out.fate[m] = MarkFate::not_placed;
  }
  const ByScan marks_of = by_scan(
      marks.scan, scans, [&](std::size_t m) { return out.fate[m] == MarkFate::false_mark; });
  const auto somewhere = [](const Places& places) {
    return [&places](std::size_t i) { return places.scan[i] != no_place; };
  };
  const ByScan lesions_of = by_scan(lesions.scan, scans, somewhere(lesions));
  const ByScan excluded_of = by_scan(excluded.scan, scans, somewhere(excluded));
  std::vector<std::uint32_t> pair_scan;
  pair_scan.reserve(pairs.size());
  for (const MarkPair& pair : pairs) pair_scan.push_back(marks.scan[pair.mark]);
  const ByScan pairs_of = by_scan(pair_scan, scans, [&](std::size_t p) {
    return out.fate[pairs[p].mark] == MarkFate::false_mark &&
           lesions.scan[pairs[p].lesion] == pair_scan[p];
  });
  core::parallel_for(scans, threads, [&](std::size_t s) {
    Matcher(marks, rating, lesions, excluded, rules, pairs, simple, out)
        .match(marks_of.of(s), lesions_of.of(s), excluded_of.of(s), pairs_of.of(s));
  });
  for (const MarkFate fate : out.fate) ++out.count[static_cast<std::size_t>(fate)];
  for (std::size_t l = 0; l < lesions.size(); ++l) {
    if (lesions.scan[l] == no_place) continue;
    ++(out.mark_of_lesion[l] == no_place ? out.missed : out.found);
  }
  return out;
}

}  // namespace

std::string_view name(MarkFate fate) {
  switch (fate) {
    case MarkFate::hit:
      return "hit";
    case MarkFate::extra:
      return "extra mark on a found lesion";
    case MarkFate::false_mark:
      return "false mark";
    case MarkFate::on_excluded:
      return "on an excluded finding";
    case MarkFate::over_limit:
      return "over the limit of marks";
    case MarkFate::unknown_scan:
      return "in a scan that is not evaluated";
    case MarkFate::not_placed:
      return "without a finite rating or place";
  }
  return "";
}

Matching match_marks(const Places& marks, std::span<const double> rating, const Places& lesions,
                     const Places& excluded, std::size_t scans, const MatchRules& rules,
                     unsigned threads, std::span<const MarkPair> pairs) {
  return match_with(marks, rating, lesions, excluded, scans, rules, threads, pairs, false);
}

Matching match_marks_simple(const Places& marks, std::span<const double> rating,
                            const Places& lesions, const Places& excluded, std::size_t scans,
                            const MatchRules& rules) {
  return match_with(marks, rating, lesions, excluded, scans, rules, 1, {}, true);
}

FrocColumns froc_columns(const Matching& matching, const Places& marks,
                         std::span<const double> rating, const Places& lesions, std::size_t scans,
                         const MatchRules& rules) {
  FrocColumns out;
  out.scans = scans;
  for (std::size_t l = 0; l < lesions.size(); ++l) {
    if (lesions.scan[l] == no_place) continue;
    const std::uint32_t mark = matching.mark_of_lesion[l];
    out.lesion_scan.push_back(lesions.scan[l]);
    out.lesion_rating.push_back(mark == no_place ? unmarked : rating[mark]);
  }
  for (std::size_t m = 0; m < marks.size(); ++m) {
    const MarkFate fate = matching.fate[m];
    if (fate == MarkFate::false_mark || (fate == MarkFate::extra && rules.extra_marks_are_false)) {
      out.false_scan.push_back(marks.scan[m]);
      out.false_rating.push_back(rating[m]);
    }
  }
  return out;
}

}  // namespace secondsite::metrics
