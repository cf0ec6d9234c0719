#pragma once
// "cohort.sqlite#scores" is the table "scores" of the file "cohort.sqlite".

#include <string>

namespace secondsite::cohort {

struct TablePlace {
  std::string file;
  std::string table;  // empty: none is named
};
// A file whose own name holds # is taken as it is.
TablePlace place_of(const std::string& path);

}  // namespace secondsite::cohort
