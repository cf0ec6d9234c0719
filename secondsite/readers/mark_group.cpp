#include "secondsite/readers/mark_group.h"

#include <algorithm>
#include <set>

#include "secondsite/cohort/partition/links.h"

namespace secondsite::readers {
namespace {

std::pair<std::uint32_t, std::uint32_t> place(std::uint32_t a, std::uint32_t b) {
  return {std::min(a, b), std::max(a, b)};
}

// For each mark and other session, the mark of that session with which it shares most.
std::vector<std::map<std::uint32_t, std::uint32_t>> best_partners(
    const std::vector<SizedMark>& marks, const SharedPixels& shared) {
  std::vector<std::map<std::uint32_t, std::uint32_t>> out(marks.size());
  const auto offer = [&](std::uint32_t mark, std::uint32_t other, std::uint64_t pixels) {
    const auto [best, is_new] = out[mark].try_emplace(marks[other].ref.session, other);
    if (!is_new && pixels > shared.at(place(mark, best->second))) best->second = other;
  };
  for (const auto& [pair, pixels] : shared) {
    offer(pair.first, pair.second, pixels);
    offer(pair.second, pair.first, pixels);
  }
  return out;
}

std::vector<PairOverlap> overlaps_of(const std::vector<SizedMark>& marks,
                                     const std::vector<std::uint32_t>& group,
                                     const SharedPixels& shared) {
  std::map<std::uint32_t, std::uint64_t> size;
  for (const std::uint32_t m : group) size[marks[m].ref.session] += marks[m].pixels;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> both;
  for (auto a = size.begin(); a != size.end(); ++a)
    for (auto b = std::next(a); b != size.end(); ++b) both[{a->first, b->first}] = 0;
  for (std::size_t i = 0; i < group.size(); ++i)
    for (std::size_t j = i + 1; j < group.size(); ++j)
      if (const auto found = shared.find(place(group[i], group[j])); found != shared.end())
        both[place(marks[group[i]].ref.session, marks[group[j]].ref.session)] += found->second;
  std::vector<PairOverlap> out;
  for (const auto& [pair, pixels] : both)
    out.push_back({pair.first, pair.second,
                   2 * static_cast<double>(pixels) /
                       static_cast<double>(size[pair.first] + size[pair.second])});
  return out;
}

}  // namespace

std::vector<LinkedLesion> group_marks(const std::vector<SizedMark>& marks,
                                      const SharedPixels& shared, bool one_to_one) {
  const auto best = one_to_one ? best_partners(marks, shared)
                               : std::vector<std::map<std::uint32_t, std::uint32_t>>(marks.size());
  cohort::partition::Groups groups(marks.size());
  for (const auto& [pair, pixels] : shared) {
    const auto [a, b] = pair;
    if (one_to_one &&
        (best[a].at(marks[b].ref.session) != b || best[b].at(marks[a].ref.session) != a))
      continue;
    groups.join(a, b);
  }
  std::map<std::uint32_t, std::vector<std::uint32_t>> members;
  for (std::uint32_t m = 0; m < marks.size(); ++m) members[groups.root(m)].push_back(m);
  std::vector<const std::vector<std::uint32_t>*> in_order;
  for (const auto& [root, group] : members) in_order.push_back(&group);
  std::sort(in_order.begin(), in_order.end(),
            [](const auto* a, const auto* b) { return a->front() < b->front(); });
  std::vector<LinkedLesion> out;
  for (const auto* group : in_order) {
    LinkedLesion one;
    std::set<std::uint32_t> sessions;
    for (const std::uint32_t m : *group) {
      one.lesion.marks.push_back(marks[m].ref);
      sessions.insert(marks[m].ref.session);
    }
    for (std::size_t i = 0; i < group->size() && !one.lesion.is_chained; ++i)
      for (std::size_t j = i + 1; j < group->size(); ++j)
        if (marks[(*group)[i]].ref.session != marks[(*group)[j]].ref.session &&
            shared.count(place((*group)[i], (*group)[j])) == 0) {
          one.lesion.is_chained = true;
          break;
        }
    one.lesion.readers = static_cast<std::uint32_t>(sessions.size());
    one.lesion.is_ambiguous = sessions.size() < group->size();
    one.overlaps = overlaps_of(marks, *group, shared);
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace secondsite::readers
