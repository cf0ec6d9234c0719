#include "secondsite/readers/reads.h"

#include <algorithm>
#include <cmath>

#include "secondsite/core/random.h"
#include "secondsite/core/text.h"

namespace secondsite::readers {

stats::Clusters Reads::clusters() const {
  if (patient.empty()) return {};
  return {patient, static_cast<std::uint32_t>(patient_key.size())};
}

core::Result<const RatedFinding*> Reads::find(const std::string& name) const {
  std::vector<std::string> names;
  for (const RatedFinding& finding : findings) {
    if (finding.name == name) return &finding;
    names.push_back(finding.name);
  }
  std::string message = "no finding is named \"" + name + "\"";
  if (const auto near = core::nearest(name, names)) message += "; did you mean \"" + *near + "\"?";
  return core::Error("readers.unknown-name", message, {},
                     "choose one of: " + core::join(names, ", "));
}

core::Result<Reads> Reads::only(const std::vector<std::string>& wanted) const {
  std::vector<std::size_t> index;
  for (const std::string& name : wanted) {
    const auto at = std::find(readers.begin(), readers.end(), name);
    if (at == readers.end())
      return core::Error("readers.unknown-name", "no reader is named \"" + name + "\"", {},
                         "choose among: " + core::join(readers, ", "));
    index.push_back(static_cast<std::size_t>(at - readers.begin()));
  }
  Reads out = *this;
  out.readers = wanted;
  for (RatedFinding& finding : out.findings) {
    const std::vector<double> before = std::move(finding.value);
    finding.value.clear();
    for (std::size_t c = 0; c < cases.size(); ++c)
      for (const std::size_t r : index) finding.value.push_back(before[c * readers.size() + r]);
  }
  return out;
}

stats::Ratings ratings_of(const Reads& reads, const RatedFinding& finding) {
  std::vector<double> scale;
  if (finding.is_binary) scale = {0, 1};
  return stats::ratings_from(finding.value, static_cast<std::uint32_t>(reads.readers.size()),
                             scale);
}

void check_reads(const Reads& reads, core::Findings& findings) {
  const std::size_t readers = reads.readers.size();
  for (const RatedFinding& finding : reads.findings)
    for (std::size_t r = 0; r < readers; ++r) {
      double least = INFINITY;
      double greatest = -INFINITY;
      std::uint64_t read = 0;
      for (std::size_t c = 0; c < reads.cases.size(); ++c) {
        const double v = finding.at(c, r, readers);
        if (std::isnan(v)) continue;
        ++read;
        least = std::min(least, v);
        greatest = std::max(greatest, v);
      }
      if (read == 0)
        findings.add(core::Severity::warning, "readers.read-nothing", reads.readers[r],
                     "has no reading of " + finding.name);
      else if (finding.is_binary && greatest == 0)
        findings.add(core::Severity::warning, "readers.never-positive", reads.readers[r],
                     "never calls " + finding.name);
      else if (read > 1 && least == greatest)
        findings.add(core::Severity::warning, "readers.constant", reads.readers[r],
                     "gives every case the same value of " + finding.name);
    }
}

}  // namespace secondsite::readers
