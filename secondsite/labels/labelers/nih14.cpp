#include "secondsite/labels/labeler.h"

namespace secondsite::labels::labelers {

Labeler nih14() {
  return {.id = "nih14",
          .title = "The 14 labels of ChestX-ray14 and \"normal\", two values, from English reports",
          .reference =
              "label set: Wang 2017, doi:10.1109/CVPR.2017.369; phrases and grammar are "
              "our own",
          .language = "en",
          .rules_file = "chest_en",
          .label_set = "nih14"};
}

}  // namespace secondsite::labels::labelers
