#include "secondsite/labels/labeler.h"

namespace secondsite::labels::labelers {

Labeler chexpert() {
  return {.id = "chexpert",
          .title = "The 14 CheXpert observations from English chest radiograph reports",
          .reference =
              "label set and conventions: Irvin 2019, doi:10.1609/aaai.v33i01.3301590; "
              "phrases and grammar are our own",
          .language = "en",
          .rules_file = "chest_en",
          .label_set = "chexpert"};
}

}  // namespace secondsite::labels::labelers
