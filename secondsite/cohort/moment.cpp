#include "secondsite/cohort/moment.h"

#include <chrono>
#include <cstdio>

namespace secondsite::cohort {

std::string moment(std::int64_t count, std::int64_t units_a_second, bool with_time) {
  const auto floor_div = [](std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); };
  const std::int64_t seconds = floor_div(count, units_a_second);
  const std::int64_t fraction = count - seconds * units_a_second;
  const std::int64_t days = floor_div(seconds, 86400);
  const std::int64_t clock = seconds - days * 86400;
  constexpr std::int64_t most_days = 4'000'000;  // beyond the year 12000 a calendar means nothing
  if (days > most_days || days < -most_days) return std::to_string(count);
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
  char buffer[80];
  int length = std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", int(date.year()),
                             unsigned(date.month()), unsigned(date.day()));
  if (with_time)
    length += std::snprintf(buffer + length, sizeof buffer - std::size_t(length), " %02d:%02d:%02d",
                            int(clock / 3600), int(clock / 60 % 60), int(clock % 60));
  std::string out(buffer, std::size_t(length));
  if (fraction == 0) return out;
  std::string digits = std::to_string(units_a_second + fraction).substr(1);
  while (digits.back() == '0') digits.pop_back();
  return out + "." + digits;
}

}  // namespace secondsite::cohort
