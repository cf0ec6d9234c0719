#include "secondsite/cohort/partition/near_hashes.h"

#include <algorithm>
#include <bit>

#include "secondsite/core/parallel.h"

namespace secondsite::cohort::partition {
namespace {

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

struct Piece {
  unsigned shift;
  std::uint64_t mask;
  std::uint64_t of(std::uint64_t hash) const { return hash >> shift & mask; }
};

std::vector<Piece> pieces_for(int bits) {
  const unsigned count = static_cast<unsigned>(bits) + 1;
  std::vector<Piece> out;
  for (unsigned i = 0; i < count; ++i) {
    const unsigned begin = 64 * i / count;
    const unsigned size = 64 * (i + 1) / count - begin;
    out.push_back({begin, size == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << size) - 1});
  }
  return out;
}

Pairs pairs_sharing(std::span<const std::uint64_t> hashes, const std::vector<Piece>& pieces,
                    std::size_t which, int bits) {
  std::vector<std::uint32_t> order(hashes.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  const Piece piece = pieces[which];
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(piece.of(hashes[a]), a) < std::pair(piece.of(hashes[b]), b);
  });
  Pairs out;
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin + 1;
    while (end < order.size() && piece.of(hashes[order[end]]) == piece.of(hashes[order[begin]]))
      ++end;
    for (std::size_t i = begin; i < end; ++i)
      for (std::size_t j = i + 1; j < end; ++j) {
        const std::uint64_t differs = hashes[order[i]] ^ hashes[order[j]];
        if (std::popcount(differs) > bits) continue;
        // A pair that also shares an earlier piece was found there.
        const bool found =
            std::any_of(pieces.begin(), pieces.begin() + static_cast<std::ptrdiff_t>(which),
                        [&](const Piece& earlier) { return earlier.of(differs) == 0; });
        if (!found) out.emplace_back(order[i], order[j]);
      }
    begin = end;
  }
  return out;
}

}  // namespace

Pairs near_pairs(std::span<const std::uint64_t> hashes, int bits, unsigned threads) {
  if (bits <= 0) return {};
  const std::vector<Piece> pieces = pieces_for(std::min(bits, 8));
  std::vector<Pairs> found(pieces.size());
  core::parallel_for(pieces.size(), threads, [&](std::size_t i) {
    found[i] = pairs_sharing(hashes, pieces, i, std::min(bits, 8));
  });
  Pairs out;
  for (const Pairs& part : found) out.insert(out.end(), part.begin(), part.end());
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace secondsite::cohort::partition
