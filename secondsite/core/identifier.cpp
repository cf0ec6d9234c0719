#include "secondsite/core/identifier.h"

#include <cstdio>

namespace secondsite::core {

std::string PatientId::pseudonym(std::uint64_t seed) const {
  const std::uint64_t bits = Random(seed, "pseudonym").bits(key_, 0);
  char text[13];
  std::snprintf(text, sizeof text, "%012llx",
                static_cast<unsigned long long>(bits & 0xffffffffffffULL));
  return text;
}

}  // namespace secondsite::core
