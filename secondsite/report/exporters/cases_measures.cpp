#include "secondsite/core/utf8.h"
#include "secondsite/report/csv_cell.h"
#include "secondsite/report/exporter.h"

// Every measure of every label of every case, as a table that other software can read on: a row a
// label, a case and a model. Undefined measures are blank.
namespace secondsite::report::exporters {
namespace {

std::string write_cases_measures(const evaluation::RunResult& run) {
  std::string out = "case,model,label,predicted_voxels,reference_voxels";
  for (const metrics::MaskMeasure& each : metrics::mask_measures())
    out += "," + std::string(each.id);
  out += "\r\n";
  for (const evaluation::MaskCase& one : run.mask_cases) {
    out += csv_cell(one.name) + "," + csv_cell(one.model) + "," + csv_cell(one.label) + "," +
           std::to_string(one.predicted) + "," + std::to_string(one.reference);
    for (const metrics::MaskMeasure& each : metrics::mask_measures())
      out += "," + csv_number(one.values.*each.value);
    out += "\r\n";
  }
  return core::valid_utf8(std::move(out));
}

}  // namespace

Exporter cases_measures() {
  return {"cases_measures", "Measures of each case, for masks", "cases_measures.csv",
          write_cases_measures,
          [](const evaluation::RunResult& run) { return !run.mask_cases.empty(); }};
}

}  // namespace secondsite::report::exporters
