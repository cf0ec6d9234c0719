#include "secondsite/cohort/term_tree.h"

#include "secondsite/core/text.h"

namespace secondsite::cohort {
namespace {

struct Line {
  std::size_t depth = 0;
  std::string term;
};

// Four characters a level: "│   ", "├── ", "└── " or spaces (also no-break ones).
Line taken_apart(std::string_view text) {
  Line out;
  std::size_t columns = 0;
  while (!text.empty()) {
    const auto starts = [&](std::string_view mark) { return text.starts_with(mark); };
    if (starts("\u2502") || starts("\u251c") || starts("\u2514") || starts("\u2500"))
      text.remove_prefix(3);
    else if (starts("\u00a0"))
      text.remove_prefix(2);
    else if (text.front() == ' ')
      text.remove_prefix(1);
    else
      break;
    ++columns;
  }
  out.depth = columns / 4;
  const std::size_t bracket = text.find('[');
  if (bracket == std::string_view::npos) {
    while (!text.empty() && text.back() == '\\') text.remove_suffix(1);
  } else {
    text = text.substr(0, bracket);
  }
  out.term = core::trim(text);
  return out;
}

}  // namespace

core::Result<TermTree> TermTree::parse(const std::vector<std::string>& lines,
                                       const std::string& file) {
  TermTree out;
  std::vector<std::string> above;  // the terms on the way down to the current line
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line line = taken_apart(lines[i]);
    if (line.term.empty()) continue;
    if (line.depth > above.size())
      return core::Error("dataset.bad-tree", "a line is indented by more than one level",
                         {.file = file, .row = i + 1});
    above.resize(line.depth);
    auto& parents = out.parents_[line.term];
    if (!above.empty() && above.back() != line.term) parents.insert(above.back());
    above.push_back(line.term);
  }
  return out;
}

std::set<std::string> TermTree::with_ancestors(const std::string& term) const {
  std::set<std::string> out{term};
  std::vector<std::string> open{term};
  while (!open.empty()) {
    const auto found = parents_.find(open.back());
    open.pop_back();
    if (found == parents_.end()) continue;
    for (const std::string& parent : found->second)
      if (out.insert(parent).second) open.push_back(parent);
  }
  return out;
}

std::set<std::string> TermTree::below(const std::string& root) const {
  std::set<std::string> out;
  for (const auto& [term, parents] : parents_)
    if (term != root && with_ancestors(term).count(root) != 0) out.insert(term);
  return out;
}

}  // namespace secondsite::cohort
