#pragma once
// When does our number agree with one that a text prints? When it would be printed the same: it
// lies within half a unit of the last digit that the text vouches for.

#include <string>
#include <string_view>

#include "secondsite/guide/passage.h"

namespace secondsite::guide {

struct Printed {
  double value = stats::unknown;
  double half_unit = stats::unknown;  // half of the last printed place
};

// How exact the text claims to be. exact: every digit counts ("377,110"). about: trailing zeros of
// a whole number are rounding ("about 250" is 245 to 255, "~7,000" is 6,500 to 7,500).
enum class Claim { exact, about };

// "0.086", "8.4e7", "99.9998", "250"; commas are ignored. Not a number: both NaN.
Printed read_printed(std::string_view digits, Claim claim = Claim::exact);
bool agrees(double ours, const Printed& printed);

// A row of a passage: `digits` is the number within `text_says`.
struct Comparison {
  std::string what;
  std::string text_says;
  std::string digits;
  Claim claim = Claim::exact;
};
Recomputed compare(Comparison comparison, double ours, std::string unit, std::string method,
                   std::string remark = {});
// A statement of the text that holds or does not, with the number that decides it.
Recomputed statement(std::string what, std::string text_says, bool holds, double ours,
                     std::string unit, std::string method, std::string remark = {});

// A number as a reader wants it: grouped from 10,000 on, six digits below, three where it is tiny.
std::string readable(double value);

}  // namespace secondsite::guide
