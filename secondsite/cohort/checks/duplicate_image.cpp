#include <algorithm>

#include "secondsite/cohort/check.h"
#include "secondsite/cohort/repeated_rows.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::checks {
namespace {

using core::Severity;

void check_duplicate_image(const Table& table, const Roles& roles, const core::Context& context,
                           core::Findings& findings) {
  const Column* image = table.find(roles.image);
  if (image == nullptr) return;
  std::vector<const Column*> key{image};
  // Two readers of one image are two rows by design.
  if (const Column* reader = table.find(roles.reader)) key.push_back(reader);
  std::string scratch;
  const auto named = [&](std::size_t row) {
    return std::all_of(key.begin(), key.end(), [&](const Column* column) {
      return !plain_content(*column, row, scratch).empty();
    });
  };
  for (const auto& [row, first] : repeated_rows(table, key, context)) {
    // Who is not named is not the same.
    if (!named(row)) continue;
    findings.add(Severity::warning, "cohort.duplicate-image", roles.image,
                 "the image of this row stands already in row " + core::grouped(first + 1),
                 {.file = table.origin(), .row = row + 1, .column = roles.image});
  }
}

}  // namespace

Check duplicate_image() {
  return {.id = "duplicate-image",
          .title = "Every image stands in one row",
          .run = check_duplicate_image};
}

}  // namespace secondsite::cohort::checks
