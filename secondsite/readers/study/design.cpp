#include "secondsite/readers/study/design.h"

#include <numeric>

#include "secondsite/core/text.h"

namespace secondsite::readers::study {
namespace {

std::size_t root_of(std::vector<std::size_t>& parent, std::size_t at) {
  while (parent[at] != at) at = parent[at] = parent[parent[at]];
  return at;
}

// Readers are in one block where a chain of shared cases joins them.
std::size_t blocks_of(const Reads& reads) {
  const std::size_t r = reads.readers.size();
  std::vector<std::size_t> parent(r);
  std::iota(parent.begin(), parent.end(), 0U);
  for (std::size_t c = 0; c < reads.cases.size(); ++c) {
    std::size_t first = r;
    for (std::size_t p = 0; p < r; ++p) {
      bool read = false;
      for (std::size_t t = 0; t < reads.modalities.size(); ++t)
        read = read || reads.has(reads.cell(t, p), c);
      if (!read) continue;
      if (first == r)
        first = p;
      else
        parent[root_of(parent, p)] = root_of(parent, first);
    }
  }
  std::size_t blocks = 0;
  for (std::size_t p = 0; p < r; ++p) blocks += root_of(parent, p) == p ? 1 : 0;
  return blocks;
}

}  // namespace

Design design_of(const Reads& reads) {
  Design out;
  const std::size_t t = reads.modalities.size();
  const std::size_t r = reads.readers.size();
  const std::size_t n = reads.cases.size();
  out.possible_reads = t * r * n;
  bool reader_in_two = false;
  bool case_in_two = false;
  std::vector<std::size_t> modalities_of_case(n, 0);
  std::vector<std::size_t> modalities_of_reader(r, 0);
  for (std::size_t a = 0; a < t; ++a) {
    std::vector<std::uint8_t> case_seen(n, 0);
    for (std::size_t p = 0; p < r; ++p) {
      bool any = false;
      for (std::size_t c = 0; c < n; ++c)
        if (reads.has(reads.cell(a, p), c)) {
          any = true;
          case_seen[c] = 1;
          ++out.reads;
        }
      modalities_of_reader[p] += any ? 1 : 0;
    }
    for (std::size_t c = 0; c < n; ++c) modalities_of_case[c] += case_seen[c];
  }
  for (const std::size_t count : modalities_of_reader) reader_in_two = reader_in_two || count > 1;
  for (const std::size_t count : modalities_of_case) case_in_two = case_in_two || count > 1;
  out.fully_crossed = out.reads == out.possible_reads;
  out.readers_nested = t > 1 && !reader_in_two;
  out.cases_nested = t > 1 && !case_in_two;
  out.blocks = blocks_of(reads);
  const std::string size = core::counted(r, "reader") + " x " + core::counted(n, "case") + " (" +
                           std::to_string(reads.positives()) + " diseased) x " +
                           core::counted(t, "modality", "modalities");
  if (out.fully_crossed) {
    out.sentence = "fully crossed: " + size;
    return out;
  }
  if (out.readers_nested)
    out.sentence = "readers nested in modalities: ";
  else if (out.blocks > 1)
    out.sentence = "split-plot, " + std::to_string(out.blocks) + " blocks of readers: ";
  else
    out.sentence = "not fully crossed: ";
  out.sentence += size + "; " + core::grouped(out.reads) + " of " +
                  core::grouped(out.possible_reads) + " possible reads";
  if (out.cases_nested) out.sentence += "; no case was read with two modalities";
  return out;
}

}  // namespace secondsite::readers::study
