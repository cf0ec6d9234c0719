#pragma once
// A bar on a terminal, a plain line a stage elsewhere; always on stderr.

#include <chrono>
#include <iosfwd>
#include <mutex>
#include <string>

#include "secondsite/core/context.h"

namespace secondsite::cli {

class TerminalProgress : public core::Progress {
 public:
  TerminalProgress(std::ostream& out, bool terminal) : out_(out), terminal_(terminal) {}
  void update(std::string_view stage, std::uint64_t done, std::uint64_t total) override;
  // Wipes the bar.
  void finish();

 private:
  std::ostream& out_;
  bool terminal_;
  std::mutex mutex_;
  std::string stage_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace secondsite::cli
