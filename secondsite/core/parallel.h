#pragma once
// Loops over independent items on several threads. What an item computes depends on its index
// alone, so the number of threads never changes a result; sums are taken over fixed chunks in index
// order.

#include <cstddef>
#include <functional>
#include <vector>

namespace secondsite::core {

// Calls body(i) once for each i in [0, count), on at most `threads` threads (0 or 1: the caller's
// alone). Items are handed out dynamically; body must write only to what belongs to i. An exception
// in a body is rethrown on the caller's thread once all threads have stopped.
void parallel_for(std::size_t count, unsigned threads,
                  const std::function<void(std::size_t)>& body);

// Adds chunk results in chunk order. `chunk(begin, end)` covers [begin, end); chunks have
// `chunk_size` items whatever the number of threads, so floating-point sums come out the same.
template <typename T>
T parallel_sum(std::size_t count, std::size_t chunk_size, unsigned threads,
               const std::function<T(std::size_t, std::size_t)>& chunk) {
  const std::size_t chunks = (count + chunk_size - 1) / chunk_size;
  std::vector<T> parts(chunks);
  parallel_for(chunks, threads, [&](std::size_t c) {
    const std::size_t begin = c * chunk_size;
    parts[c] = chunk(begin, begin + chunk_size < count ? begin + chunk_size : count);
  });
  T total{};
  for (const T& part : parts) total += part;
  return total;
}

}  // namespace secondsite::core
