#include "secondsite/cohort/csv_scan.h"

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace secondsite::cohort::csv {

void scan_plain(const char* text, std::size_t words, char delimiter, Masks* masks) {
  for (std::size_t w = 0; w < words; ++w, text += 64) {
    masks[w] = {};
    for (int i = 0; i < 64; ++i) {
      const std::uint64_t bit = std::uint64_t{1} << i;
      if (text[i] == delimiter) masks[w].delimiters |= bit;
      if (text[i] == '\n') masks[w].newlines |= bit;
      if (text[i] == '"') masks[w].quotes |= bit;
      if (text[i] == '\0') masks[w].has_nul = 1;
    }
  }
}

#if defined(__SSE2__)
namespace {

inline std::uint64_t equal(const __m128i* part, __m128i wanted) {
  std::uint64_t mask = 0;
  for (int i = 3; i >= 0; --i)
    mask = (mask << 16) | static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(part[i], wanted)));
  return mask;
}

void scan_sse2(const char* text, std::size_t words, char delimiter, Masks* masks) {
  const __m128i d = _mm_set1_epi8(delimiter);
  const __m128i n = _mm_set1_epi8('\n');
  const __m128i q = _mm_set1_epi8('"');
  for (std::size_t w = 0; w < words; ++w, text += 64) {
    __m128i part[4];
    for (int i = 0; i < 4; ++i)
      part[i] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text) + i);
    const __m128i least =
        _mm_min_epu8(_mm_min_epu8(part[0], part[1]), _mm_min_epu8(part[2], part[3]));
    const int nul = _mm_movemask_epi8(_mm_cmpeq_epi8(least, _mm_setzero_si128()));
    masks[w] = {equal(part, d), equal(part, n), equal(part, q), nul != 0 ? 1U : 0U};
  }
}

#define SECONDSITE_AVX2 __attribute__((target("avx2")))

SECONDSITE_AVX2 inline std::uint64_t equal(__m256i low, __m256i high, __m256i wanted) {
  const auto lower =
      static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)));
  const auto upper =
      static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)));
  return lower | (static_cast<std::uint64_t>(upper) << 32);
}

SECONDSITE_AVX2 void scan_avx2(const char* text, std::size_t words, char delimiter, Masks* masks) {
  const __m256i d = _mm256_set1_epi8(delimiter);
  const __m256i n = _mm256_set1_epi8('\n');
  const __m256i q = _mm256_set1_epi8('"');
  for (std::size_t w = 0; w < words; ++w, text += 64) {
    const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text));
    const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text) + 1);
    const __m256i least = _mm256_min_epu8(low, high);
    const int nul = _mm256_movemask_epi8(_mm256_cmpeq_epi8(least, _mm256_setzero_si256()));
    masks[w] = {equal(low, high, d), equal(low, high, n), equal(low, high, q), nul != 0 ? 1U : 0U};
  }
}

#undef SECONDSITE_AVX2

}  // namespace

Scan fastest_scan() {
  return __builtin_cpu_supports("avx2") != 0 ? scan_avx2 : scan_sse2;
}
#else
Scan fastest_scan() {
  return scan_plain;
}
#endif

}  // namespace secondsite::cohort::csv
