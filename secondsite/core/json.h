#pragma once
// JSON values, in insertion order. This header is the one place that names the library.

#include <nlohmann/json.hpp>
#include <string>

#include "secondsite/core/result.h"

namespace secondsite::core {

using Json = nlohmann::ordered_json;

// A number that JSON can hold: NaN and infinities become null.
Json json_number(double value);
// The number under `key`, NaN where it is null or absent.
double number_or_nan(const Json& object, const char* key);

Result<Json> parse_json(std::string_view text, const std::string& origin);
// Two spaces, one final newline, invalid UTF-8 replaced: the same value gives the same bytes.
std::string pretty(const Json& value);
// Sorted keys, no spaces: what is hashed.
std::string canonical(const Json& value);

}  // namespace secondsite::core
