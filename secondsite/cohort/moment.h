#pragma once
// How a point in time is written in a cell.

#include <cstdint>
#include <string>

namespace secondsite::cohort {

// Whole units since 1970 as "2020-01-31 12:05:00.25"; a date alone where `with_time` is false. The
// bare count where it lies beyond the year 12000.
std::string moment(std::int64_t count, std::int64_t units_a_second, bool with_time);

}  // namespace secondsite::cohort
