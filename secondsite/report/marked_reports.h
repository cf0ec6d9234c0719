#pragma once
// Reports as a page, with the words behind each label coloured: one offline HTML file.

#include <string>

#include "secondsite/labels/label_run.h"
#include "secondsite/report/html.h"

namespace secondsite::report {

class MarkedReports {
 public:
  MarkedReports(const labels::Rules& rules, const labels::LabelSet& set)
      : rules_(rules), set_(set) {}

  // One report: its labels, and its text with every mention and trigger marked. Pointing at a mark
  // shows the sign, the state, the rule and the trigger. Sections that are not read stand pale.
  void add(const labels::Report& report, const labels::Labelled& done);
  // The page; `of` is how many reports there were in all.
  std::string take(std::uint64_t of);

 private:
  void labels_of(const labels::Labelled& done);
  void text_of(const labels::Report& report, const labels::Labelled& done);

  const labels::Rules& rules_;
  const labels::LabelSet& set_;
  Markup body_;
  std::uint64_t shown_ = 0;
};

}  // namespace secondsite::report
