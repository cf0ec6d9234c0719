#pragma once
// Configuration from YAML or JSON, read key by key. Every key must be asked for: what was not is
// refused, with the nearest known key named.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/core/json.h"
#include "secondsite/core/result.h"

namespace secondsite::core {

// YAML 1.2 core scalars become numbers, booleans and null; quoted scalars stay texts. Anchors
// resolve. Refused: duplicate keys, documents nested deeper than 64, files above 16 MiB.
Result<Json> parse_yaml(std::string_view text, const std::string& origin);
std::string to_yaml(const Json& value);

// Reads one mapping. Errors are collected: the first is kept, later calls give defaults, and
// finish() returns it; so a caller asks for all keys in a row and checks once.
class ConfigReader {
 public:
  // `path` is the key path of this mapping ("claims[2]"), empty at the top.
  ConfigReader(const Json& mapping, std::string origin, std::string path = {});

  bool has(std::string_view key) const;
  std::string text(std::string_view key, std::optional<std::string> fallback = std::nullopt);
  double number(std::string_view key, std::optional<double> fallback = std::nullopt);
  std::uint64_t count(std::string_view key, std::optional<std::uint64_t> fallback = std::nullopt);
  bool flag(std::string_view key, bool fallback);
  // One of `choices`.
  std::string choice(std::string_view key, const std::vector<std::string>& choices,
                     std::optional<std::string> fallback = std::nullopt);
  // A list of texts; a single text counts as a list of one. Absent: empty.
  std::vector<std::string> texts(std::string_view key);
  // The raw value (null when absent), for nested mappings and lists; the caller reads it with a
  // reader.
  const Json& raw(std::string_view key);
  // A reader for a nested mapping; an absent one reads as empty.
  ConfigReader inside(std::string_view key);
  std::string path_of(std::string_view key) const;

  void fail(Error error);
  // The first error, or an error for the first key that nobody asked for.
  Status finish();

 private:
  const Json* take(std::string_view key, bool required);

  const Json* mapping_;
  std::string origin_;
  std::string path_;
  std::vector<std::string> asked_;
  std::optional<Error> error_;
};

}  // namespace secondsite::core
