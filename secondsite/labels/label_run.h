#pragma once
// All reports of a source, labelled on several threads and handed on in their order.

#include <array>
#include <functional>
#include <vector>

#include "secondsite/core/context.h"
#include "secondsite/labels/language.h"
#include "secondsite/labels/report_labels.h"
#include "secondsite/labels/reports.h"

namespace secondsite::labels {

// What became of one report.
struct Labelled {
  std::vector<Mention> mentions;
  ReportLabels labels;
  TextNature nature;
  std::uint32_t words = 0;        // in the sections that are read
  std::uint32_t known_words = 0;  // of these, words of the rules
  LanguageWords language;         // what they say of the language
};

// One report by itself.
void label_report(std::string_view text, const Rules& rules, const LabelSet& set, Workspace& work,
                  Labelled& out);

struct LabelTally {
  std::uint64_t reports = 0;
  std::uint64_t bytes = 0;
  std::uint64_t mentions = 0;
  std::uint64_t respelled = 0;
  // One a label: how many reports in each State, by its number.
  std::vector<std::array<std::uint64_t, 4>> states;
};

// Calls `sink` for each report in the order of the source, whatever the number of threads. Memory
// is bounded by the batches of the source. Counted as findings: reports without text, of bytes that
// are no text or in another language (left out), not in UTF-8 (read as Latin-1), in words that the
// rules hardly know, and ids that stand before more than one report.
core::Result<LabelTally> label_reports(
    ReportSource& source, const Rules& rules, const LabelSet& set, const core::Context& context,
    core::Findings& findings,
    const std::function<core::Status(const Report&, const Labelled&)>& sink);

}  // namespace secondsite::labels
