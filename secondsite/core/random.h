#pragma once
// Random numbers as a function, not a stream: the draw for (seed, purpose, key, index) is the same
// on any thread, in any row order and at any hospital. Philox4x32-10: Salmon et al., SC'11,
// doi:10.1145/2063384.2063405.

#include <array>
#include <cstdint>
#include <string_view>

namespace secondsite::core {

// A stable 64-bit hash of a text (FNV-1a with a final avalanche): turns names into keys. Not for
// secrecy.
constexpr std::uint64_t key_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  hash ^= hash >> 33;
  hash *= 0xff51afd7ed558ccdULL;
  hash ^= hash >> 33;
  hash *= 0xc4ceb9fe1a85ec53ULL;
  return hash ^ (hash >> 33);
}

// Ten rounds of Philox4x32 on one 128-bit counter with a 64-bit key.
constexpr std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                              std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = 0xD2511F53ULL * counter[0];
    const std::uint64_t b = 0xCD9E8D57ULL * counter[2];
    counter = {
        static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
        static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
    key[0] += 0x9E3779B9U;
    key[1] += 0xBB67AE85U;
  }
  return counter;
}

// All draws for one (seed, purpose). `key` is what is drawn for (a patient, a case), `index` which
// draw.
class Random {
 public:
  constexpr Random(std::uint64_t seed, std::string_view purpose) : base_(seed ^ key_of(purpose)) {}

  // Four independent 32-bit words.
  constexpr std::array<std::uint32_t, 4> words(std::uint64_t key, std::uint64_t index) const {
    return philox({static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32),
                   static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(index >> 32)},
                  {static_cast<std::uint32_t>(base_), static_cast<std::uint32_t>(base_ >> 32)});
  }
  constexpr std::uint64_t bits(std::uint64_t key, std::uint64_t index) const {
    const auto w = words(key, index);
    return (std::uint64_t{w[1]} << 32) | w[0];
  }
  // Uniform in the open interval (0, 1), 53 bits.
  constexpr double uniform(std::uint64_t key, std::uint64_t index) const {
    return (static_cast<double>(bits(key, index) >> 11) + 0.5) * 0x1.0p-53;
  }
  // Uniform in 0 … n − 1 (n > 0).
  constexpr std::uint64_t below(std::uint64_t n, std::uint64_t key, std::uint64_t index) const {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>((Wide{bits(key, index)} * n) >> 64);
  }
  // Standard normal (Box–Muller on two independent words).
  double normal(std::uint64_t key, std::uint64_t index) const;

 private:
  std::uint64_t base_;
};

}  // namespace secondsite::core
