#include "secondsite/stats/agreement/support/icc.h"

namespace secondsite::stats::agreement {

AgreementCoefficient icc_3_k() {
  return icc_entry("icc_3_k", "ICC(3,k), consistency",
                   "How consistent is the mean of these k readers?",
                   "(BMS − EMS)/BMS, readers fixed; also ICC(C,k) and Cronbach's alpha.",
                   IccModel::fixed_readers, true);
}

}  // namespace secondsite::stats::agreement
