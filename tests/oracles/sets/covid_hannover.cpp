#include "oracle.h"
#include "secondsite/cohort/index/dataset_index.h"
#include "secondsite/cohort/index/pixel_summary.h"

namespace secondsite::oracles::sets {
namespace {

using cohort::Categories;

constexpr const char* source = "covid_hannover/SOURCE.md";

double having(const cohort::Table& table, std::string_view column, std::string_view value) {
  const cohort::Column* found = table.find(column);
  if (found == nullptr) return -1;
  const Categories cells = found->cells->categories(2);
  double count = 0;
  for (const std::uint32_t code : cells.code)
    count += code == Categories::blank ? value.empty() : cells.levels[code] == value;
  return count;
}

void run(const std::string& folder, Recorder& record) {
  core::Context context;
  context.threads = 2;
  auto index = cohort::index::read_dataset_index(folder, {}, context);
  if (!index) return record.fail(index.error().text());
  const auto expect = [&](const char* what, double expected, double obtained) {
    record.expect(what, expected, obtained, 0, source);
  };
  expect("rows", 243, static_cast<double>(index->table.rows()));
  expect("patients", 71, static_cast<double>(index->patients));
  expect("modality CR", 212, having(index->table, "modality", "CR"));
  expect("modality DX", 31, having(index->table, "modality", "DX"));
  expect("AP", 194, having(index->table, "view", "AP"));
  expect("PA", 49, having(index->table, "view", "PA"));
  expect("ages stated", 0, 243 - having(index->table, "age", ""));
  expect("sex F or M", 243,
         having(index->table, "sex", "F") + having(index->table, "sex", "M") +
             having(index->table, "sex", ""));
  expect("images that are here", 40, 243 - having(index->table, "file", ""));
  const auto pixels = cohort::index::look_at_dataset(*index, context);
  double decoded = 0;
  double conflicts = 0;
  for (const auto& looked : pixels.looked) {
    decoded += looked.decoded ? 1 : 0;
    conflicts += looked.plane == "not frontal" ? 1 : 0;
  }
  expect("images decoded", 40, decoded);
  expect("frontal images that pixels call otherwise (chest is stated nowhere)", 0, conflicts);
  core::Findings findings;
  for (const auto& side : cohort::index::heart_sides(pixels.looked, pixels.sites, findings))
    expect("sites that look mirrored", 0, side.suspected ? 1 : 0);
}

}  // namespace

OracleSet covid_hannover() {
  return {.id = "covid_hannover",
          .title = "Hannover: 243 radiographs of 71 patients, 40 of them as pictures",
          .note = "Counts are exact. The folder is read as images with one table.",
          .run = run};
}

}  // namespace secondsite::oracles::sets
