// Any bytes as a table of marks or as COCO's JSON: no crash, columns of one length, and the fast
// matching of what was read agrees with the simple one.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "secondsite/cohort/csv_table.h"
#include "secondsite/cohort/mark_table.h"
#include "secondsite/metrics/support/mark_match.h"

using namespace secondsite;

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

void check(const cohort::MarkTable& marks) {
  const std::size_t n = marks.size();
  must(marks.x.size() == n && marks.y.size() == n && marks.scan.code.size() == n);
  for (const auto* column :
       {&marks.z, &marks.diameter, &marks.width, &marks.height, &marks.depth, &marks.rating})
    must(column->empty() || column->size() == n);
  must(marks.kind.code.empty() || marks.kind.code.size() == n);
  if (n > 400) return;
  std::vector<std::uint32_t> scan;
  for (const std::uint32_t code : marks.scan.code)
    scan.push_back(code == cohort::Categories::blank ? metrics::no_place : code);
  const metrics::Places places{scan,           marks.x,     marks.y,      marks.z,
                               marks.diameter, marks.width, marks.height, marks.depth};
  const std::vector<double> rating = marks.rating.empty() ? std::vector<double>(n) : marks.rating;
  for (const metrics::HitRule rule : {metrics::HitRule::inside, metrics::HitRule::distance}) {
    const metrics::MatchRules rules{.hit = rule, .limit = 2};
    const std::size_t scans = marks.scan.levels.size();
    const auto fast = metrics::match_marks(places, rating, places, {}, scans, rules, 1);
    const auto simple = metrics::match_marks_simple(places, rating, places, {}, scans, rules);
    must(fast.fate == simple.fate && fast.mark_of_lesion == simple.mark_of_lesion);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (auto coco = cohort::parse_coco(text, "fuzz.json")) check(*coco);
  core::Findings findings;
  const auto table = cohort::parse_csv({std::make_shared<int>(0), text}, "fuzz.csv", {}, findings);
  if (!table || table->columns().size() > 64) return 0;
  if (auto marks = cohort::marks_of(*table, 1)) {
    check(*marks);
    (void)cohort::scan_list(*table, {&*marks});
  }
  return 0;
}
