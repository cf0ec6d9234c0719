#pragma once
// Marks of a reader or model held against lesions, after the hit rule has spoken: which mark lies
// in which lesion is decided before, and marks that count neither way are already gone.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace secondsite::metrics {

struct Mark {
  static constexpr std::uint32_t miss = std::numeric_limits<std::uint32_t>::max();
  double rating = 0;         // finite; larger = more suspicious
  std::uint32_t hit = miss;  // the lesion that it hits, by its place within the scan
};

struct Lesion {
  double weight = 1;       // finite, not negative; what finding it counts in weighted metrics
  double diameter_mm = 0;  // 0: unknown
};

// All scans of a cohort, one after the other. A scan may have no marks, no lesions or neither.
struct MarkSet {
  std::vector<Mark> mark;
  std::vector<Lesion> lesion;
  // Scan s owns [first_mark[s], first_mark[s + 1]) and [first_lesion[s], first_lesion[s + 1]).
  std::vector<std::size_t> first_mark{0};
  std::vector<std::size_t> first_lesion{0};
  std::string rule;  // when a mark is a hit, in words; named in every estimate

  std::size_t scans() const { return first_mark.size() - 1; }
  std::span<const Mark> marks_of(std::size_t scan) const {
    return std::span(mark).subspan(first_mark[scan], first_mark[scan + 1] - first_mark[scan]);
  }
  std::span<const Lesion> lesions_of(std::size_t scan) const {
    return std::span(lesion).subspan(first_lesion[scan],
                                     first_lesion[scan + 1] - first_lesion[scan]);
  }
  // Appends a scan. Each hit must be `miss` or less than the number of lesions.
  void add_scan(std::span<const Mark> marks, std::span<const Lesion> lesions) {
    mark.insert(mark.end(), marks.begin(), marks.end());
    lesion.insert(lesion.end(), lesions.begin(), lesions.end());
    first_mark.push_back(mark.size());
    first_lesion.push_back(lesion.size());
  }
};

}  // namespace secondsite::metrics
