#include "secondsite/readers/study/study.h"

namespace secondsite::readers::study {
namespace {

core::Json all_of(const std::vector<stats::Estimate>& estimates) {
  core::Json out = core::Json::array();
  for (const stats::Estimate& each : estimates) out.push_back(stats::to_json(each));
  return out;
}

core::Json row_of(const EstimatorRow& row, const Result& result) {
  core::Json out{{"estimator", row.id},
                 {"title", row.title},
                 {"holds_for", row.holds_for},
                 {"declared", row.declared},
                 {"reference", row.reference}};
  if (!row.absent_code.empty()) {
    out["absent_code"] = row.absent_code;
    out["absent_reason"] = row.absent_reason;
    return out;
  }
  if (row.all_equal) out["all_modalities_equal"] = stats::to_json(*row.all_equal);
  core::Json means = core::Json::object();
  for (std::size_t a = 0; a < row.means.size(); ++a)
    means[result.modalities[a]] = stats::to_json(row.means[a]);
  out["modalities"] = means;
  core::Json differences = core::Json::array();
  for (std::size_t k = 0; k < row.differences.size(); ++k)
    differences.push_back({{"first", result.modalities[result.pairs[k].first]},
                           {"second", result.modalities[result.pairs[k].second]},
                           {"difference", stats::to_json(row.differences[k])}});
  out["differences"] = differences;
  core::Json components = core::Json::object();
  for (const stats::Estimate& part : row.components)
    components[part.metric] = core::json_number(part.value);
  out["components"] = components;
  return out;
}

}  // namespace

core::Json to_json(const Result& result) {
  core::Json rows = core::Json::array();
  for (const EstimatorRow& row : result.rows) rows.push_back(row_of(row, result));
  core::Json readers = core::Json::object();
  for (std::size_t p = 0; p < result.readers.size(); ++p) {
    core::Json one = core::Json::object();
    for (std::size_t a = 0; a < result.modalities.size(); ++a)
      one[result.modalities[a]] = stats::to_json(result.cells[a * result.readers.size() + p]);
    readers[result.readers[p]] = one;
  }
  core::Json out{{"figure", result.figure},
                 {"design",
                  {{"sentence", result.design.sentence},
                   {"fully_crossed", result.design.fully_crossed},
                   {"readers_nested", result.design.readers_nested},
                   {"cases_nested", result.design.cases_nested},
                   {"blocks", result.design.blocks},
                   {"reads", result.design.reads},
                   {"possible_reads", result.design.possible_reads}}},
                 {"modalities", result.modalities},
                 {"readers", readers},
                 {"reader_differences", all_of(result.reader_differences)},
                 {"estimators", rows}};
  if (result.verdict) {
    out["claim"] = {{"text", result.claim_text}, {"verdict", stats::to_json(*result.verdict)}};
    if (result.claimed) out["claim"]["difference"] = stats::to_json(*result.claimed);
  }
  return out;
}

}  // namespace secondsite::readers::study
