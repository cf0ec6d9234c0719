#include "secondsite/cohort/partition/links.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <set>
#include <unordered_map>

#include "secondsite/cohort/partition/near_hashes.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::partition {
namespace {

constexpr std::uint32_t nowhere = 0xffffffffU;

core::Result<Links> same_value(const Table& table, const std::string& name, std::string what,
                               unsigned threads) {
  const auto column = table.column(name);
  if (!column) return column.error();
  const Categories cells = (*column)->cells->categories(threads);
  Links out{.what = std::move(what), .column = name, .method = "equal texts"};
  std::vector<std::uint32_t> first(cells.levels.size(), nowhere);
  std::vector<std::uint8_t> several(cells.levels.size());
  for (std::uint32_t row = 0; row < cells.code.size(); ++row) {
    const std::uint32_t code = cells.code[row];
    if (code == Categories::blank) {
      ++out.blank;
    } else if (first[code] == nowhere) {
      first[code] = row;
    } else {
      out.pairs.emplace_back(first[code], row);
      if (several[code]++ == 0) ++out.groups;
      several[code] = 1;
    }
  }
  return out;
}

// A row names the study of an earlier visit: the two stay together.
core::Result<Links> chains(const Table& table, const std::string& name, const std::string& study,
                           unsigned threads) {
  const auto later = table.column(name);
  if (!later) return later.error();
  const auto earlier = table.column(study);
  if (!earlier) return earlier.error();
  const Categories studies = (*earlier)->cells->categories(threads);
  std::unordered_map<std::string_view, std::uint32_t> first;
  for (std::uint32_t row = 0; row < studies.code.size(); ++row)
    if (studies.code[row] != Categories::blank)
      first.emplace(studies.levels[studies.code[row]], row);
  const Categories names = (*later)->cells->categories(threads);
  Links out{.what = "follow-up", .column = name, .method = "names a study in \"" + study + "\""};
  for (std::uint32_t row = 0; row < names.code.size(); ++row) {
    if (names.code[row] == Categories::blank) {
      ++out.blank;
      continue;
    }
    const auto found = first.find(names.levels[names.code[row]]);
    if (found == first.end() || found->second == row) continue;
    out.pairs.emplace_back(found->second, row);
    ++out.groups;
  }
  return out;
}

std::optional<std::uint64_t> hash_of_link(std::string_view text) {
  std::uint64_t value = 0;
  if (text.size() != 16) return std::nullopt;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + 16, value, 16);
  if (fault != std::errc{} || end != text.data() + 16) return std::nullopt;
  return value;
}

core::Result<Links> near_values(const Table& table, const std::string& name, const Request& request,
                                const core::Context& context, core::Findings& findings,
                                std::unordered_map<std::uint64_t, std::uint32_t>& row_of_hash) {
  const auto column = table.column(name);
  if (!column) return column.error();
  const int bits = request.near_bits;
  const Column* second = nullptr;
  if (!request.confirmed_by.empty()) {
    const auto found = table.column(request.confirmed_by);
    if (!found) return found.error();
    second = *found;
  }
  const Categories cells = (*column)->cells->categories(context.threads);
  Links out{.what = "near-duplicate pixels",
            .column = name,
            .method = "perceptual hash, at most " + std::to_string(bits) + " of 64 bits differ"};
  if (second != nullptr) out.method += ", in \"" + second->name + "\" too";
  std::vector<std::uint64_t> hashes;
  std::vector<std::uint32_t> first(cells.levels.size(), nowhere);
  std::vector<std::uint32_t> row_of;  // by hash
  std::vector<std::optional<std::uint64_t>> parsed(cells.levels.size());
  for (std::size_t level = 0; level < cells.levels.size(); ++level)
    parsed[level] = hash_of_link(cells.levels[level]);
  for (std::uint32_t row = 0; row < cells.code.size(); ++row) {
    const std::uint32_t code = cells.code[row];
    if (code == Categories::blank) {
      ++out.blank;
      continue;
    }
    if (!parsed[code]) {
      ++out.blank;
      ++out.unreadable;
      findings.add(core::Severity::warning, "partition.bad-hash", name,
                   "a perceptual hash is not 16 hexadecimal digits",
                   {.file = table.origin(), .row = std::uint64_t{row} + 1, .column = name});
      continue;
    }
    if (first[code] != nowhere) {
      out.pairs.emplace_back(first[code], row);
      ++out.groups;
      continue;
    }
    first[code] = row;
    const auto [at, fresh] = row_of_hash.emplace(*parsed[code], row);
    if (!fresh) {  // another spelling of it
      out.pairs.emplace_back(at->second, row);
      ++out.groups;
      continue;
    }
    hashes.push_back(*parsed[code]);
    row_of.push_back(row);
  }
  for (const auto& [a, b] : near_pairs(hashes, bits, context.threads)) {
    if (second != nullptr) {
      const auto of_a = hash_of_link(second->raw(row_of[a]));
      const auto of_b = hash_of_link(second->raw(row_of[b]));
      if (of_a && of_b && std::popcount(*of_a ^ *of_b) > bits) continue;
    }
    out.pairs.emplace_back(row_of[a], row_of[b]);
    ++out.groups;
  }
  return out;
}

