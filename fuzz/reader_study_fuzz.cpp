// Any bytes as a reader study: no crash, and what is read can be analysed.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "secondsite/cohort/csv_table.h"
#include "secondsite/readers/study/formats.h"
#include "secondsite/readers/study/study.h"

using namespace secondsite;

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

void analyse_all(const core::Result<readers::study::Reads>& reads) {
  if (!reads) {
    must(!reads.error().code().empty());
    return;
  }
  must(reads->positive.size() == reads->cases.size());
  must(reads->rating.size() == reads->cells() * reads->slots());
  if (reads->cells() > 40 || reads->cases.size() > 200) return;
  for (const auto outcome : {readers::study::Outcome::area, readers::study::Outcome::sensitivity,
                             readers::study::Outcome::mean}) {
    readers::study::Request request;
    request.outcome = outcome;
    request.threshold = 2;
    request.replicates = 4;
    core::Findings findings;
    const auto result = readers::study::analyse(*reads, request, {}, findings);
    if (result) (void)readers::study::to_json(*result);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  core::Findings findings;
  analyse_all(readers::study::parse_imrmc(text, "fuzz.imrmc", findings));
  analyse_all(readers::study::parse_lrc(text, "fuzz.lrc", findings));
  const core::Context context;
  const auto table =
      cohort::parse_csv({std::make_shared<int>(0), text}, "fuzz.csv", context, findings);
  if (!table || table->rows() > 500 || table->columns().size() > 20) return 0;
  analyse_all(readers::study::reads_from_table(*table, {}, findings));
  analyse_all(readers::study::reads_from_marks(*table, *table, findings));
  return 0;
}
