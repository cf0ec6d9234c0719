#pragma once
// What the coefficients by category have in common: how often each category was given, by all
// readers and by each, and the observed agreement, under weights of the patterns.

#include <span>
#include <vector>

#include "secondsite/stats/agreement_coefficient.h"

namespace secondsite::stats::agreement {

// Credit for categories k and l, row by row; 1 on the diagonal.
std::vector<double> credit(const Ratings& ratings, AgreementWeights weights);

struct Tally {
  std::vector<double> credit;      // q × q
  std::vector<double> observed;    // of each pattern: share of agreeing pairs; NaN with one reading
  std::vector<double> prevalence;  // of each category: mean over units of the unit's share
  double units = 0;                // with a reading
  double paired_units = 0;         // with two readings or more
  double agreement = unknown;      // mean of `observed`
};
Tally tally(const Ratings& ratings, std::span<const double> weight, AgreementWeights weights);

// Mean over the pattern's readings of by_category.
double mean_of(const Ratings& ratings, std::size_t pattern, std::span<const double> by_category);

// (pa − pe)/(1 − pe) with its influences, `chance_influence` being what each pattern's mean-zero
// share of chance agreement is, times the number of units (Gwet 2014, Handbook of Inter-Rater
// Reliability, 4th edition, chapters 5 and 6). Units with one reading count 0 for the observed
// part.
Agreement beyond_chance(const Ratings& ratings, const Tally& tally, double chance,
                        std::span<const double> chance_influence);

// The answer where there is no value.
Agreement absent(double n, std::string code, std::string reason);
// Too few readers or units; empty where there is something to measure.
std::optional<Agreement> nothing_to_compare(const Tally& tally);

}  // namespace secondsite::stats::agreement
