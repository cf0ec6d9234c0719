#pragma once
// SHA-256 for what must be proven (inputs, plans, manifests). OpenSSL underneath.

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "secondsite/core/result.h"

namespace secondsite::core {

// Lower-case hexadecimal, 64 digits.
std::string sha256(std::string_view bytes);
Result<std::string> sha256_file(const std::string& path);

}  // namespace secondsite::core
