#include "terminal_progress.h"

#include <algorithm>
#include <ostream>

#include "secondsite/core/text.h"

namespace secondsite::cli {

void TerminalProgress::update(std::string_view stage, std::uint64_t done, std::uint64_t total) {
  const std::lock_guard lock(mutex_);
  const bool new_stage = stage != stage_;
  stage_ = stage;
  if (!terminal_) {
    if (new_stage) out_ << stage_ << "\n" << std::flush;
    return;
  }
  const auto now = std::chrono::steady_clock::now();
  if (!new_stage && done != total && now - last_ < std::chrono::milliseconds(80)) return;
  last_ = now;
  constexpr int width = 24;
  out_ << "\r\033[K" << stage_;
  if (total > 0) {
    const int filled = static_cast<int>(width * std::min(done, total) / total);
    out_ << " [" << std::string(filled, '#') << std::string(width - filled, '.') << "] "
         << core::grouped(done) << " of " << core::grouped(total);
  }
  out_ << std::flush;
  drawn_ = true;
}

void TerminalProgress::finish() {
  const std::lock_guard lock(mutex_);
  if (drawn_) out_ << "\r\033[K" << std::flush;
  drawn_ = false;
}

}  // namespace secondsite::cli
