#pragma once
// How the figures of merit of the cells (reader x modality) vary together when other cases had been
// drawn: the error covariance of Obuchowski & Rockette 1995. Four estimates of it.

#include <functional>
#include <vector>

#include "secondsite/core/context.h"
#include "secondsite/readers/study/two_sample.h"

namespace secondsite::readers::study {

// Symmetric, cells x cells; NaN where a cell has no value. Cells that share no case have 0.
struct Covariance {
  std::size_t cells = 0;
  std::vector<double> value;
  double at(std::size_t a, std::size_t b) const { return value[a * cells + b]; }
  double& at(std::size_t a, std::size_t b) { return value[a * cells + b]; }
};

// The figure of each cell with each case left out; NaN where the cell did not read the case.
struct LeftOut {
  std::size_t cells = 0;
  std::size_t cases = 0;
  std::vector<double> value;    // one a cell: nothing left out
  std::vector<double> without;  // [cell][case]
};

// Closed form from the sums: (total - sum of the case) / (pairs that are left). No recomputation.
LeftOut leave_one_out(const Sample& sample, const Sums& sums);
// Any other figure of merit, recomputed for every case: `figure` is handed the ratings of a cell
// (healthy, then diseased by slot; NaN: not read or left out) and the sample.
using Figure = std::function<double(const Sample&, std::span<const double> healthy,
                                    std::span<const double> diseased)>;
LeftOut leave_one_out(const Sample& sample, const Figure& figure, unsigned threads);

// (n - 1)/n Σ (deviation from the mean of the left-out values), over the cases of both cells; with
// n of each cell where they differ (Efron 1982; Dorfman, Berbaum & Metz 1992).
Covariance jackknife_covariance(const LeftOut& left_out);
// From the structural components (DeLong, DeLong & Clarke-Pearson 1988, doi:10.2307/2531595).
Covariance delong_covariance(const Sums& sums);
// Without bias for any pattern of reads: θ_a θ_b - M4, M4 the mean of s_a(i, j) s_b(i', j') over
// i ≠ i', j ≠ j' (Gallas 2006, doi:10.1016/j.acra.2005.11.030). Can be negative on the diagonal.
Covariance unbiased_covariance(const Sample& sample, const Sums& sums, unsigned threads);
// Cases drawn with replacement within each class, the same draws for every cell, keyed by the
// case's position and the replicate.
Covariance bootstrap_covariance(const Sample& sample, unsigned replicates,
                                const core::Context& context);

// Σ over healthy i and diseased j of s_a s_b, for every pair of cells: what the unbiased estimates
// are made of. Whole-number vectors where weights are equal; exact.
std::vector<double> pair_products(const Sample& sample, unsigned threads);

// How many cases of a class two cells share, for every pair of cells.
struct Overlap {
  std::vector<double> healthy;   // [cell][cell]
  std::vector<double> diseased;  // [cell][cell]
};
Overlap overlap_of(const Sample& sample);

}  // namespace secondsite::readers::study
