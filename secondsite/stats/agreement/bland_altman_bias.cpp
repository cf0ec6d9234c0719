#include "secondsite/stats/agreement/support/bland_altman.h"

namespace secondsite::stats::agreement {

AgreementCoefficient bland_altman_bias() {
  return bland_altman_entry("bland_altman_bias", "Bland-Altman bias",
                            "By how much does the second reader measure more than the first?", 0);
}

}  // namespace secondsite::stats::agreement
