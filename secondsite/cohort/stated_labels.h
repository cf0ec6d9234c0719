#pragma once
// Labels that stand in columns of their own, as 1, 0, -1 (uncertain) or blank (not stated).

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/cohort/dataset_rows.h"
#include "secondsite/cohort/dataset_sheet.h"

namespace secondsite::cohort {

// The 14 observations of CheXpert, which MIMIC-CXR shares, in alphabetical order. Files order them
// in several ways: they are found by name.
std::span<const std::string_view> chexpert_labels();

class StatedLabels {
 public:
  // Labels that the sheet does not have are left out.
  StatedLabels(DatasetRows& rows, const Sheet& sheet, std::span<const std::string_view> names);
  // Copies the row's labels: "1.0" becomes 1, "-1.0" becomes -1, blank stays blank. Anything else
  // is a finding and blank.
  void set(std::size_t row, const std::string& file, core::Findings& findings) const;

 private:
  struct Pair {
    std::size_t from;
    std::size_t to;
    std::string name;
  };
  DatasetRows& rows_;
  const Sheet& sheet_;
  std::vector<Pair> pairs_;
};

}  // namespace secondsite::cohort
