#pragma once
// What several metrics make of the same cases, made once: the sort, and whatever else is dear.

#include <memory>
#include <optional>
#include <span>
#include <typeindex>
#include <unordered_map>

#include "secondsite/metrics/metric.h"
#include "secondsite/metrics/support/sort.h"

namespace secondsite::metrics {

// Lives as long as the cases whose `order` it is (Cases::order), and serves one thread: the metrics
// of one stratum are computed one after the other. Everything is made when it is first asked for.
class ScoreOrder {
 public:
  explicit ScoreOrder(std::span<const double> score) : score_(score) {}

  const SortedScores& sorted(unsigned threads) const {
    if (!sorted_) sorted_ = sort_scores(score_, threads);
    return *sorted_;
  }

  // make() the first time that a T is asked for, that T from then on.
  template <typename T, typename Make>
  const T& once(Make make) const {
    std::shared_ptr<const void>& slot = made_[std::type_index(typeid(T))];
    if (!slot) slot = std::make_shared<const T>(make());
    return *static_cast<const T*>(slot.get());
  }

 private:
  std::span<const double> score_;
  mutable std::optional<SortedScores> sorted_;
  mutable std::unordered_map<std::type_index, std::shared_ptr<const void>> made_;
};

// The scores in order: those that the cases share, else sorted for this caller.
class Ordered {
 public:
  Ordered(const Cases& cases, unsigned threads) {
    if (cases.order == nullptr) own_ = sort_scores(cases.score, threads);
    scores_ = cases.order == nullptr ? &own_ : &cases.order->sorted(threads);
  }
  Ordered(const Ordered&) = delete;
  Ordered& operator=(const Ordered&) = delete;

  operator const SortedScores&() const { return *scores_; }  // NOLINT: it is one
  const SortedScores& scores() const { return *scores_; }

 private:
  SortedScores own_;
  const SortedScores* scores_ = nullptr;
};

}  // namespace secondsite::metrics
