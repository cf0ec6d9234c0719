#pragma once
// Checks of the numbers on a command line: CLI11's own range lets NaN pass, as no comparison with
// it holds.

#include <CLI/CLI.hpp>
#include <cmath>
#include <limits>
#include <string>

#include "secondsite/core/text.h"

namespace secondsite::cli {

// A finite number of which `holds` is true; `what` completes "X is not ...".
template <typename Holds>
CLI::Validator number_where(Holds holds, const std::string& what) {
  return {[holds, what](std::string& text) {
            const auto number = core::parse_number(text);
            if (number && std::isfinite(*number) && holds(*number)) return std::string();
            return text + " is not " + what;
          },
          ""};
}

inline CLI::Validator finite_number() {
  return number_where([](double) { return true; }, "a finite number");
}

// Both ends belong to it.
inline CLI::Validator number_from(double least, double most) {
  return number_where([=](double v) { return v >= least && v <= most; },
                      "a number from " + core::exact(least) + " to " + core::exact(most));
}

// Neither end does.
inline CLI::Validator number_between(double low, double high) {
  return number_where([=](double v) { return v > low && v < high; },
                      "a number between " + core::exact(low) + " and " + core::exact(high));
}

inline CLI::Validator number_not_negative() {
  return number_where([](double v) { return v >= 0; }, "a finite number of 0 or more");
}

}  // namespace secondsite::cli
