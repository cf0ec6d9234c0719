#include "secondsite/core/text.h"
#include "secondsite/guide/data.h"
#include "secondsite/guide/printed.h"

namespace secondsite::guide::passages {
namespace {

// The Cornell list: one row a nodule, the readers' ids of it from the tenth column on.
void add_cornell_list(const PassageInput& input, PassageResult& result) {
  const auto table = table_if_there(input, "lidc-readers/list3.2.csv",
                                    "agreement of the four readers, recomputed", result);
  if (!table) return;
  constexpr std::size_t first_id = 9;
  std::uint64_t by_all = 0;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    std::size_t ids = 0;
    for (std::size_t c = first_id; c < table->columns().size(); ++c)
      ids += core::trim(table->columns()[c].raw(row)).empty() ? 0 : 1;
    by_all += ids >= 4 ? 1 : 0;
  }
  const double share = 100.0 * static_cast<double>(by_all) / static_cast<double>(table->rows());
  result.numbers.push_back(
      compare({"the same from the Cornell nodule list 3.2", "about 35 %", "35"}, share, "%",
              core::grouped(by_all) + " of " + core::grouped(table->rows()) +
                  " nodules have four reader ids or more",
              "The same images after later corrections: nearer to 34 %. Who counts as agreeing "
              "depends on how "
              "marks are linked."));
}

core::Result<PassageResult> recompute_annotation(const PassageInput& input) {
  PassageResult result;
  result.numbers.push_back(
      compare({"lesions >= 3 mm marked by all four readers", "about 35 %", "35"},
              100.0 * 928 / 2669, "%", "928 of 2,669; Armato et al. 2011, doi:10.1118/1.3528204",
              "34.8 %. The text prints 2,669 but not the 928."));
  add_cornell_list(input, result);
  return result;
}

}  // namespace

Passage annotation() {
  return {.id = "annotation",
          .title = "How far readers agree (LIDC-IDRI)",
          .order = 50,
          .run = recompute_annotation};
}

}  // namespace secondsite::guide::passages