// Which rows carry a hash of the development set: in a column of exact hashes, or near to one in a
// column of perceptual hashes.
void find_developed(const Table& table, const Request& request,
                    const std::unordered_map<std::uint64_t, std::uint32_t>& perceptual,
                    unsigned threads, AllLinks& out) {
  std::set<std::string> wanted;
  std::vector<std::uint64_t> near;
  for (const std::string& text : request.development_hashes) {
    wanted.insert(core::lower(text));
    if (const auto hash = hash_of_link(text)) near.push_back(*hash);
  }
  std::set<std::uint32_t> rows;
  for (const std::string& name : request.same) {
    const Categories cells = table.find(name)->cells->categories(threads);
    std::vector<std::uint8_t> hit(cells.levels.size());
    for (std::size_t i = 0; i < hit.size(); ++i)
      hit[i] = wanted.count(core::lower(cells.levels[i]));
    for (std::uint32_t row = 0; row < cells.code.size(); ++row)
      if (cells.code[row] != Categories::blank && hit[cells.code[row]] != 0) rows.insert(row);
  }
  if (!near.empty() && !perceptual.empty()) {
    std::vector<std::uint64_t> all;
    std::vector<std::uint32_t> row_of;
    std::set<std::uint64_t> listed(near.begin(), near.end());
    for (const auto& [hash, row] : perceptual) {
      if (listed.count(hash) != 0) {
        rows.insert(row);
        continue;
      }
      all.push_back(hash);
      row_of.push_back(row);
    }
    const std::size_t images = all.size();
    all.insert(all.end(), listed.begin(), listed.end());
    for (const auto& [a, b] : near_pairs(all, request.near_bits, threads))
      if (a < images && b >= images) rows.insert(row_of[a]);
  }
  out.developed_on.assign(rows.begin(), rows.end());
}

}  // namespace

core::Result<AllLinks> find_links(const Table& table, const Request& request,
                                  const core::Context& context, core::Findings& findings) {
  AllLinks out;
  if (request.patient.empty()) {
    out.not_checked.emplace_back("patient: there is no column");
  } else {
    auto links = same_value(table, request.patient, "patient", context.threads);
    if (!links) return std::move(links).error();
    if (links->blank > 0)
      findings.add(core::Severity::warning, "partition.no-patient", request.patient,
                   "a row names no patient; it counts as a patient of its own",
                   {.file = table.origin(), .column = request.patient}, links->blank);
    out.kinds.push_back(std::move(*links));
  }
  for (const std::string& name : request.same) {
    auto links = same_value(table, name, "same " + name, context.threads);
    if (!links) return std::move(links).error();
    out.kinds.push_back(std::move(*links));
  }
  for (const std::string& name : request.follows) {
    auto links = chains(table, name, request.study, context.threads);
    if (!links) return std::move(links).error();
    out.kinds.push_back(std::move(*links));
  }
  std::unordered_map<std::uint64_t, std::uint32_t> perceptual;
  for (const std::string& name : request.perceptual) {
    auto links = near_values(table, name, request, context, findings, perceptual);
    if (!links) return std::move(links).error();
    out.kinds.push_back(std::move(*links));
  }
  if (request.perceptual.empty())
    out.not_checked.emplace_back("near-duplicate pixels: there is no column of perceptual hashes");
  if (request.development_hashes.empty())
    out.not_checked.emplace_back("images that the model was developed on: no hashes were given");
  else
    find_developed(table, request, perceptual, context.threads, out);
  return out;
}

}  // namespace secondsite::cohort::partition
