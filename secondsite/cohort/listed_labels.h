#pragma once
// A cell that lists the findings of an image ("Effusion|Mass"), as one column a finding. Items are
// compared whole, never as parts: "pseudonodule" is no nodule.

#include <string>
#include <string_view>
#include <vector>

#include "secondsite/cohort/dataset_rows.h"

namespace secondsite::cohort {

class ListedLabels {
 public:
  ListedLabels(DatasetRows& rows, const std::vector<std::string>& names, char separator);
  // Every finding 1 or 0; `none` is the item that says that there is none, and has a column of its
  // own. A blank cell leaves all of them blank. False where an item is no known finding.
  bool set(std::string_view cell, std::string_view none);

 private:
  DatasetRows& rows_;
  std::vector<std::string> names_;
  std::vector<std::size_t> columns_;
  char separator_;
};

}  // namespace secondsite::cohort
