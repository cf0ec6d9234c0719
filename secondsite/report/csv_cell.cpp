#include "secondsite/report/csv_cell.h"

#include <cmath>

#include "secondsite/core/text.h"

namespace secondsite::report {

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string csv_number(double value) {
  return std::isnan(value) ? std::string() : core::exact(value);
}

}  // namespace secondsite::report
