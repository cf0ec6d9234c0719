#pragma once
// Cells of the CSV that exporters write (RFC 4180).

#include <string>
#include <string_view>

namespace secondsite::report {

// Quoted where it holds a comma, a quote or a line end.
std::string csv_cell(std::string_view text);
// In full precision; blank for NaN.
std::string csv_number(double value);

}  // namespace secondsite::report
