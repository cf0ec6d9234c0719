#pragma once
// The registry of report sections. A section writes evidence into a Page; the Page takes estimates,
// verdicts, curves, histograms, counts and prose, and has no way to take a bare double.

#include <functional>
#include <span>
#include <string_view>

#include "secondsite/evaluation/run.h"
#include "secondsite/report/page.h"

namespace secondsite::report {

struct Section {
  std::string_view id;  // anchor
  std::string_view title;
  int order = 0;  // position on the page
  std::function<bool(const evaluation::RunResult&)> applies;
  std::function<void(const evaluation::RunResult&, Page&)> write;
};

namespace sections {
std::span<const Section> all();
}

}  // namespace secondsite::report
