#pragma once
// Bytes as text, for images within a page.

#include <string>
#include <string_view>

namespace secondsite::core {

// RFC 4648, with padding.
std::string base64(std::string_view bytes);

}  // namespace secondsite::core
