// Any text as a filter: no crash, what parses reads back from its own text, and it applies or says
// why not.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "secondsite/cohort/build.h"
#include "secondsite/cohort/selection.h"

using namespace secondsite;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto filter = cohort::parse_filter(text, "fuzz");
  if (!filter) return 0;
  const std::string shown = filter->text();
  const auto again = cohort::parse_filter(shown, "fuzz");
  if (!again || again->text() != shown) std::abort();
  static const auto table =
      cohort::table_from_texts("t", {"view", "age"}, {{"AP", "40"}, {"", "x"}, {"PA", ""}});
  const auto kept = cohort::apply(*filter, *table, 1);
  if (kept && kept->size() != 3) std::abort();
  return 0;
}
