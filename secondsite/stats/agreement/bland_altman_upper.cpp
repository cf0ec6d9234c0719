#include "secondsite/stats/agreement/support/bland_altman.h"

namespace secondsite::stats::agreement {

AgreementCoefficient bland_altman_upper() {
  return bland_altman_entry("bland_altman_upper", "Bland-Altman upper limit",
                            "Above what do few differences between the two readers lie?", 1.96);
}

}  // namespace secondsite::stats::agreement
