#pragma once
// Where in 64 bytes the delimiters, line feeds and quotes stand, as bit masks (bit i = byte i).

#include <cstddef>
#include <cstdint>

namespace secondsite::cohort::csv {

struct Masks {
  std::uint64_t delimiters = 0;
  std::uint64_t newlines = 0;
  std::uint64_t quotes = 0;
  std::uint64_t has_nul = 0;  // 1 if any byte is 0
};

// Fills masks[0..words) from 64 * words bytes at `text`.
using Scan = void (*)(const char* text, std::size_t words, char delimiter, Masks* masks);

// Any machine: the reference that the vector versions are held against.
void scan_plain(const char* text, std::size_t words, char delimiter, Masks* masks);
// The widest vectors of the machine that runs this; the same masks.
Scan fastest_scan();

// Bit i = the parity of bits 0..i: set between an opening quote and the byte before its closing
// one.
inline std::uint64_t prefix_parity(std::uint64_t bits) {
  for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

}  // namespace secondsite::cohort::csv
