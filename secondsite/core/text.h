#pragma once
// Small text work that messages need.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace secondsite::core {

std::string_view trim(std::string_view text);
std::string lower(std::string_view text);  // ASCII only
std::vector<std::string> split(std::string_view text, char separator);
std::string join(std::span<const std::string> parts, std::string_view separator);

// Shortest text that reads back to the same double; "nan", "inf", "-inf".
std::string exact(double value);
// `digits` decimals, with a true minus only where the rounded value is not zero.
std::string fixed(double value, int digits);
// 22,433
std::string grouped(std::uint64_t value);
// "1 patient", "2 patients"
std::string counted(std::uint64_t count, std::string_view singular, std::string_view plural = {});

// A number, whole text, no surroundings but spaces; accepts "nan" and "inf" forms. nullopt
// otherwise.
std::optional<double> parse_number(std::string_view text);

// Levenshtein distance, case folded.
std::size_t edit_distance(std::string_view a, std::string_view b);
// The candidate nearest to `word`, if near enough to be what was meant.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);

}  // namespace secondsite::core
