#include "secondsite/labels/labeler.h"

namespace secondsite::labels::labelers {

Labeler columns() {
  return {.id = "columns",
          .title = "Labels that stand in the columns of a table or the keys of JSON lines",
          .reference = "states as in Irvin 2019, doi:10.1609/aaai.v33i01.3301590",
          .read = states_of_record};
}

}  // namespace secondsite::labels::labelers
