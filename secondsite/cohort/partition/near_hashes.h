#pragma once
// Pairs of 64-bit hashes that differ in few bits, without comparing all with all.

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace secondsite::cohort::partition {

// Every pair (i, j), i < j, of different hashes that differ in at most `bits` bits (0 to 8). The
// hashes must be distinct. Two hashes that differ in at most d bits agree in one of d + 1 pieces:
// only those that share a piece are compared.
std::vector<std::pair<std::uint32_t, std::uint32_t>> near_pairs(
    std::span<const std::uint64_t> hashes, int bits, unsigned threads);

}  // namespace secondsite::cohort::partition
