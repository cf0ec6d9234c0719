#include "secondsite/stats/agreement/support/icc.h"

namespace secondsite::stats::agreement {

AgreementCoefficient icc_3_1() {
  return icc_entry("icc_3_1", "ICC(3,1), consistency",
                   "Do these readers order units alike, whatever their offsets?",
                   "(BMS − EMS)/(BMS + (k − 1) EMS), readers fixed; also ICC(C,1).",
                   IccModel::fixed_readers, false);
}

}  // namespace secondsite::stats::agreement
