#pragma once
// A sentence handed to C: cut to the caller's memory, always terminated.

#include <algorithm>
#include <cstring>
#include <string_view>

namespace secondsite::metrics {

inline void put_message(std::string_view text, char* message, std::size_t size) {
  if (message == nullptr || size == 0) return;
  const std::size_t length = std::min(text.size(), size - 1);
  std::memcpy(message, text.data(), length);
  message[length] = '\0';
}

}  // namespace secondsite::metrics
