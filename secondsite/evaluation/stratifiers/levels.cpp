#include "secondsite/evaluation/stratifier.h"

namespace secondsite::evaluation::stratifiers {

Stratifier levels() {
  return {.id = "levels",
          .title = "Each different text, or each of a few numbers, is a level",
          .priority = 1,
          .fits = [](const cohort::Table& table, const std::string& column,
                     unsigned) { return table.find(column) != nullptr; },
          .cut = [](const cohort::Table& table, const std::string& column,
                    unsigned threads) -> core::Result<cohort::Categories> {
            const auto found = table.column(column);
            if (!found) return core::Error(found.error());
            return (*found)->cells->categories(threads);
          }};
}

}  // namespace secondsite::evaluation::stratifiers
