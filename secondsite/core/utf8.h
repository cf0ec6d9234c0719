#pragma once
// Text that may have been written in another encoding: what is read is kept byte for byte, what is
// written is UTF-8.

#include <cstddef>
#include <string>
#include <string_view>

namespace secondsite::core {

// Bytes of the well-formed UTF-8 sequence that starts `text`, which is not empty (no overlong
// forms, no surrogates); 0 = none.
std::size_t utf8_sequence(std::string_view text);

bool is_utf8(std::string_view text);

// The text with U+FFFD in the place of each NUL and of each byte that is not part of a sequence.
std::string valid_utf8(std::string text);

// At most `bytes` bytes of `text`, cut between sequences; an ellipsis stands where something was
// cut.
std::string clipped(std::string_view text, std::size_t bytes);

}  // namespace secondsite::core
