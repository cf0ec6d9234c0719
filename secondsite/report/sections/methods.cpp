#include <algorithm>

#include "secondsite/core/text.h"
#include "secondsite/report/section.h"

// A paragraph for the paper, with numbered sources.
namespace secondsite::report::sections {
namespace {

using evaluation::RunResult;

void write_methods(const RunResult& run, Page& page) {
  page.begin_section("methods", "Methods");
  std::vector<std::string> sources;
  page.open("p", {{"class", "methods"}});
  for (const evaluation::MethodNote& note : run.methods) {
    page.text(note.sentence);
    std::vector<std::size_t> numbers;
    for (const std::string& reference : note.references) {
      const auto place = std::find(sources.begin(), sources.end(), reference);
      if (place == sources.end()) {
        sources.push_back(reference);
        numbers.push_back(sources.size());
      } else {
        numbers.push_back(static_cast<std::size_t>(place - sources.begin()) + 1);
      }
    }
    if (!numbers.empty()) {
      page.open("sup");
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (i > 0) page.text(",");
        const std::string shown = std::to_string(numbers[i]);
        page.element("a", shown, {{"href", "#source-" + shown}, {"aria-label", "source " + shown}});
      }
      page.close();
    }
    page.text(" ");
  }
  page.close();
  if (!sources.empty()) {
    page.open("ol", {{"class", "sources"}});
    for (std::size_t i = 0; i < sources.size(); ++i)
      page.open("li", {{"id", "source-" + std::to_string(i + 1)}}).citation(sources[i]).close();
    page.close();
  }
  page.end_section();
}

}  // namespace

Section methods() {
  return {"methods", "Methods", 120, [](const RunResult& run) { return !run.methods.empty(); },
          write_methods};
}

}  // namespace secondsite::report::sections
