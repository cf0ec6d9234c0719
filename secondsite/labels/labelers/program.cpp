#include "secondsite/labels/labeler.h"

namespace secondsite::labels::labelers {

Labeler program() {
  return {.id = "program",
          .title = "Another program or model, asked over JSON lines (--program COMMAND)",
          .reference = "states as in Irvin 2019, doi:10.1609/aaai.v33i01.3301590",
          .read = states_of_record,
          .takes = Takes::program};
}

}  // namespace secondsite::labels::labelers
