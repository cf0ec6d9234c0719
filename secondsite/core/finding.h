#pragma once
// Odd data never stops a run and never vanishes: it becomes a coded finding, counted, with the
// first examples kept. Findings merge, and their order does not depend on the order of rows or
// threads.

#include <cstdint>
#include <string>
#include <vector>

#include "secondsite/core/result.h"

namespace secondsite::core {

enum class Severity { note, warning, excluded };  // excluded: the case left the evaluation
std::string_view name(Severity severity);

struct Finding {
  std::string code;     // an id of core/codes
  std::string subject;  // what it is about: a column, a stratum, a finding; may be empty
  std::string message;  // one sentence, without the count
  Severity severity = Severity::note;
  std::uint64_t count = 0;
  std::vector<Location> examples;  // the first few, in row order
};

class Findings {
 public:
  static constexpr std::size_t examples_kept = 5;

  // Counts one more occurrence of (code, subject). The first message for the pair is kept.
  void add(Severity severity, std::string_view code, std::string_view subject,
           std::string_view message, Location where = {}, std::uint64_t count = 1);
  // All of one finding, with its examples.
  void add(const Finding& finding);
  void merge(const Findings& other);

  // Sorted by severity (worst first), code, subject.
  std::vector<Finding> sorted() const;
  bool empty() const { return findings_.empty(); }
  std::uint64_t count(std::string_view code) const;

 private:
  std::vector<Finding> findings_;
};

}  // namespace secondsite::core
