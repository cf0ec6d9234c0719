#include "secondsite/cohort/cell_text.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "secondsite/core/text.h"

namespace secondsite::cohort {
namespace {

constexpr bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

// Powers of ten that a double holds exactly.
constexpr double exact_powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                   1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                   1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

// Plain decimals of up to 18 digits whose digits fit 53 bits: both the digits and the power of ten
// are exact doubles, so that one division rounds once (Clinger 1990, doi:10.1145/93548.93557).
// False: not of this form, which says nothing about whether it is a number.
bool parse_plain_decimal(std::string_view text, double& value) {
  const char* at = text.data();
  const char* const end = at + text.size();
  const bool negative = *at == '-';
  if (negative) ++at;
  if (end - at > 19) return false;
  std::uint64_t digits = 0;
  const char* const first = at;
  for (; at != end && static_cast<unsigned char>(*at - '0') < 10; ++at)
    digits = digits * 10 + static_cast<std::uint64_t>(*at - '0');
  if (at == first) return false;
  std::size_t decimals = 0;
  if (at != end) {
    if (*at != '.') return false;
    const char* const point = ++at;
    for (; at != end && static_cast<unsigned char>(*at - '0') < 10; ++at)
      digits = digits * 10 + static_cast<std::uint64_t>(*at - '0');
    if (at != end) return false;
    decimals = static_cast<std::size_t>(at - point);
  } else if (end - first > 18) {
    return false;
  }
  if (digits > (1ULL << 53)) return false;
  const double magnitude = static_cast<double>(digits) / exact_powers[decimals];
  value = negative ? -magnitude : magnitude;
  return true;
}

}  // namespace

std::string_view trimmed(std::string_view cell) {
  while (!cell.empty() && is_space(cell.front())) cell.remove_prefix(1);
  while (!cell.empty() && is_space(cell.back())) cell.remove_suffix(1);
  return cell;
}

bool is_blank(std::string_view cell) {
  cell = trimmed(cell);
  if (cell.empty()) return true;
  if (cell.size() < 2 || cell.size() > 4) return false;
  switch (cell.front()) {
    case 'N':
      return cell == "NA" || cell == "N/A" || cell == "NULL" || cell == "Null" || cell == "None";
    case 'n':
      return cell == "n/a" || cell == "null";
    case '<':
      return cell == "<NA>";
    default:
      return false;
  }
}

CellState parse_cell(std::string_view cell, double& value) {
  cell = trimmed(cell);
  value = std::numeric_limits<double>::quiet_NaN();
  if (cell.empty()) return CellState::blank;
  if (parse_plain_decimal(cell, value)) return CellState::ok;
  if (is_blank(cell)) return CellState::blank;
  const auto number = core::parse_number(cell);
  if (!number) return CellState::malformed;
  value = *number;
  return CellState::ok;
}

std::string why_not_a_number(std::string_view cell) {
  cell = trimmed(cell);
  const auto count = [&](char c) { return std::count(cell.begin(), cell.end(), c); };
  const auto only = [&](std::string_view allowed) {
    return cell.find_first_not_of(allowed) == std::string_view::npos &&
           cell.find_first_of("0123456789") != std::string_view::npos;
  };
  if (only("0123456789+-,") && count(',') == 1)
    return "it has a decimal comma or a thousands separator; write a decimal point and no "
           "separator";
  if (only("0123456789+-,. '") || only("0123456789+-,._"))
    return "it has thousands separators; write the number without them";
  if (!cell.empty() && cell.back() == '%') return "it has a percent sign; write 0.93, not 93%";
  if (!cell.empty() && (cell.front() == '<' || cell.front() == '>'))
    return "it states a bound, not a value; decide what it stands for";
  if (cell.size() > 1 && cell.front() >= '0' && cell.front() <= '9')
    return "a text follows the digits (a unit?); keep the number alone in its cell";
  return "it is a text";
}

}  // namespace secondsite::cohort
