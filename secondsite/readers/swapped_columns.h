#pragma once
// Columns that one reader's table has in other places than the others', or under each other's name.

#include <string>
#include <vector>

#include "secondsite/readers/reads.h"

namespace secondsite::readers {

// Joined by position, a table whose columns stand in another order would be read wrongly. Compares
// the order of the columns that each table shares with the first; a difference is a finding
// "readers.column-order" that names the columns. Nothing is wrong as long as names are used.
void compare_orders(const std::vector<ReaderTable>& tables, core::Findings& findings);

struct Swap {
  std::string reader;
  std::string first;
  std::string second;
  double gain = 0;  // of the two kappas together when the names change places
};

// Names that have changed places: the reader's `first` agrees with the majority of the other
// readers on `second`, and the other way round, better than each with its own. Suspected where both
// kappas rise and their sum by more than 0.5. Binary findings only. Each is a finding
// "readers.columns-swapped".
std::vector<Swap> find_swaps(const Reads& reads, core::Findings& findings);

}  // namespace secondsite::readers
