#pragma once
// Differences of two readers: their mean and the limits within which most of them lie.

#include "secondsite/stats/agreement_coefficient.h"

namespace secondsite::stats::agreement {

// mean + deviations · s of second − first reader, on the units that both read, s² with divisor
// n − 1. Bland & Altman 1999, doi:10.1177/096228029900800204: SE² = s² (1/n + d²/(2(n − 1))).
Agreement difference_at(const Ratings& ratings, std::span<const double> weight, double deviations,
                        const AgreementOptions& options, bool with_errors);

AgreementCoefficient bland_altman_entry(std::string_view id, std::string_view title,
                                        std::string_view question, double deviations);

}  // namespace secondsite::stats::agreement
