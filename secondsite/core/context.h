#pragma once
// What an operation is handed from outside: seed, threads, a place to report progress, a way to be
// stopped. The library has no other source of randomness, time or output.

#include <atomic>
#include <cstdint>
#include <string_view>

namespace secondsite::core {

// Where progress goes. The CLI draws a bar or plain lines; the default is silent.
class Progress {
 public:
  virtual ~Progress() = default;
  // `done` of `total` items of `stage`; total 0 = unknown. Called from any thread.
  virtual void update(std::string_view stage, std::uint64_t done, std::uint64_t total) = 0;
};

struct Context {
  std::uint64_t seed = 20180321;  // any fixed number; recorded in the manifest
  unsigned threads = 1;
  Progress* progress = nullptr;
  const std::atomic<bool>* stop = nullptr;  // set from outside (Ctrl-C): stop at the next chance

  void report(std::string_view stage, std::uint64_t done, std::uint64_t total) const {
    if (progress != nullptr) progress->update(stage, done, total);
  }
  bool stopped() const { return stop != nullptr && stop->load(std::memory_order_relaxed); }
};

}  // namespace secondsite::core
