#include <algorithm>
#include <map>
#include <set>

#include "cohort_counts.h"
#include "secondsite/cohort/mark_table.h"
#include "secondsite/shift/covariate_floor.h"

namespace secondsite::oracles::sets {
namespace {

constexpr const char* published = "Wang et al. 2017, doi:10.1109/CVPR.2017.369";
constexpr const char* counted = "counted from Data_Entry_2017_v2020.csv by another program";

void whole_table(const CohortCounts& cohort, Recorder& record) {
  record.expect("images", 112'120, cohort.rows(), 0, published);
  record.expect("patients", 30'805, cohort.distinct("patient"), 0, published);
  record.expect("PA", 67'310, cohort.having("view", "PA"), 0, counted);
  record.expect("AP", 44'810, cohort.having("view", "AP"), 0, counted);
  record.expect("men", 63'340, cohort.having("sex", "M"), 0, counted);
  record.expect("women", 48'780, cohort.having("sex", "F"), 0, counted);
  record.expect("ages of 0", 14, cohort.having("age", "0"), 0, counted);
  const std::pair<const char*, double> labels[] = {
      {"No Finding", 60'361},  {"Infiltration", 19'894}, {"Effusion", 13'317},
      {"Atelectasis", 11'559}, {"Nodule", 6'331},        {"Mass", 5'782},
      {"Pneumothorax", 5'302}, {"Consolidation", 4'667}, {"Pleural_Thickening", 3'385},
      {"Cardiomegaly", 2'776}, {"Emphysema", 2'516},     {"Edema", 2'303},
      {"Fibrosis", 1'686},     {"Pneumonia", 1'431},     {"Hernia", 227}};
  for (const auto& [label, images] : labels)
    record.expect(label, images, cohort.having(label, "1"), 0, counted);
  record.expect("labels that are none of the 15", 0, cohort.found("dataset.unknown-label"), 0,
                counted);
  // Two detectors stand for one view each: a site proxy and a shortcut.
  record.expect("0.143 mm and PA", 39'846, cohort.having("detector", "0.143 mm", "view", "PA"), 0,
                counted);
  record.expect("0.168 mm and AP", 24'638, cohort.having("detector", "0.168 mm", "view", "AP"), 0,
                counted);
}

// The list of boxes: its header has nine names and its rows six cells.
void boxes(const std::string& folder, Recorder& record) {
  core::Findings findings;
  const auto read = cohort::read_mark_table(folder + "/BBox_List_2017.csv.gz", {}, findings);
  if (!read) return record.fail(read.error().text());
  const auto is = [&](const std::string& what, double expected, std::size_t obtained) {
    record.expect("boxes: " + what, expected, static_cast<double>(obtained), 0,
                  "SOURCE.md, counted from the file");
  };
  is("rows", 984, read->size());
  is("images", 880, read->scan.levels.size());
  std::map<std::string, std::size_t> boxes;
  for (const std::uint32_t code : read->kind.code) ++boxes[read->kind.levels[code]];
  const std::pair<const char*, double> expected[] = {
      {"Atelectasis", 180}, {"Effusion", 153},    {"Cardiomegaly", 146}, {"Infiltrate", 123},
      {"Pneumonia", 120},   {"Pneumothorax", 98}, {"Mass", 85},          {"Nodule", 79}};
  for (const auto& [label, count] : expected) is(label, count, boxes[label]);
  // The first row: corner 225.084745762712, 547.019216763771,
  // size 86.7796610169491, 79.1864406779661.
  record.expect("boxes: centre of the first, x", 225.084745762712 + 86.7796610169491 / 2,
                read->x.at(0), 1e-9, "the file's first row");
  record.expect("boxes: centre of the first, y", 547.019216763771 + 79.1864406779661 / 2,
                read->y.at(0), 1e-9, "the file's first row");
}

// The floor that covariates alone set, from the index of the test images: pairs within five folds
// by patient, so not the very pairs of the source.
void floors(const CohortCounts& cohort, Recorder& record) {
  core::Context context;
  context.threads = 2;
  for (const auto& [label, auroc] : {std::pair{"Edema", .7283}, std::pair{"Consolidation", .6460},
                                     std::pair{"Pneumonia", .5885}}) {
    const auto told = shift::summarise_label(
        cohort.table(), label, {.patient = "patient", .covariates = {"view"}}, context);
    if (!told) throw std::runtime_error(told.error().text());
    record.expect(std::string("view alone ranks ") + label, auroc, told->covariates[0].auroc.value,
                  0.002, "nih-chexnet/SOURCE.md; five folds");
  }
}

// Patients with two sexes, and patients whose age falls while the follow-up number rises.
void consistency(const CohortCounts& cohort, Recorder& record) {
  const auto column = [&](const char* name) {
    return cohort.table().find(name)->cells->categories(2);
  };
  const cohort::Categories patient = column("patient");
  const cohort::Categories sex = column("sex");
  const cohort::Numbers age = cohort.table().find("age")->cells->numbers(2);
  const cohort::Numbers visit = cohort.table().find("follow_up")->cells->numbers(2);
  std::map<std::uint32_t, std::set<std::uint32_t>> sexes;
  std::map<std::uint32_t, std::vector<std::pair<double, double>>> ages;
  for (std::size_t row = 0; row < cohort.table().rows(); ++row) {
    sexes[patient.code[row]].insert(sex.code[row]);
    ages[patient.code[row]].emplace_back(visit.value[row], age.value[row]);
  }
  double two_sexes = 0;
  double falling = 0;
  for (const auto& [code, seen] : sexes) two_sexes += seen.size() > 1 ? 1 : 0;
  for (auto& [code, list] : ages) {
    std::stable_sort(list.begin(), list.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    falling += std::is_sorted(list.begin(), list.end(),
                              [](const auto& a, const auto& b) { return a.second < b.second; })
                   ? 0
                   : 1;
  }
  record.expect("patients with two sexes", 0, two_sexes, 0, "SOURCE.md");
  record.expect("patients whose age falls with the follow-up number", 0, falling, 0, "SOURCE.md");
}

void run(const std::string& folder, Recorder& record) try {
  floors(CohortCounts(folder + "/../nih-chexnet/labels_meta_test.csv", "chestxray14"), record);
  boxes(folder, record);
  const CohortCounts sample(folder + "/sample_labels_2017_format.csv", "chestxray14");
  record.expect("rows of the sample in the 2017 format", 44, sample.rows(), 0, counted);
  record.expect("ages that could not be read", 0, sample.having("age", ""), 0, "060Y is 60");
  record.expect("images of patient 13 with age 60", 1,
                sample.having("image", "00000013_005.png", "age", "60"), 0, "060Y is 60");
  const std::string other = folder + "/../nih-chexnet/Data_Entry_2017_v2020.csv.gz";
  const CohortCounts whole(other, "chestxray14");
  whole_table(whole, record);
  consistency(whole, record);
} catch (const std::exception& error) {
  record.fail(error.what());
}

}  // namespace

OracleSet nih_chestxray14() {
  return {.id = "nih_chestxray14",
          .title = "ChestX-ray14: both generations of its header, every label",
          .note = "Counts are exact. The whole table lies in nih-chexnet.",
          .run = run};
}

}  // namespace secondsite::oracles::sets
