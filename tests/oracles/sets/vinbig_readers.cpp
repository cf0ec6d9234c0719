#include <cmath>

#include "oracle.h"
#include "secondsite/readers/reads.h"

namespace secondsite::oracles::sets {
namespace {

void run(const std::string& folder, Recorder& record) try {
  core::Findings findings;
  auto table = cohort::read_table(folder + "/vinbigdata-train.csv.gz", {}, findings);
  if (!table) throw std::runtime_error(table.error().text());
  record.expect("rows", 67914, static_cast<double>(table->rows()), 0, "SOURCE.md");
  readers::ReadsRequest request;
  request.one_case = "image_id";
  request.reader = "rad_id";
  request.event = "class_name";
  const auto read = readers::reads_from({{"t", *std::move(table)}}, request, {}, findings);
  if (!read) throw std::runtime_error(read.error().text());
  const readers::Reads& reads = read->reads;
  const std::size_t readers = reads.readers.size();
  record.expect("images", 15000, static_cast<double>(reads.cases.size()), 0, "SOURCE.md");
  record.expect("readers", 17, static_cast<double>(readers), 0, "SOURCE.md");
  double threefold = 0;
  for (std::size_t c = 0; c < reads.cases.size(); ++c) {
    int here = 0;
    for (std::size_t r = 0; r < readers; ++r)
      here += std::isnan(reads.findings[0].at(c, r, readers)) ? 0 : 1;
    threefold += here == 3 ? 1 : 0;
  }
  record.expect("images read by exactly three", 15000, threefold, 0, "SOURCE.md");
  const struct {
    const char* name;
    double all_given_any;
  } rows[] = {{"Cardiomegaly", .564}, {"Aortic enlargement", .569}, {"Pleural effusion", .425},
              {"Pneumothorax", .469}, {"Nodule/Mass", .219},        {"Consolidation", .088}};
  for (const auto& row : rows) {
    const readers::RatedFinding& finding = **reads.find(row.name);
    double any = 0;
    double all = 0;
    for (std::size_t c = 0; c < reads.cases.size(); ++c) {
      int calls = 0;
      for (std::size_t r = 0; r < readers; ++r) calls += finding.at(c, r, readers) == 1 ? 1 : 0;
      any += calls > 0 ? 1 : 0;
      all += calls == 3 ? 1 : 0;
    }
    record.expect(std::string("all three, given any, ") + row.name, row.all_given_any, all / any,
                  5.1e-4, "counted (SOURCE.md, three digits)");
    if (row.name == std::string("Cardiomegaly"))
      record.expect("images with any call of Cardiomegaly", 2300, any, 0, "SOURCE.md");
  }
} catch (const std::exception& error) {
  record.fail(error.what());
}

}  // namespace

OracleSet vinbig_readers() {
  return {.id = "kaggle_cxr_tables-readers",
          .title = "VinBigData: three of 17 readers on each of 15,000 chest radiographs",
          .note = "Counts are exact; shares to half of their last digit.",
          .run = run,
          .folder = "kaggle_cxr_tables"};
}

}  // namespace secondsite::oracles::sets
