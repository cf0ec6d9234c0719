#include "secondsite/stats/agreement/support/icc.h"

namespace secondsite::stats::agreement {

AgreementCoefficient icc_1_k() {
  return icc_entry("icc_1_k", "ICC(1,k)",
                   "How reliable is the mean of k readings, each unit with readers of its own?",
                   "(BMS − WMS)/BMS, one-way analysis of variance.", IccModel::one_way, true);
}

}  // namespace secondsite::stats::agreement
