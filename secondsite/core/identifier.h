#pragma once
// A patient identifier: it can be compared, hashed and grouped by, and never printed. There is no
// conversion to text and no stream operator; code that would log one does not compile. Reports name
// a patient by its pseudonym, which the seed of the run scrambles.

#include <compare>
#include <string>
#include <string_view>

#include "secondsite/core/random.h"

namespace secondsite::core {

class PatientId {
 public:
  explicit PatientId(std::string_view raw) : key_(key_of(raw)) {}

  // Same text, same key, at every hospital: what random numbers are keyed by.
  std::uint64_t key() const { return key_; }
  // Twelve hexadecimal digits that mean nothing outside this run.
  std::string pseudonym(std::uint64_t seed) const;
  auto operator<=>(const PatientId&) const = default;

 private:
  std::uint64_t key_;
};

}  // namespace secondsite::core
