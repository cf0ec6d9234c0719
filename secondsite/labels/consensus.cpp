#include "secondsite/labels/consensus.h"

#include <map>

namespace secondsite::labels {

stats::Ratings without_reader(const stats::Ratings& ratings, std::uint32_t reader) {
  stats::Ratings out;
  out.readers = ratings.readers;
  out.category = ratings.category;
  // Patterns that differ by the reader alone stay apart: what follows is right all the same.
  for (std::size_t p = 0; p < ratings.patterns(); ++p) {
    for (std::uint32_t k = ratings.start[p]; k < ratings.start[p + 1]; ++k) {
      if (ratings.reader[k] == reader) continue;
      out.reader.push_back(ratings.reader[k]);
      out.code.push_back(ratings.code[k]);
    }
    out.start.push_back(static_cast<std::uint32_t>(out.reader.size()));
  }
  out.pattern_of_unit = ratings.pattern_of_unit;
  return out;
}

}  // namespace secondsite::labels
