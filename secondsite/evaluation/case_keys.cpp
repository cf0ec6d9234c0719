#include "secondsite/evaluation/case_keys.h"

#include <algorithm>
#include <bit>

#include "secondsite/core/random.h"

namespace secondsite::evaluation {
namespace {

constexpr core::Random mixer(0, "evaluation.case-keys");

std::uint64_t mixed(std::uint64_t key, std::uint64_t part) {
  return mixer.bits(key, part);
}

std::uint64_t mixed(std::uint64_t key, double part) {
  return mixed(key, std::bit_cast<std::uint64_t>(part + 0.0));
}

// What is known of each row, whatever the finding.
std::vector<std::uint64_t> row_keys(const View& view) {
  std::vector<std::uint64_t> keys(view.table.rows(), 0);
  for (const Dimension& dimension : view.dimensions) {
    std::vector<std::uint64_t> levels;
    for (const std::string& level : dimension.categories.levels)
      levels.push_back(core::key_of(level));
    for (std::size_t row = 0; row < keys.size(); ++row) {
      const std::uint32_t code = dimension.categories.code[row];
      keys[row] = mixed(keys[row], code == cohort::Categories::blank ? 0 : levels[code]);
    }
  }
  const cohort::Column* image =
      view.roles.image.empty() ? nullptr : view.table.find(view.roles.image);
  if (image == nullptr) return keys;
  std::string scratch;
  for (std::size_t row = 0; row < keys.size(); ++row)
    keys[row] = mixed(keys[row], core::key_of(image->cells->raw(row, scratch)));
  return keys;
}

void add_marks(const metrics::MarkSet& marks, std::uint32_t scan, std::uint64_t& key) {
  for (const metrics::Mark& mark : marks.marks_of(scan))
    key = mixed(mixed(key, mark.rating), std::uint64_t{mark.hit});
  key = mixed(key, std::uint64_t{marks.lesions_of(scan).size()});
}

// Equal keys, in any order, become different ones.
void number_alike(std::vector<std::uint64_t>& keys) {
  std::vector<std::uint32_t> order(keys.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::uint32_t>(i);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return keys[a] != keys[b] ? keys[a] < keys[b] : a < b;
  });
  std::uint64_t last = 0;
  std::uint64_t alike = 0;
  for (std::size_t k = 0; k < order.size(); ++k) {
    std::uint64_t& key = keys[order[k]];
    alike = k > 0 && key == last ? alike + 1 : 0;
    last = key;
    if (alike > 0) key = mixed(key, alike);
  }
}

}  // namespace

void key_cases(View& view) {
  if (view.is_clustered()) return;
  const std::vector<std::uint64_t> rows = row_keys(view);
  for (FindingCases& finding : view.findings) {
    finding.case_key.resize(finding.row.size());
    for (std::size_t i = 0; i < finding.row.size(); ++i) {
      std::uint64_t key = mixed(rows[finding.row[i]], std::uint64_t{finding.positive[i]});
      if (!finding.score.empty()) key = mixed(key, finding.score[i]);
      for (const metrics::Measure& measure : finding.measures) key = mixed(key, measure.value[i]);
      if (finding.marks) add_marks(*finding.marks, finding.scan[i], key);
      finding.case_key[i] = key;
    }
    number_alike(finding.case_key);
  }
}

}  // namespace secondsite::evaluation
