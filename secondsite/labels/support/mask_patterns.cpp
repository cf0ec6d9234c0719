#include "secondsite/labels/support/mask_patterns.h"

#include <algorithm>
#include <cstring>

#include "secondsite/core/parallel.h"

namespace secondsite::labels {
namespace {

constexpr std::size_t pattern_chunk = std::size_t{1} << 20U;

// Bytes of 1 where the bytes of `word` are not 0.
std::uint64_t as_ones(std::uint64_t word) {
  constexpr std::uint64_t low = 0x7f7f7f7f7f7f7f7fULL;
  return (((((word & low) + low) | word) & ~low) >> 7U);
}

std::uint64_t eight(const std::uint8_t* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

using Counts = std::vector<std::uint64_t>;

void count_narrow(const Masks& masks, std::size_t begin, std::size_t end, std::uint8_t* out,
                  Counts& counts) {
  // Four tables, so that equal neighbours do not wait for each other's store.
  std::array<std::array<std::uint32_t, 256>, 4> table{};
  std::uint64_t background = 0;
  std::size_t i = begin;
  for (; i + 8 <= end; i += 8) {
    std::uint64_t word = 0;
    for (std::size_t r = 0; r < masks.size(); ++r) word |= as_ones(eight(masks[r].data() + i)) << r;
    std::memcpy(out + i, &word, sizeof word);
    if (word == 0) {
      background += 8;
      continue;
    }
    for (unsigned b = 0; b < 8; ++b) ++table[b & 3U][(word >> (8U * b)) & 255U];
  }
  for (; i < end; ++i) {
    unsigned number = 0;
    for (std::size_t r = 0; r < masks.size(); ++r) number |= (masks[r][i] != 0 ? 1U : 0U) << r;
    out[i] = static_cast<std::uint8_t>(number);
    ++table[0][number];
  }
  for (std::size_t n = 0; n < counts.size(); ++n)
    for (const auto& part : table) counts[n] += part[n];
  counts[0] += background;
}

void count_wide(const Masks& masks, std::size_t begin, std::size_t end, std::uint16_t* out,
                Counts& counts) {
  for (std::size_t i = begin; i < end; ++i) {
    unsigned number = 0;
    for (std::size_t r = 0; r < masks.size(); ++r) number |= (masks[r][i] != 0 ? 1U : 0U) << r;
    out[i] = static_cast<std::uint16_t>(number);
    ++counts[number];
  }
}

}  // namespace

core::Status check_sizes(const std::vector<std::size_t>& voxels) {
  if (voxels.empty() || voxels[0] == 0)
    return core::Error("consensus.no-readings", "there is no mask, or it has no voxel", {}, "");
  if (voxels.size() > most_mask_readers)
    return core::Error("consensus.too-many-readers",
                       "there are " + std::to_string(voxels.size()) + " masks", {}, "");
  for (const std::size_t each : voxels)
    if (each != voxels[0])
      return core::Error(
          "consensus.uneven-masks",
          "one mask has " + std::to_string(voxels[0]) + " voxels, another " + std::to_string(each),
          {}, "");
  return core::Done{};
}

core::Status check_masks(const Masks& masks) {
  std::vector<std::size_t> voxels;
  for (const auto& mask : masks) voxels.push_back(mask.size());
  return check_sizes(voxels);
}

MaskPatterns count_patterns(const Masks& masks, unsigned threads) {
  MaskPatterns out;
  const std::size_t voxels = masks[0].size();
  const bool is_wide = masks.size() > 8;
  if (is_wide)
    out.wide.resize(voxels);
  else
    out.of_voxel.resize(voxels);
  out.count.assign(std::size_t{1} << masks.size(), 0);
  const std::size_t chunks = (voxels + pattern_chunk - 1) / pattern_chunk;
  std::vector<Counts> counts(chunks);
  core::parallel_for(chunks, threads, [&](std::size_t c) {
    counts[c].assign(out.count.size(), 0);
    const std::size_t end = std::min(voxels, (c + 1) * pattern_chunk);
    if (is_wide)
      count_wide(masks, c * pattern_chunk, end, out.wide.data(), counts[c]);
    else
      count_narrow(masks, c * pattern_chunk, end, out.of_voxel.data(), counts[c]);
  });
  for (const Counts& part : counts)
    for (std::size_t n = 0; n < part.size(); ++n) out.count[n] += part[n];
  return out;
}

PatternRatings as_ratings(const MaskPatterns& patterns, std::size_t readers) {
  PatternRatings out;
  out.ratings.readers = static_cast<std::uint32_t>(readers);
  out.ratings.category = {0, 1};
  for (std::uint32_t n = 0; n < patterns.count.size(); ++n) {
    if (patterns.count[n] == 0) continue;
    for (std::uint32_t r = 0; r < readers; ++r) {
      out.ratings.reader.push_back(r);
      out.ratings.code.push_back((n >> r) & 1U);
    }
    out.ratings.start.push_back(static_cast<std::uint32_t>(out.ratings.reader.size()));
    out.weight.push_back(static_cast<double>(patterns.count[n]));
    out.number.push_back(n);
  }
  return out;
}

}  // namespace secondsite::labels
