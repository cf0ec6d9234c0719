#include "secondsite/metrics/support/sort.h"

#include <array>
#include <bit>
#include <numeric>

#include "secondsite/core/parallel.h"

namespace secondsite::metrics {
namespace {

struct Keyed {
  std::uint64_t key;
  std::uint32_t index;
};

// Unsigned integers that sort as the doubles do.
std::uint64_t key_of(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);  // −0 becomes 0
  return (bits >> 63) != 0 ? ~bits : bits | (1ULL << 63);
}

double sortable_value(std::uint64_t key) {
  return std::bit_cast<double>((key >> 63) != 0 ? key & ~(1ULL << 63) : ~key);
}

constexpr unsigned digit_bits = 11;
constexpr unsigned digits = 6;  // 66 bits
constexpr std::size_t buckets = std::size_t{1} << digit_bits;

// Stable, least significant digit first; digits on which all agree are passed over. `items` ends
// sorted.
void radix_sort(std::span<Keyed> items, std::span<Keyed> spare) {
  std::vector<std::array<std::uint32_t, buckets>> counts(digits);
  for (auto& count : counts) count.fill(0);
  for (const Keyed& item : items) {
    for (unsigned d = 0; d < digits; ++d)
      ++counts[d][(item.key >> (d * digit_bits)) & (buckets - 1)];
  }
  Keyed* from = items.data();
  Keyed* to = spare.data();
  for (unsigned d = 0; d < digits; ++d) {
    const unsigned shift = d * digit_bits;
    auto& count = counts[d];
    if (count[(from[0].key >> shift) & (buckets - 1)] == items.size()) continue;
    std::uint32_t start = 0;
    for (std::uint32_t& c : count) start += std::exchange(c, start);
    for (std::size_t i = 0; i < items.size(); ++i)
      to[count[(from[i].key >> shift) & (buckets - 1)]++] = from[i];
    std::swap(from, to);
  }
  if (from != items.data()) std::copy(from, from + items.size(), items.data());
}

bool before(const Keyed& a, const Keyed& b) {
  return a.key != b.key ? a.key < b.key : a.index < b.index;
}

}  // namespace

SortedScores sort_scores(std::span<const double> score, unsigned threads) {
  const std::size_t n = score.size();
  std::vector<Keyed> items(n);
  for (std::size_t i = 0; i < n; ++i) items[i] = {key_of(score[i]), static_cast<std::uint32_t>(i)};

  constexpr std::size_t small = 1500;
  constexpr std::size_t large = 100'000;
  if (n < small) {
    std::sort(items.begin(), items.end(), before);
  } else {
    std::vector<Keyed> spare(n);
    const std::size_t half = n / 2;
    if (threads > 1 && n >= large) {
      const std::span<Keyed> all(items);
      const std::span<Keyed> room(spare);
      core::parallel_for(2, 2, [&](std::size_t part) {
        if (part == 0)
          radix_sort(all.first(half), room.first(half));
        else
          radix_sort(all.subspan(half), room.subspan(half));
      });
      const auto middle = items.begin() + static_cast<std::ptrdiff_t>(half);
      std::merge(items.begin(), middle, middle, items.end(), spare.begin(), before);
      items.swap(spare);
    } else {
      radix_sort(items, spare);
    }
  }

  SortedScores sorted;
  sorted.score.resize(n);
  sorted.order.resize(n);
  for (std::size_t k = 0; k < n; ++k) {
    sorted.score[k] = sortable_value(items[k].key);
    sorted.order[k] = items[k].index;
  }
  return sorted;
}

}  // namespace secondsite::metrics
