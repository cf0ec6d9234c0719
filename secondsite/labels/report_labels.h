#pragma once
// From the mentions of one report to its labels.

#include <span>
#include <string_view>
#include <vector>

#include "secondsite/labels/grammar.h"

namespace secondsite::labels {

struct ReportLabels {
  static constexpr std::uint32_t nothing = 0xffffffffU;
  std::vector<State> state;               // one a label of the set
  std::vector<std::uint32_t> decided_by;  // index of the mention, or nothing
};

// Over the mentions of a label: present if any is present, else uncertain if any is uncertain, else
// absent if any is absent (Irvin 2019, doi:10.1609/aaai.v33i01.3301590). The first mention of the
// state decides. In a set of two values a mention that is likely counts as present and another
// uncertain one as absent. The clear label ("No Finding") is present where none of the labels that
// it looks at is present or uncertain and `has_text`: a report without a word to read has no label
// at all.
void aggregate(const Rules& rules, const LabelSet& set, std::span<const Mention> mentions,
               bool has_text, ReportLabels& out);

// Whether any section that is read holds a word.
bool has_text(const Workspace& work);

}  // namespace secondsite::labels
