#pragma once
// Memory of a volume in large pages: touching 300 MB page by page costs as much as what is computed
// in them. A wish that the system may refuse; nothing depends on it.

#include <cstddef>
#include <cstdint>
#include <vector>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace secondsite::image {

// Asks for large pages for the whole ones within [at, at + bytes). Before they are first touched.
inline void wish_large_pages([[maybe_unused]] void* at, [[maybe_unused]] std::size_t bytes) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  constexpr std::uintptr_t page = std::uintptr_t{2} << 20U;
  const auto begin = (reinterpret_cast<std::uintptr_t>(at) + page - 1) / page * page;
  const auto end = (reinterpret_cast<std::uintptr_t>(at) + bytes) / page * page;
  if (begin < end)
    static_cast<void>(madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE));
#endif
}

// A vector of `count` zeros in large pages.
template <typename T>
std::vector<T> large_vector(std::size_t count) {
  std::vector<T> out;
  out.reserve(count);
  wish_large_pages(out.data(), count * sizeof(T));
  out.resize(count);
  return out;
}

}  // namespace secondsite::image
