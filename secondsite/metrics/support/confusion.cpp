#include "secondsite/metrics/support/confusion.h"

#include <array>

#include "secondsite/core/parallel.h"
#include "secondsite/metrics/support/bootstrap_lanes.h"

namespace secondsite::metrics {
namespace {

// How many cases of one cell a unit has; units without any are not listed.
struct Entry {
  std::uint32_t unit;
  std::uint32_t count;
};

SECONDSITE_VECTOR_CLONES
void add_entries(const Entry* entries, std::size_t size, const std::uint8_t* weights,
                 std::uint64_t* totals) {
  // 2^20 entries of weight ≤ 255 and count ≤ 15 fit 32 bits; larger counts are listed in pieces.
  constexpr std::size_t piece = std::size_t{1} << 20;
  for (std::size_t begin = 0; begin < size; begin += piece) {
    std::uint32_t sum[lanes::count] = {};
    const std::size_t end = begin + piece < size ? begin + piece : size;
    for (std::size_t e = begin; e < end; ++e) {
      const std::uint8_t* row = weights + std::size_t{entries[e].unit} * lanes::count;
      const std::uint32_t count = entries[e].count;
      for (unsigned lane = 0; lane < lanes::count; ++lane) sum[lane] += count * row[lane];
    }
    for (unsigned lane = 0; lane < lanes::count; ++lane) totals[lane] += sum[lane];
  }
}

std::vector<Entry> entries_of(std::vector<std::uint32_t>& counts) {
  std::vector<Entry> out;
  for (std::uint32_t unit = 0; unit < counts.size(); ++unit) {
    for (std::uint32_t left = counts[unit]; left > 0;) {
      const std::uint32_t now = std::min(left, 15U);
      out.push_back({unit, now});
      left -= now;
    }
  }
  return out;
}

}  // namespace

Confusion confusion(const Cases& cases, double threshold) {
  std::array<std::uint64_t, 4> n{};
  for (std::size_t i = 0; i < cases.size(); ++i)
    ++n[(cases.positive[i] != 0 ? 2U : 0U) + (cases.score[i] >= threshold ? 1U : 0U)];
  return {static_cast<double>(n[3]), static_cast<double>(n[1]), static_cast<double>(n[2]),
          static_cast<double>(n[0])};
}

std::vector<Confusion> confusion_replicates(const Cases& cases, double threshold,
                                            const PatientWeights& weights, unsigned threads) {
  std::array<std::vector<std::uint32_t>, 4> counts;
  for (auto& c : counts) c.assign(weights.units(), 0);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const unsigned which =
        (cases.positive[i] != 0 ? 2U : 0U) + (cases.score[i] >= threshold ? 1U : 0U);
    ++counts[which][unit_of_case(cases, i)];
  }
  std::array<std::vector<Entry>, 4> entries;
  for (unsigned c = 0; c < 4; ++c) entries[c] = entries_of(counts[c]);

  std::vector<Confusion> out(weights.replicates());
  core::parallel_for(weights.blocks(), threads, [&](std::size_t b) {
    std::uint64_t totals[4][lanes::count] = {};
    for (unsigned c = 0; c < 4; ++c)
      add_entries(entries[c].data(), entries[c].size(), weights.block(static_cast<unsigned>(b)),
                  totals[c]);
    for (std::size_t r = b * lanes::count;
         r < std::min<std::size_t>(out.size(), (b + 1) * lanes::count); ++r) {
      const std::size_t lane = r % lanes::count;
      out[r] = {static_cast<double>(totals[3][lane]), static_cast<double>(totals[1][lane]),
                static_cast<double>(totals[2][lane]), static_cast<double>(totals[0][lane])};
    }
  });
  return out;
}

}  // namespace secondsite::metrics
