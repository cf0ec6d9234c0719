#pragma once
// The difference of two proportions whose cases share patients: two models on the same cases, or
// two strata to which a patient may bring cases of both.

#include "secondsite/core/result.h"
#include "secondsite/stats/alternative.h"
#include "secondsite/stats/contrast.h"
#include "secondsite/stats/proportion.h"

namespace secondsite::stats {

// first − second with both variances and their covariance taken over patients at once:
//
//   eᵢ = (x₁ᵢ − p₁m₁ᵢ)/n₁ − (x₂ᵢ − p₂m₂ᵢ)/n₂,   Var = I/(I − 1) · Σ eᵢ²
//
// over the I patients with a case in either. For two calls on the same cases this is Obuchowski
// 1998, doi:10.1002/(SICI)1097-0258(19980715)17:13<1495::AID-SIM863>3.0.CO;2-I, up to the null's
// variance; patients that bring cases to one side only add as independent ones. Both sides must use
// one patient index space and both must name the patient of each case ("stats.bad-input"). A side
// without a case gives "stats.no-cases" (an error here).
struct ClusteredDifference {
  Measured difference;    // standard_error NaN with fewer than two patients
  double covariance = 0;  // of the two proportions
  std::uint64_t patients = 0;
};
core::Result<ClusteredDifference> clustered_difference(const ProportionCases& first,
                                                       const ProportionCases& second);

// Obuchowski's test of no difference: Student's t with I − 1 degrees of freedom (I patients), as
// few patients make the normal too sure. No difference at all and no variance: t = 0, p = 1.
core::Result<TestResult> clustered_difference_test(const ProportionCases& first,
                                                   const ProportionCases& second,
                                                   Alternative alternative);

}  // namespace secondsite::stats
