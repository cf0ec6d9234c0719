#pragma once
// The registry of stratifiers: how a column of the cohort becomes strata. The first whose `fits`
// says yes to a column cuts it.

#include <functional>
#include <span>
#include <string_view>

#include "secondsite/cohort/selection.h"
#include "secondsite/cohort/table.h"

namespace secondsite::evaluation {

struct Stratifier {
  std::string_view id;
  std::string_view title;
  int priority = 0;  // the higher is asked first
  std::function<bool(const cohort::Table&, const std::string& column, unsigned threads)> fits;
  std::function<core::Result<cohort::Categories>(const cohort::Table&, const std::string& column,
                                                 unsigned threads)>
      cut;
};

namespace stratifiers {
std::span<const Stratifier> all();
}

}  // namespace secondsite::evaluation
