#pragma once
// A reader study as data: who read what under which modality, with the truth of every case.
// Readers x cases x modalities, with holes wherever a reader did not read a case.

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "secondsite/core/finding.h"
#include "secondsite/core/result.h"

namespace secondsite::readers::study {

inline constexpr double not_read = std::numeric_limits<double>::quiet_NaN();
// The rating of a lesion that was not marked, and of a case without a false mark: below every mark.
inline constexpr double unmarked = -std::numeric_limits<double>::infinity();

// One line of a file, before anything is checked.
struct RawRead {
  std::string modality;
  std::string reader;
  std::string case_name;
  double rating = not_read;
  core::Location where;
};
struct RawTruth {
  std::string case_name;
  bool positive = false;
  core::Location where;
};

// A cell is one reader under one modality. Ratings stand in slots: a case has one slot, but a
// diseased case of a localisation study has one a lesion, with the lesion's weight.
class Reads {
 public:
  std::vector<std::string> modalities;
  std::vector<std::string> readers;
  std::vector<std::string> cases;
  std::vector<std::uint8_t> positive;     // one a case: 1 diseased
  std::vector<std::uint32_t> slot_begin;  // cases + 1: where the slots of a case begin
  std::vector<double> weight;             // one a slot; the weights of a case add up to 1
  std::vector<double> rating;             // [modality][reader][slot]; NaN: not read

  std::size_t slots() const { return weight.size(); }
  std::size_t cells() const { return modalities.size() * readers.size(); }
  std::size_t cell(std::size_t modality, std::size_t reader) const {
    return modality * readers.size() + reader;
  }
  double& at(std::size_t cell, std::size_t slot) { return rating[cell * slots() + slot]; }
  double at(std::size_t cell, std::size_t slot) const { return rating[cell * slots() + slot]; }
  bool has(std::size_t cell, std::size_t case_index) const {
    return !std::isnan(at(cell, slot_begin[case_index]));
  }
  bool is_localisation() const { return slots() != cases.size(); }
  std::size_t positives() const;

  // One slot a case; every rating absent.
  static Reads empty(std::vector<std::string> modalities, std::vector<std::string> readers,
                     std::vector<std::string> cases, std::vector<std::uint8_t> positive);
  // The same reads with some modalities or readers only; cases that nobody read are dropped.
  Reads subset(const std::vector<std::size_t>& modalities,
               const std::vector<std::size_t>& readers) const;
};

// Puts the lines of a file together. Names are sorted (numbers by value), so the order of lines
// never matters. A case whose truth is said twice and differently, or not at all, two different
// ratings for one read, no case of a class, fewer than one modality or reader are errors; the same
// line twice and a cell of one rating only are findings.
core::Result<Reads> assemble(const std::vector<RawRead>& reads, const std::vector<RawTruth>& truth,
                             core::Findings& findings);

// Sorted, unique; numbers by value and before names.
std::vector<std::string> sorted_names(std::vector<std::string> names);

}  // namespace secondsite::readers::study
