#pragma once
// Is it all there? A cohort held against what its publishers say they released.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/cohort/table.h"
#include "secondsite/core/json.h"

namespace secondsite::cohort {

struct PublishedCount {
  std::string what;  // "images", "images (train)"
  std::uint64_t published = 0;
  std::uint64_t found = 0;  // distinct values, blanks left out; rows where `what` is rows
  std::string source;
  bool agrees() const { return found == published; }
};

// By tables/published_counts.csv; nothing for a dataset without a row there, and no line where the
// cohort has not one of what is counted (a release of another part). More than was published is
// counted in `findings` as "dataset.more-than-published"; fewer is a part, and no finding.
std::vector<PublishedCount> compare_with_published(const Table& table, std::string_view dataset,
                                                   unsigned threads, core::Findings& findings);

core::Json to_json(const std::vector<PublishedCount>& counts);

}  // namespace secondsite::cohort
