#pragma once
// What is known of a case beside its image and its label, and how far it can be believed: the text
// as it was found, the value that it means, where it came from, and a verdict. A blank is never 0.

#include <cstdint>
#include <string>
#include <string_view>

namespace secondsite::core {

enum class CovariateVerdict : std::uint8_t {
  ok,
  missing,   // nothing is stated: blank, absent, de-identified away
  sentinel,  // a value that stands for "unknown": kVp 0, age 148
  capped,    // a value that means "at least this": age 90 of CheXpert, 089Y after de-identification
  conflict,  // two statements about the same thing disagree
  implausible,  // stated, but outside what can be: an age of 414 years
  unrecognised  // stated, but in no mapping table: the canonical value is empty
};
std::string_view name(CovariateVerdict verdict);

struct Covariate {
  std::string raw;  // verbatim, as the file has it
  std::string
      canonical;  // empty unless the verdict is ok, capped or conflict; numbers as core::exact
  std::string
      provenance;  // "tag 0008,0070", "private creator", "column Patient Age", "id", "pixels"
  CovariateVerdict verdict = CovariateVerdict::missing;

  // May the value enter a table or a stratum? True for ok and capped.
  bool is_usable() const {
    return verdict == CovariateVerdict::ok || verdict == CovariateVerdict::capped;
  }
};

}  // namespace secondsite::core
