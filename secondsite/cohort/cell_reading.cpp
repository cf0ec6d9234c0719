#include "secondsite/cohort/cell_reading.h"

namespace secondsite::cohort {

std::uint32_t Dictionary::number(std::string_view text, bool lasting) {
  const std::size_t hash = std::hash<std::string_view>()(text);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash & mask;; slot = (slot + 1) & mask) {
    const std::uint32_t entry = slots_[slot];
    if (entry == empty_slot) {
      const auto fresh = static_cast<std::uint32_t>(texts_.size());
      slots_[slot] = fresh;
      hashes_.push_back(hash);
      texts_.push_back(lasting ? text : std::string_view(kept_.emplace_back(text)));
      if (texts_.size() * 2 > slots_.size()) grow();
      return fresh;
    }
    if (hashes_[entry] == hash && texts_[entry] == text) return entry;
  }
}

void Dictionary::grow() {
  slots_.assign(slots_.size() * 4, empty_slot);
  const std::size_t mask = slots_.size() - 1;
  for (std::uint32_t entry = 0; entry < hashes_.size(); ++entry) {
    std::size_t slot = hashes_[entry] & mask;
    while (slots_[slot] != empty_slot) slot = (slot + 1) & mask;
    slots_[slot] = entry;
  }
}

MergedLevels merge(const std::vector<Dictionary>& dictionaries, unsigned threads) {
  std::vector<std::vector<std::string_view>> sorted(dictionaries.size());
  core::parallel_for(dictionaries.size(), threads, [&](std::size_t i) {
    sorted[i] = dictionaries[i].texts();
    std::sort(sorted[i].begin(), sorted[i].end());
  });
  // Neighbours are united pair by pair, so that a column of a million different texts is not sorted
  // whole.
  for (std::size_t step = 1; step < sorted.size(); step *= 2) {
    core::parallel_for((sorted.size() + 2 * step - 1) / (2 * step), threads, [&](std::size_t pair) {
      const std::size_t left = pair * 2 * step;
      const std::size_t right = left + step;
      if (right >= sorted.size()) return;
      if (sorted[left] == sorted[right]) return;
      std::vector<std::string_view> both;
      both.reserve(std::max(sorted[left].size(), sorted[right].size()));
      std::set_union(sorted[left].begin(), sorted[left].end(), sorted[right].begin(),
                     sorted[right].end(), std::back_inserter(both));
      sorted[left] = std::move(both);
      sorted[right] = {};
    });
  }
  MergedLevels out;
  out.code.resize(dictionaries.size());
  if (sorted.empty()) return out;
  const std::vector<std::string_view>& all = sorted.front();
  core::parallel_for(dictionaries.size(), threads, [&](std::size_t i) {
    for (const std::string_view text : dictionaries[i].texts())
      out.code[i].push_back(
          static_cast<std::uint32_t>(std::lower_bound(all.begin(), all.end(), text) - all.begin()));
  });
  out.levels.assign(all.begin(), all.end());
  return out;
}

}  // namespace secondsite::cohort
