#pragma once
// A tree of terms: a label implies its ancestors. PadChest's publishers print theirs with box
// drawings ("│   ├── calcified granuloma [CUI:C0333404, counts:8, 8]\\").

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/core/result.h"

namespace secondsite::cohort {

class TermTree {
 public:
  // A term may stand under several parents. An indentation that skips a level is an error.
  static core::Result<TermTree> parse(const std::vector<std::string>& lines,
                                      const std::string& file);

  bool has(std::string_view term) const { return parents_.find(term) != parents_.end(); }
  // The term and everything above it, sorted.
  std::set<std::string> with_ancestors(const std::string& term) const;
  // Terms below `root`, itself left out.
  std::set<std::string> below(const std::string& root) const;
  std::size_t size() const { return parents_.size(); }

 private:
  std::map<std::string, std::set<std::string>, std::less<>> parents_;
};

}  // namespace secondsite::cohort
