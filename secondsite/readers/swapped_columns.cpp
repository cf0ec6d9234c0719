#include "secondsite/readers/swapped_columns.h"

#include <algorithm>
#include <cmath>

#include "secondsite/core/text.h"

namespace secondsite::readers {
namespace {

// The names of `table` that `other` has too, in the order of `table`.
std::vector<std::string> shared(const cohort::Table& table, const cohort::Table& other) {
  std::vector<std::string> out;
  for (const cohort::Column& column : table.columns())
    if (other.find(column.name) != nullptr) out.push_back(column.name);
  return out;
}

// Majority of the readers other than `left_out`; NaN for a tie or nobody.
double majority_without(const RatedFinding& finding, std::size_t c, std::size_t left_out,
                        std::size_t readers) {
  int votes = 0;
  for (std::size_t r = 0; r < readers; ++r) {
    const double v = finding.at(c, r, readers);
    if (r != left_out && !std::isnan(v)) votes += v == 1 ? 1 : -1;
  }
  return votes == 0 ? std::nan("") : votes > 0 ? 1 : 0;
}

double kappa(const std::vector<double>& a, const std::vector<double>& b) {
  double n = 0;
  double same = 0;
  double of_a = 0;
  double of_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (std::isnan(a[i]) || std::isnan(b[i])) continue;
    n += 1;
    same += a[i] == b[i] ? 1 : 0;
    of_a += a[i];
    of_b += b[i];
  }
  const double chance = (of_a * of_b + (n - of_a) * (n - of_b)) / (n * n);
  return chance < 1 ? (same / n - chance) / (1 - chance) : 0;
}

}  // namespace

void compare_orders(const std::vector<ReaderTable>& tables, core::Findings& findings) {
  for (std::size_t t = 1; t < tables.size(); ++t) {
    const auto first = shared(tables[0].table, tables[t].table);
    const auto here = shared(tables[t].table, tables[0].table);
    std::vector<std::string> moved;
    for (std::size_t i = 0; i < first.size(); ++i)
      if (first[i] != here[i]) moved.push_back(here[i]);
    if (moved.empty()) continue;
    findings.add(
        core::Severity::note, "readers.column-order", tables[t].reader,
        "has columns in another order than " + tables[0].reader + " (" + core::join(moved, ", ") +
            "); they are joined by name",
        {.file = tables[t].table.origin(), .row = std::nullopt, .column = moved[0], .tag = ""},
        moved.size());
  }
}

std::vector<Swap> find_swaps(const Reads& reads, core::Findings& findings) {
  std::vector<const RatedFinding*> binary;
  for (const RatedFinding& finding : reads.findings)
    if (finding.is_binary) binary.push_back(&finding);
  const std::size_t readers = reads.readers.size();
  const std::size_t f = binary.size();
  std::vector<Swap> out;
  if (readers < 3) return out;
  for (std::size_t r = 0; r < readers; ++r) {
    std::vector<std::vector<double>> own(f);
    std::vector<std::vector<double>> others(f);
    for (std::size_t i = 0; i < f; ++i)
      for (std::size_t c = 0; c < reads.cases.size(); ++c) {
        own[i].push_back(binary[i]->at(c, r, readers));
        others[i].push_back(majority_without(*binary[i], c, r, readers));
      }
    std::vector<double> straight(f);
    for (std::size_t i = 0; i < f; ++i) straight[i] = kappa(own[i], others[i]);
    for (std::size_t i = 0; i < f; ++i)
      for (std::size_t j = i + 1; j < f; ++j) {
        const double ij = kappa(own[i], others[j]);
        const double ji = kappa(own[j], others[i]);
        const double gain = ij + ji - straight[i] - straight[j];
        if (gain <= 0.5 || ij <= straight[i] || ij <= straight[j] || ji <= straight[i] ||
            ji <= straight[j])
          continue;
        out.push_back({reads.readers[r], binary[i]->name, binary[j]->name, gain});
        findings.add(core::Severity::warning, "readers.columns-swapped", reads.readers[r],
                     binary[i]->name + " and " + binary[j]->name +
                         " agree with the other readers better under each other's name");
      }
  }
  return out;
}

}  // namespace secondsite::readers
