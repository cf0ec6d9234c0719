#include "secondsite/core/code.h"

namespace secondsite::core::codes {
namespace {
constexpr Code guide_codes[] = {
    {"guide.no-answer",
     "doi.org could not be asked whether a DOI resolves: there is no network, or no curl program "
     "to ask "
     "with. The rest of the guide does not depend on it.",
     "Leave --network away, or run the command again where there is a network."},
};
}  // namespace

CodeGroup guide() {
  return {"guide", guide_codes};
}

}  // namespace secondsite::core::codes
