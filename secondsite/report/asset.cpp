#include "secondsite/report/asset.h"

namespace secondsite::report {

std::string_view asset(std::string_view name) {
  for (const Asset& entry : assets())
    if (entry.name == name) return entry.content;
  return {};
}

}  // namespace secondsite::report
