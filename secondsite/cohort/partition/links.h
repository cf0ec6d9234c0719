#pragma once
// Which rows must stay together, and why.

#include <cstdint>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "secondsite/cohort/partition/partition.h"

namespace secondsite::cohort::partition {

// Sets of rows that were joined.
class Groups {
 public:
  explicit Groups(std::size_t rows) : parent_(rows) {
    std::iota(parent_.begin(), parent_.end(), 0U);
  }
  std::uint32_t root(std::uint32_t row) {
    while (parent_[row] != row) row = parent_[row] = parent_[parent_[row]];
    return row;
  }
  // The smaller row becomes the root, whatever the order of joins.
  void join(std::uint32_t a, std::uint32_t b) {
    a = root(a);
    b = root(b);
    if (a != b) parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::uint32_t> parent_;
};

// Links of one kind: a row and the first row of its group, or a near pair.
struct Links {
  std::string what;
  std::string column;
  std::string method;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  std::uint64_t groups = 0;
  std::uint64_t blank = 0;       // rows whose cell is blank or cannot be read
  std::uint64_t unreadable = 0;  // of these, with a cell that is no hash
};

// All links that the request asks for, and what could not be looked at.
struct AllLinks {
  std::vector<Links> kinds;
  std::vector<std::string> not_checked;
  // Rows whose hash is in the list of development hashes.
  std::vector<std::uint32_t> developed_on;
};
core::Result<AllLinks> find_links(const Table& table, const Request& request,
                                  const core::Context& context, core::Findings& findings);

}  // namespace secondsite::cohort::partition
