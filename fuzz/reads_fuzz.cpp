// Any text as a table of reads: no crash, a reading for each case and reader or none, and agreement
// that is a number or says why it is none.

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "secondsite/cohort/csv_table.h"
#include "secondsite/readers/agreement.h"
#include "secondsite/readers/swapped_columns.h"

using namespace secondsite;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 4000) return 0;
  core::Findings findings;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const core::Context context;
  const cohort::Bytes bytes{std::make_shared<int>(0), text};
  auto table = cohort::parse_csv(bytes, "fuzz.csv", context, findings);
  if (!table) return 0;
  const auto read = readers::reads_from({{"fuzz", *std::move(table)}}, {}, {}, findings);
  if (!read) return 0;
  const readers::Reads& reads = read->reads;
  for (const auto& finding : reads.findings)
    if (finding.value.size() != reads.cases.size() * reads.readers.size()) std::abort();
  (void)readers::find_swaps(reads, findings);
  readers::AgreementRequest request;
  request.replicates = 0;
  const auto result = readers::measure_agreement(reads, request, {});
  if (!result) return 0;
  for (const auto& row : result->rows)
    if (row.estimate.absent_code.empty() && std::isnan(row.estimate.value)) std::abort();
  return 0;
}
