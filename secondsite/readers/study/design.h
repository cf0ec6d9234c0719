#pragma once
// Which design a reader study has, told from its reads.

#include <string>

#include "secondsite/readers/study/reads.h"

namespace secondsite::readers::study {

struct Design {
  bool fully_crossed = false;   // every reader read every case with every modality
  bool readers_nested = false;  // no reader read with two modalities
  bool cases_nested = false;    // no case was read with two modalities
  std::size_t blocks = 1;       // groups of readers that share no case: split-plot
  std::uint64_t reads = 0;
  std::uint64_t possible_reads = 0;
  std::string sentence;  // "fully crossed: 5 readers x 114 cases x 2 modalities"
};
Design design_of(const Reads& reads);

}  // namespace secondsite::readers::study
