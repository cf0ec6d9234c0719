#include "secondsite/core/code.h"

namespace secondsite::core {

const Code* find_code(std::string_view id) {
  for (const CodeGroup& group : codes::all())
    for (const Code& code : group.codes)
      if (code.id == id) return &code;
  return nullptr;
}

}  // namespace secondsite::core
