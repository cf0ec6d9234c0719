#include "secondsite/stats/agreement/support/icc.h"

namespace secondsite::stats::agreement {

AgreementCoefficient icc_2_1() {
  return icc_entry(
      "icc_2_1", "ICC(2,1), absolute agreement",
      "Would another reader of the same kind give the same value?",
      "(BMS − EMS)/(BMS + (k − 1) EMS + k (JMS − EMS)/n), readers random; also ICC(A,1).",
      IccModel::two_way, false);
}

}  // namespace secondsite::stats::agreement
