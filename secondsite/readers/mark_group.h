#pragma once
// Marks of several readers that overlap, as lesions. What a mark is (an outline that was filled, a
// component of a mask) is for the caller to say; here only what they share counts.

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace secondsite::readers {

struct MarkRef {
  std::uint32_t session = 0;  // the reader
  std::uint32_t mark = 0;     // index among the reader's marks
};

struct SizedMark {
  MarkRef ref;
  std::uint64_t pixels = 0;
};

// Pixels that two marks of different readers share, by their places (the smaller first); an entry
// of 0 links two marks that only touch.
using SharedPixels = std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t>;

struct Lesion {
  std::vector<MarkRef> marks;
  std::uint32_t readers = 0;  // distinct sessions
  // One session has several marks in the group: others drew as one what this reader drew as
  // several, or a link is wrong.
  bool is_ambiguous = false;
  // Two marks of different sessions in the group are not linked themselves: joined through others
  // only.
  bool is_chained = false;
};

// Dice of two readers' marks of one lesion: 2 |A ∩ B| / (|A| + |B|); several marks of a session
// count together.
struct PairOverlap {
  std::uint32_t first = 0;  // sessions
  std::uint32_t second = 0;
  double dice = 0;
};

struct LinkedLesion {
  Lesion lesion;
  std::vector<PairOverlap> overlaps;
};

// Connected groups of linked marks, by their first mark. `one_to_one`: of several marks of one
// session, a mark is linked to the one with which it shares most pixels (the first of several
// alike), and only where that is mutual.
std::vector<LinkedLesion> group_marks(const std::vector<SizedMark>& marks,
                                      const SharedPixels& shared, bool one_to_one);

}  // namespace secondsite::readers
