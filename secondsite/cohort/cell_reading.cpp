#include "secondsite/cohort/cell_reading.h"

namespace secondsite::cohort {
namespace {

// The levels of both, once. Files are often in the order of their identifiers: then nothing is
// merged.
std::vector<Level> united(const std::vector<Level>& left, const std::vector<Level>& right) {
  if (left == right || right.empty()) return left;
  if (left.empty()) return right;
  std::vector<Level> both;
  if (left.back() < right.front()) {
    both.reserve(left.size() + right.size());
    both.insert(both.end(), left.begin(), left.end());
    both.insert(both.end(), right.begin(), right.end());
    return both;
  }
  both.reserve(std::max(left.size(), right.size()));
  std::set_union(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(both));
  return both;
}

// All levels of the parts. Neighbours are united pair by pair, in an order that depends on nothing
// but their number; a list is given up once it is part of a longer one.
std::vector<Level> all_levels(const std::vector<SortedDictionary>& parts, unsigned threads) {
  if (parts.size() == 1) return parts.front().levels;
  std::vector<std::vector<Level>> merged((parts.size() + 1) / 2);
  core::parallel_for(merged.size(), threads, [&](std::size_t pair) {
    const bool odd = 2 * pair + 1 == parts.size();
    merged[pair] =
        odd ? parts[2 * pair].levels : united(parts[2 * pair].levels, parts[2 * pair + 1].levels);
  });
  for (std::size_t step = 1; step < merged.size(); step *= 2) {
    core::parallel_for((merged.size() + 2 * step - 1) / (2 * step), threads, [&](std::size_t pair) {
      const std::size_t left = pair * 2 * step;
      const std::size_t right = left + step;
      if (right >= merged.size()) return;
      merged[left] = united(merged[left], merged[right]);
      merged[right] = {};
    });
  }
  return std::move(merged.front());
}

}  // namespace

std::string_view TextStore::keep(std::string_view text) {
  if (text.size() > left_) {
    const std::size_t size = std::max(block_bytes, text.size());
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(size));
    free_ = blocks_.back().get();
    left_ = size;
  }
  const std::string_view kept(free_, text.size());
  std::copy(text.begin(), text.end(), free_);
  free_ += text.size();
  left_ -= text.size();
  return kept;
}

std::uint32_t Dictionary::number(std::string_view text) {
  const std::size_t hash = std::hash<std::string_view>()(text);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash & mask;; slot = (slot + 1) & mask) {
    const std::uint32_t entry = slots_[slot];
    if (entry == empty_slot) {
      const auto fresh = static_cast<std::uint32_t>(texts_.size());
      slots_[slot] = fresh;
      hashes_.push_back(hash);
      texts_.push_back(store_.keep(text));
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

Level::Level(std::string_view of) : head(0), text(of) {
  for (std::size_t i = 0; i < 8; ++i)
    head = (head << 8) | (i < of.size() ? static_cast<unsigned char>(of[i]) : 0U);
}

SortedDictionary sorted(Dictionary dictionary) {
  SortedDictionary out;
  std::vector<std::pair<Level, std::uint32_t>> pairs;
  pairs.reserve(dictionary.texts().size());
  for (const std::string_view text : dictionary.texts())
    pairs.emplace_back(Level(text), static_cast<std::uint32_t>(pairs.size()));
  const auto before = [](const auto& a, const auto& b) { return a.first < b.first; };
  if (!std::is_sorted(pairs.begin(), pairs.end(), before))
    std::sort(pairs.begin(), pairs.end(), before);
  out.levels.reserve(pairs.size());
  out.number.reserve(pairs.size());
  for (const auto& [level, number] : pairs) {
    out.levels.push_back(level);
    out.number.push_back(number);
  }
  out.store = dictionary.take_store();
  return out;
}

MergedLevels merge(std::vector<SortedDictionary> parts, unsigned threads) {
  MergedLevels out;
  out.code.resize(parts.size());
  if (parts.empty()) return out;
  const std::vector<Level> all = all_levels(parts, threads);
  core::parallel_for(parts.size(), threads, [&](std::size_t i) {
    SortedDictionary& part = parts[i];
    out.code[i].resize(part.levels.size());
    // Both lists rise, so that each search goes on from the last place, in growing steps.
    auto place = all.begin();
    for (std::size_t k = 0; k < part.levels.size(); ++k) {
      if (k == 0) {
        place = std::lower_bound(all.begin(), all.end(), part.levels[k]);
      } else {
        std::ptrdiff_t reach = 1;
        while (all.end() - place > reach && *(place + reach) < part.levels[k]) reach *= 2;
        place = std::lower_bound(place + reach / 2, place + std::min(reach + 1, all.end() - place),
                                 part.levels[k]);
      }
      out.code[i][part.number[k]] = static_cast<std::uint32_t>(place - all.begin());
    }
    part.levels = {};
    part.number = {};
  });
  constexpr std::size_t filled_at_once = 1 << 16;
  out.levels.resize(all.size());
  core::parallel_for((all.size() + filled_at_once - 1) / filled_at_once, threads,
                     [&](std::size_t i) {
                       const std::size_t end = std::min(all.size(), (i + 1) * filled_at_once);
                       for (std::size_t k = i * filled_at_once; k < end; ++k)
                         out.levels[k] = all[k].text;
                     });
  return out;
}

}  // namespace secondsite::cohort
