#include "secondsite/core/finding.h"

#include <algorithm>
#include <tuple>

#include "secondsite/core/utf8.h"

namespace secondsite::core {
namespace {

// A cell of a megabyte is told apart from others by how it begins.
constexpr std::size_t longest_text = 500;  // bytes

}  // namespace

std::string_view name(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::excluded:
      return "excluded";
  }
  return "";
}

void Findings::add(Severity severity, std::string_view code, std::string_view subject_as_read,
                   std::string_view message, Location where, std::uint64_t count) {
  const std::string subject = clipped(subject_as_read, longest_text);
  auto place = std::find_if(findings_.begin(), findings_.end(), [&](const Finding& finding) {
    return finding.code == code && finding.subject == subject;
  });
  if (place == findings_.end()) {
    findings_.push_back(
        {std::string(code), subject, clipped(message, longest_text), severity, 0, {}});
    place = findings_.end() - 1;
  }
  place->severity = std::max(place->severity, severity);
  place->count += count;
  where.column = clipped(where.column, longest_text);
  if (!where.empty() && place->examples.size() < examples_kept)
    place->examples.push_back(std::move(where));
}

void Findings::add(const Finding& finding) {
  add(finding.severity, finding.code, finding.subject, finding.message, {}, finding.count);
  for (Finding& mine : findings_) {
    if (mine.code != finding.code || mine.subject != finding.subject) continue;
    mine.examples.insert(mine.examples.end(), finding.examples.begin(), finding.examples.end());
    std::stable_sort(mine.examples.begin(), mine.examples.end(),
                     [](const Location& a, const Location& b) {
                       return std::tie(a.file, a.row) < std::tie(b.file, b.row);
                     });
    if (mine.examples.size() > examples_kept) mine.examples.resize(examples_kept);
  }
}

void Findings::merge(const Findings& other) {
  for (const Finding& finding : other.findings_) add(finding);
}

std::vector<Finding> Findings::sorted() const {
  std::vector<Finding> out = findings_;
  std::stable_sort(out.begin(), out.end(), [](const Finding& a, const Finding& b) {
    return std::make_tuple(-int(a.severity), std::string_view(a.code),
                           std::string_view(a.subject)) <
           std::make_tuple(-int(b.severity), std::string_view(b.code), std::string_view(b.subject));
  });
  return out;
}

std::uint64_t Findings::count(std::string_view code) const {
  std::uint64_t total = 0;
  for (const Finding& finding : findings_)
    if (finding.code == code) total += finding.count;
  return total;
}

}  // namespace secondsite::core
