#pragma once
#include <string>

namespace secondsite::cli {

// Now, as ISO 8601 in UTC to the second: "2026-03-21T08:15:00Z". SOURCE_DATE_EPOCH, where set, is
// now.
std::string utc_now();

}  // namespace secondsite::cli
