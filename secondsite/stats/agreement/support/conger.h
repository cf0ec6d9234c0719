#pragma once
// Kappa with each reader's own frequencies: Cohen's for two readers, Conger's for more.

#include "secondsite/stats/agreement_coefficient.h"

namespace secondsite::stats::agreement {

// (pa − pe)/(1 − pe), pe the mean over ordered pairs of different readers of Σ w p p′, p a reader's
// share of a category among the units that the reader read.
Agreement conger(const Ratings& ratings, std::span<const double> weight, AgreementWeights weights,
                 bool with_errors);

}  // namespace secondsite::stats::agreement
