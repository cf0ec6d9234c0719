#pragma once
// Every coded trouble the program can report. The codes live in core/codes/, one file an area; an
// error or a finding names its code, and `secondsite explain CODE` prints what stands here.

#include <span>
#include <string_view>
#include <vector>

namespace secondsite::core {

struct Code {
  std::string_view id;       // stable, "area.what-is-wrong"
  std::string_view meaning;  // what was met, and why it matters
  std::string_view remedy;   // what to try
};

// One file below core/codes/.
struct CodeGroup {
  std::string_view area;
  std::span<const Code> codes;
};

namespace codes {
std::span<const CodeGroup> all();
}

// The entry for `id`, or nullptr. A test holds that every id used in the sources is in the table.
const Code* find_code(std::string_view id);

}  // namespace secondsite::core
