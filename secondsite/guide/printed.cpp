#include "secondsite/guide/printed.h"

#include <cmath>
#include <cstdio>

#include "secondsite/core/text.h"

namespace secondsite::guide {

Printed read_printed(std::string_view digits, Claim claim) {
  std::string plain;
  for (const char c : digits)
    if (c != ',') plain += c;
  const auto value = core::parse_number(plain);
  if (!value) return {};
  const std::size_t exponent_at = plain.find_first_of("eE");
  const std::string mantissa = plain.substr(0, exponent_at);
  int place = exponent_at == std::string::npos ? 0 : std::stoi(plain.substr(exponent_at + 1));
  const std::size_t point = mantissa.find('.');
  if (point != std::string::npos) {
    place -= static_cast<int>(mantissa.size() - point - 1);
  } else if (claim == Claim::about) {
    for (std::size_t i = mantissa.size(); i > 1 && mantissa[i - 1] == '0'; --i) ++place;
  }
  return {*value, 0.5 * std::pow(10.0, place)};
}

bool agrees(double ours, const Printed& printed) {
  // The last factor lets a value that lies exactly on the half (0.125 for 0.13) be printed either
  // way.
  return std::abs(ours - printed.value) <= printed.half_unit * (1 + 1e-9);
}

Recomputed compare(Comparison comparison, double ours, std::string unit, std::string method,
                   std::string remark) {
  Recomputed row;
  row.agrees = agrees(ours, read_printed(comparison.digits, comparison.claim));
  row.what = std::move(comparison.what);
  row.text_says = std::move(comparison.text_says);
  row.value = ours;
  row.unit = std::move(unit);
  row.method = std::move(method);
  row.remark = std::move(remark);
  return row;
}

Recomputed statement(std::string what, std::string text_says, bool holds, double ours,
                     std::string unit, std::string method, std::string remark) {
  Recomputed row;
  row.what = std::move(what);
  row.text_says = std::move(text_says);
  row.agrees = holds;
  row.value = ours;
  row.unit = std::move(unit);
  row.method = std::move(method);
  row.remark = std::move(remark);
  return row;
}

std::string readable(double value) {
  if (std::isnan(value)) return "-";
  const double size = std::abs(value);
  if (size >= 10000 && size < 1e15) {
    const std::string whole = core::grouped(static_cast<std::uint64_t>(std::llround(size)));
    const bool is_whole = size == std::floor(size);
    // Below a hundred thousand a fraction still says something: 12,345.6.
    std::string text = whole;
    if (!is_whole && size < 1e5) {
      const double tenths = std::round(size * 10) / 10;
      const double floor = std::floor(tenths);
      text = core::grouped(static_cast<std::uint64_t>(floor)) + "." +
             std::to_string(static_cast<int>(std::llround((tenths - floor) * 10)));
    }
    return (value < 0 ? "-" : "") + text;
  }
  char text[40];
  std::snprintf(text, sizeof text, size != 0 && size < 1e-3 ? "%.3g" : "%.6g", value);
  return text;
}

}  // namespace secondsite::guide
