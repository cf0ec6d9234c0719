#pragma once
// Inner loops over the replicates of one block of weights, for functions marked
// SECONDSITE_VECTOR_CLONES.

#include <cstdint>
#include <cstring>

#include "secondsite/metrics/support/bootstrap.h"
#include "secondsite/metrics/support/vector_clones.h"

#define SECONDSITE_INLINE inline __attribute__((always_inline))

namespace secondsite::metrics::lanes {

inline constexpr unsigned count = PatientWeights::lanes;
using Words = std::uint32_t[count];
using Wides = std::uint64_t[count];
using Reals = double[count];

// How many weights add up in a byte.
inline std::uint32_t byte_run(const PatientWeights& weights) {
  return 255U / std::max<std::uint32_t>(1, weights.largest());
}

// sum[lane] += the weights of units[0 … n). `run` of them are added up in bytes before they are
// widened.
SECONDSITE_INLINE void add_units(const std::uint32_t* units, std::uint32_t n,
                                 const std::uint8_t* block, std::uint32_t run, Words& sum) {
  typedef std::uint8_t ByteVector __attribute__((vector_size(count)));
  while (n > 0) {
    const std::uint32_t now = n < run ? n : run;
    ByteVector part = {};
    for (std::uint32_t k = 0; k < now; ++k) {
      ByteVector row;
      std::memcpy(&row, block + std::size_t{units[k]} * count, count);
      part += row;
    }
    std::uint8_t bytes[count];
    std::memcpy(bytes, &part, count);
    for (unsigned lane = 0; lane < count; ++lane) sum[lane] += bytes[lane];
    units += now;
    n -= now;
  }
}

}  // namespace secondsite::metrics::lanes
