#include "clock.h"

#include <cstdlib>
#include <ctime>

namespace secondsite::cli {

std::string utc_now() {
  std::time_t now = std::time(nullptr);
  if (const char* stated = std::getenv("SOURCE_DATE_EPOCH"); stated != nullptr && *stated != '\0')
    now = static_cast<std::time_t>(std::strtoll(stated, nullptr, 10));
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

}  // namespace secondsite::cli
