#include "secondsite/metrics/support/calibration_spiegelhalter.h"

#include <cmath>

#include "secondsite/metrics/support/influence.h"

namespace secondsite::metrics {

SpiegelhalterZ spiegelhalter(const Cases& cases) {
  double sum = 0;
  double variance = 0;
  Influence terms;
  terms.per_case.resize(cases.size());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const double p = cases.score[i];
    const double lever = 1 - 2 * p;
    terms.per_case[i] = (cases.positive[i] - p) * lever;
    sum += terms.per_case[i];
    variance += lever * lever * p * (1 - p);
  }
  SpiegelhalterZ z;
  if (variance > 0) z.binomial = sum / std::sqrt(variance);
  if (!cases.is_clustered()) return z;
  double squares = 0;
  for (const double patient : unit_sums(cases, terms)) squares += patient * patient;
  if (squares > 0) z.by_patient = sum / std::sqrt(squares);
  return z;
}

}  // namespace secondsite::metrics
