#include "secondsite/cohort/check.h"
#include "secondsite/cohort/selection.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::checks {
namespace {

using core::Severity;

void run(const Table& table, const Roles& roles, const core::Context& context,
         core::Findings& findings) {
  const Column* image = table.find(roles.image);
  if (image == nullptr) return;
  const Categories images = image->cells->categories(context.threads);
  // Two readers of one image are two rows by design.
  const Column* reader = table.find(roles.reader);
  const Categories readers =
      reader != nullptr ? reader->cells->categories(context.threads) : Categories{};
  const Categories keys = reader != nullptr ? cross(images, readers) : images;
  std::vector<std::size_t> first_row(keys.levels.size(), table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (keys.code[row] == Categories::blank) continue;
    std::size_t& first = first_row[keys.code[row]];
    if (first == table.rows()) {
      first = row;
      continue;
    }
    findings.add(Severity::warning, "cohort.duplicate-image", roles.image,
                 "the image of this row stands already in row " + core::grouped(first + 1),
                 {.file = table.origin(), .row = row + 1, .column = roles.image});
  }
}

}  // namespace

Check duplicate_image() {
  return {.id = "duplicate-image", .title = "Every image stands in one row", .run = run};
}

}  // namespace secondsite::cohort::checks
