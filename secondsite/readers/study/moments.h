#pragma once
// The variance of a reader-averaged figure of merit for any pattern of reads (missing reads,
// split-plot, nested or unpaired readers), from the eight moments of its kernel: Barrett, Clarkson,
// Dwyer; Gallas 2006, doi:10.1016/j.acra.2005.11.030; Gallas, Bandos, Samuelson & Wagner 2009,
// doi:10.1080/03610920802610084. The average gives each (reader, healthy, diseased) triple the same
// weight, as iMRMC does: a reader of more cases counts more.

#include <array>

#include "secondsite/readers/study/covariance.h"

namespace secondsite::readers::study {

// Index 0 … 7: products of two kernels that share
//   reader, i and j | reader and j | reader and i | reader | i and j | j | i | nothing
// (i a healthy, j a diseased case).
using Eight = std::array<double, 8>;

// Of modality a with modality b (a may be b).
struct Moments {
  Eight mean{};         // over the pairs of triples of each kind, without bias; NaN: no such pair
  Eight mean_all{};     // the same with each kind holding those that share more (V-statistic)
  Eight coefficient{};  // share of each kind among all pairs of triples; they add up to 1
  double average_a = 0;
  double average_b = 0;
  // Cov(average_a, average_b): average_a x average_b - mean[7]; the V-statistic's is what the
  // ideal bootstrap would give. NaN: no two triples share nothing (one reader: see fixed readers).
  double covariance() const;
  double covariance_v() const;
};

// All pairs of modalities, [a][b]. Row and column sums give all but two of the moments; those two
// are sums over pairs of cells (pair_products).
std::vector<Moments> moments_of(const Sample& sample, const Sums& sums, unsigned threads);
// By every pair of triples: what the fast one is held to.
std::vector<Moments> moments_by_enumeration(const Sample& sample);

// The average of one modality, or the difference of two, with its variance.
struct Averaged {
  double value = 0;
  double variance = 0;    // U-statistic: without bias, may be negative
  double variance_v = 0;  // V-statistic: never negative
  double degrees = 0;  // BDG: Satterthwaite over readers, healthy and diseased cases, never below
                       // the smallest of the three (Obuchowski, Gallas & Hillis 2012,
                       // doi:10.1016/j.acra.2012.09.012; as iMRMC for R)
  double degrees_v = 0;
};
Averaged one_modality(const Moments& aa);
Averaged difference(const Moments& aa, const Moments& bb, const Moments& ab);

}  // namespace secondsite::readers::study
