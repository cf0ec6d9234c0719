#include "secondsite/metrics/support/mask_assignment.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>

namespace secondsite::metrics {
namespace {

constexpr std::size_t nothing = std::numeric_limits<std::size_t>::max();

// The cheapest complete assignment of a square matrix: column of each row.
std::vector<std::size_t> cheapest(const std::vector<std::vector<double>>& cost) {
  const std::size_t n = cost.size();
  std::vector<double> row_price(n + 1, 0);
  std::vector<double> column_price(n + 1, 0);
  std::vector<std::size_t> row_of(n + 1, 0);  // 1-based; column 0 holds the row to be placed
  for (std::size_t row = 1; row <= n; ++row) {
    row_of[0] = row;
    std::size_t column = 0;
    std::vector<double> slack(n + 1, std::numeric_limits<double>::infinity());
    std::vector<std::size_t> before(n + 1, 0);
    std::vector<std::uint8_t> used(n + 1, 0);
    while (row_of[column] != 0) {
      used[column] = 1;
      const std::size_t r = row_of[column];
      double least = std::numeric_limits<double>::infinity();
      std::size_t next = 0;
      for (std::size_t c = 1; c <= n; ++c) {
        if (used[c] != 0) continue;
        const double reduced = cost[r - 1][c - 1] - row_price[r] - column_price[c];
        if (reduced < slack[c]) {
          slack[c] = reduced;
          before[c] = column;
        }
        if (slack[c] < least) {
          least = slack[c];
          next = c;
        }
      }
      for (std::size_t c = 0; c <= n; ++c) {
        if (used[c] != 0) {
          row_price[row_of[c]] += least;
          column_price[c] -= least;
        } else {
          slack[c] -= least;
        }
      }
      column = next;
    }
    while (column != 0) {
      row_of[column] = row_of[before[column]];
      column = before[column];
    }
  }
  std::vector<std::size_t> out(n);
  for (std::size_t c = 1; c <= n; ++c) out[row_of[c] - 1] = c - 1;
  return out;
}

// The pairs of one group: its sides numbered anew, solved as a matrix padded with zeros.
void solve(std::span<const WeightedPair> pairs, const std::vector<std::size_t>& group,
           std::vector<std::size_t>& chosen) {
  std::map<std::uint32_t, std::size_t> a;
  std::map<std::uint32_t, std::size_t> b;
  for (const std::size_t k : group) {
    a.try_emplace(pairs[k].a, a.size());
    b.try_emplace(pairs[k].b, b.size());
  }
  const std::size_t n = std::max(a.size(), b.size());
  std::vector<std::vector<double>> cost(n, std::vector<double>(n, 0));
  std::vector<std::vector<std::size_t>> pair_at(n, std::vector<std::size_t>(n, nothing));
  for (const std::size_t k : group) {
    cost[a[pairs[k].a]][b[pairs[k].b]] = -pairs[k].weight;
    pair_at[a[pairs[k].a]][b[pairs[k].b]] = k;
  }
  const auto column = cheapest(cost);
  for (std::size_t row = 0; row < n; ++row)
    if (pair_at[row][column[row]] != nothing) chosen.push_back(pair_at[row][column[row]]);
}

}  // namespace

std::vector<std::size_t> heaviest_assignment(std::span<const WeightedPair> pairs) {
  // Pairs that share a side hang together; `parent` leads from a pair to another of its group.
  std::vector<std::size_t> parent(pairs.size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto root = [&](std::size_t k) {
    while (parent[k] != k) k = parent[k] = parent[parent[k]];
    return k;
  };
  std::map<std::uint32_t, std::size_t> first_a;
  std::map<std::uint32_t, std::size_t> first_b;
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    const std::size_t of_a = first_a.try_emplace(pairs[k].a, k).first->second;
    const std::size_t of_b = first_b.try_emplace(pairs[k].b, k).first->second;
    parent[root(k)] = root(of_a);
    parent[root(k)] = root(of_b);
  }
  std::map<std::size_t, std::vector<std::size_t>> groups;
  for (std::size_t k = 0; k < pairs.size(); ++k) groups[root(k)].push_back(k);
  std::vector<std::size_t> chosen;
  for (const auto& [start, group] : groups) {
    if (group.size() == 1)
      chosen.push_back(group.front());
    else
      solve(pairs, group, chosen);
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

}  // namespace secondsite::metrics
