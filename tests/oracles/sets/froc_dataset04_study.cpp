#include <filesystem>

#include "oracle.h"
#include "reader_study.h"
#include "secondsite/cohort/workbook_fixture.h"

namespace secondsite::oracles::sets {
namespace {

constexpr const char* iowa = "OR-DBM MRMC 2.51 (University of Iowa), printed output";
constexpr const char* rjafroc = "RJafroc @ 44b0e39; recomputed independently in Python";

void cells(const study::Result& result, const double (&expected)[5][4], const char* name,
           double tolerance, const char* source, Recorder& record) {
  for (std::size_t t = 0; t < 5; ++t)
    for (std::size_t r = 0; r < 4; ++r)
      record.expect(std::string(name) + ", treatment " + std::to_string(t + 1) + ", reader " +
                        result.readers[r],
                    expected[t][r], result.cells[t * 4 + r].value, tolerance, source);
}

void inferred(const cohort::Table& marks, const cohort::Table& truth, Recorder& record) {
  core::Findings findings;
  const auto result = analysed(value_or_throw(study::highest_ratings(marks, truth, findings)));
  const double expected[5][4] = {{.90425, .79820, .81175, .86645},
                                 {.86425, .84470, .82050, .87160},
                                 {.81295, .81635, .75275, .85730},
                                 {.90235, .83150, .78865, .87980},
                                 {.84140, .77300, .77115, .84800}};
  cells(result, expected, "highest-rating AUC", 5.1e-9, iowa, record);
  const auto& row = row_of(result, "or-jackknife");
  const auto component = [&](const char* name, const char* id, double value) {
    record.expect(std::string("highest rating: ") + name, value, component_of(row, id), 5.1e-9,
                  iowa);
  };
  component("Var(R)", "var-reader", .00128372);
  component("Var(T*R)", "var-modality-reader", -.00001093);
  component("Cov1", "cov1", .00029480);
  component("Cov2", "cov2", .00023331);
  component("Cov3", "cov3", .00021213);
  component("Var(Error)", "var-error", .00078912);
  record.expect("highest rating: F", 3.47, row.all_equal->statistic, 5.1e-3, iowa);
  record.expect("highest rating: degrees of freedom", 16.80, row.all_equal->degrees_of_freedom,
                5.1e-3, iowa);
  record.expect("highest rating: p", .0305, row.all_equal->p_value, 5.1e-5, iowa);
  const auto& fixed = row_of(result, "fixed-readers");
  record.expect("highest rating, readers fixed: X2(4)", 13.60126, fixed.all_equal->statistic,
                5.1e-6, iowa);
  record.expect("highest rating, readers fixed: p", .0087, fixed.all_equal->p_value, 5.1e-5, iowa);
}

void weighted(const cohort::Table& marks, const cohort::Table& truth, Recorder& record) {
  core::Findings findings;
  const auto result = analysed(value_or_throw(study::reads_from_marks(marks, truth, findings)));
  const double expected[5][4] = {{.7792666667, .7248916667, .7036250000, .8050916667},
                                 {.7870, .7269, .7226166667, .8037833333},
                                 {.7296916667, .7157583333, .6723083333, .7726583333},
                                 {.8101333333, .7431166667, .6943583333, .8294083333},
                                 {.7488, .682275, .655175, .77125}};
  cells(result, expected, "wAFROC", 5.1e-11, rjafroc, record);
  const auto& row = row_of(result, "or-jackknife");
  record.expect("wAFROC: F", 7.8003, row.all_equal->statistic, 5.1e-5, rjafroc);
  record.expect("wAFROC: degrees of freedom", 36.79334, row.all_equal->degrees_of_freedom, 5.1e-6,
                rjafroc);
  record.expect("wAFROC: p", .0001171, row.all_equal->p_value, 5.1e-8, rjafroc);
}

// The same study as JAFROC's workbook: the sheets, and the weights that it may leave at 0.
void as_workbook(const cohort::Table& marks, const cohort::Table& truth, Recorder& record) {
  cohort::SheetRows cases = {{"CaseID", "LesionID", "Weight"}};
  cohort::SheetRows on_lesions = {{"ReaderID", "ModalityID", "CaseID", "LesionID", "TP_Rating"}};
  cohort::SheetRows other = {{"ReaderID", "ModalityID", "CaseID", "FP_Rating"}};
  const auto cell = [](const cohort::Table& table, const char* column, std::size_t row) {
    return std::string(value_or_throw(table.column(column))->raw(row));
  };
  for (std::size_t row = 0; row < truth.rows(); ++row)
    cases.push_back({cell(truth, "case", row), cell(truth, "lesion", row), "0"});
  for (std::size_t row = 0; row < marks.rows(); ++row) {
    std::vector<std::string> line = {cell(marks, "reader", row), cell(marks, "modality", row),
                                     cell(marks, "case", row)};
    const bool hit = cell(marks, "mark", row) == "LL";
    if (hit) line.push_back(cell(marks, "lesion", row));
    line.push_back(cell(marks, "rating", row));
    (hit ? on_lesions : other).push_back(std::move(line));
  }
  const std::string path =
      (std::filesystem::temp_directory_path() / "secondsite_dataset04.xlsx").string();
  cohort::write_workbook(path, {{"Truth", cases}, {"TP", on_lesions}, {"FP", other}});
  core::Findings findings;
  const auto book = value_or_throw(cohort::Workbook::open(path));
  const auto result = analysed(value_or_throw(study::reads_from_jafroc(book, false, findings)));
  std::filesystem::remove(path);
  const auto& row = row_of(result, "or-jackknife");
  record.expect("wAFROC from a JAFROC workbook: F", 7.8003, row.all_equal->statistic, 5.1e-5,
                rjafroc);
  record.expect("wAFROC from a JAFROC workbook: degrees of freedom", 36.79334,
                row.all_equal->degrees_of_freedom, 5.1e-6, rjafroc);
}

void run(const std::string& folder, Recorder& record) try {
  const auto marks = table_at(folder + "/marks.csv");
  const auto truth = table_at(folder + "/truth.csv");
  inferred(marks, truth, record);
  weighted(marks, truth, record);
  as_workbook(marks, truth, record);
} catch (const std::exception& error) {
  record.fail(error.what());
}

}  // namespace

OracleSet froc_dataset04_study() {
  return {.id = "froc-dataset04-study",
          .title = "Zanca's mammography study: 5 treatments, 4 readers, marks with ratings",
          .note = "Tolerances are half of the last digit that the source prints.",
          .run = run,
          .folder = "froc-dataset04"};
}

}  // namespace secondsite::oracles::sets
