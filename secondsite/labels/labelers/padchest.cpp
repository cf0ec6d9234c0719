#include "secondsite/labels/labeler.h"

namespace secondsite::labels::labelers {

Labeler padchest() {
  return {.id = "padchest",
          .title = "PadChest's findings, diagnoses and places from Spanish reports or their stems",
          .reference =
              "names and tree: Bustos 2020, doi:10.1016/j.media.2020.101797; phrases and "
              "grammar are our own",
          .language = "es",
          .rules_file = "padchest_es",
          .label_set = "padchest"};
}

}  // namespace secondsite::labels::labelers
