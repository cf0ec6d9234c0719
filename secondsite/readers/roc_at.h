#pragma once
// The model's sensitivity where it is as specific as a reader.

#include <cstdint>
#include <span>
#include <vector>

namespace secondsite::readers {

class RocAt {
 public:
  // `unit` of each case indexes the weights of sensitivity_at.
  RocAt(std::span<const double> score, std::span<const std::uint8_t> positive,
        std::span<const std::uint32_t> unit);

  // On the empirical ROC curve, straight lines between its points (ties count as one step).
  // `weight`: how often each unit counts; empty: once. NaN where a class is empty.
  double sensitivity_at(double specificity, std::span<const double> weight) const;

 private:
  struct Entry {
    double score;
    std::uint32_t unit;
    bool positive;
  };
  std::vector<Entry> entries_;  // by falling score
};

}  // namespace secondsite::readers
