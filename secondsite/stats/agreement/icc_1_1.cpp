#include "secondsite/stats/agreement/support/icc.h"

namespace secondsite::stats::agreement {

AgreementCoefficient icc_1_1() {
  return icc_entry("icc_1_1", "ICC(1,1)",
                   "How alike are two readings of a unit, each unit with readers of its own?",
                   "(BMS − WMS)/(BMS + (k − 1) WMS), one-way analysis of variance.",
                   IccModel::one_way, false);
}

}  // namespace secondsite::stats::agreement
