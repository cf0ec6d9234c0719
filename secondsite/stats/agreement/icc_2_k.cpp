#include "secondsite/stats/agreement/support/icc.h"

namespace secondsite::stats::agreement {

AgreementCoefficient icc_2_k() {
  return icc_entry(
      "icc_2_k", "ICC(2,k), absolute agreement", "Would the mean of k other readers be the same?",
      "(BMS − EMS)/(BMS + (JMS − EMS)/n), readers random; also ICC(A,k).", IccModel::two_way, true);
}

}  // namespace secondsite::stats::agreement
