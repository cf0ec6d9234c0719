#pragma once
// The figures of merit of a reader study as two-sample statistics: the mean over all (healthy i,
// diseased j) of a kernel s(i, j). One form serves the empirical AUC, sensitivity, specificity, the
// wAFROC area, and (with one healthy dummy) the mean of any per-case measure such as Dice.
//
// Everything below needs only sums of the kernel by row and by column, which one sort of the
// ratings gives; no matrix is stored.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "secondsite/readers/study/reads.h"

namespace secondsite::readers::study {

enum class Kernel {
  compare,  // Σ over the lesions of j: weight × (1 where i rates lower, 1/2 where equal)
  value,    // the number that stands at j; one dummy i
};

struct Sample {
  Kernel kernel = Kernel::compare;
  std::size_t modalities = 0;
  std::size_t readers = 0;
  std::size_t n0 = 0;                     // healthy cases (1 for Kernel::value)
  std::size_t n1 = 0;                     // diseased cases (all, for Kernel::value)
  std::vector<double> x;                  // [cell][n0]; NaN: not read
  std::vector<double> y;                  // [cell][slot]; NaN: not read
  std::vector<std::uint32_t> slot_begin;  // n1 + 1
  std::vector<double> weight;             // one a slot
  std::vector<std::uint32_t> case_of;     // n0 then n1: which case of the study
  bool equal_weights = true;              // one slot of weight 1 a case: whole numbers suffice

  std::size_t cells() const { return modalities * readers; }
  std::size_t slots() const { return weight.size(); }
  std::span<const double> healthy(std::size_t cell) const { return {x.data() + cell * n0, n0}; }
  std::span<const double> diseased(std::size_t cell) const {
    return {y.data() + cell * slots(), slots()};
  }
};

// Ratings as they are: AUC, or the wAFROC area where the cases have lesions.
Sample compare_ratings(const Reads& reads);
// The share of diseased cases rated at or above `threshold`, as a comparison with a constant; all
// healthy cases stay, so that a case deleted or resampled is any case (iMRMC, MRMCaov).
Sample sensitivity_at(const Reads& reads, double threshold);
Sample specificity_at(const Reads& reads, double threshold);
// The mean of the ratings, over diseased cases or over all.
Sample mean_of(const Reads& reads, bool diseased_only);

// Row and column sums of the kernel in every cell, over the cases that the cell read.
struct Sums {
  std::size_t n0 = 0;
  std::size_t n1 = 0;
  std::vector<double> of_healthy;           // [cell][n0]: Σ over j of s(i, j); 0 where not read
  std::vector<double> of_diseased;          // [cell][n1]: Σ over i of s(i, j)
  std::vector<std::uint8_t> read_healthy;   // [cell][n0]: 1 where the cell read the case
  std::vector<std::uint8_t> read_diseased;  // [cell][n1]
  std::vector<double> total;                // one a cell
  std::vector<double> m0;                   // cases read, one a cell
  std::vector<double> m1;
  std::vector<double> value;  // total / (m0 m1); NaN where a class is empty
};
Sums sums_of(const Sample& sample, unsigned threads = 1);
// The same by every pair: what the fast one is held to.
Sums sums_by_pairs(const Sample& sample);

// The kernel itself.
double kernel_at(const Sample& sample, std::size_t cell, std::size_t i, std::size_t j);

}  // namespace secondsite::readers::study
