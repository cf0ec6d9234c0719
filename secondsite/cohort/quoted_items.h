#pragma once
// Lists as Python and NumPy print them into a cell.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secondsite::cohort {

// The quoted texts of "['a', \"b's\"]", of "['C0034069' 'C0742362']" (NumPy, no commas) and of
// nested lists, in order, each trimmed and with single spaces. "[]" has none. nullopt where the
// cell is no list or a quote does not close.
std::optional<std::vector<std::string>> quoted_items(std::string_view cell);

}  // namespace secondsite::cohort
