#include "secondsite/evaluation/mark_report.h"

namespace secondsite::evaluation {

using core::Json;

Json to_json(const MarkReport& report) {
  Json counts = Json::object();
  for (const auto& [name, count] : report.counts) counts[name] = count;
  Json missed = Json::array();
  for (const MissedLesion& lesion : report.missed)
    missed.push_back({{"file", lesion.where.file},
                      {"row", lesion.where.row.value_or(0)},
                      {"size", lesion.size},
                      {"by_candidates", lesion.by_candidates}});
  Json stages = Json::array();
  for (const MarkStage& stage : report.stages) {
    Json estimates = Json::array();
    for (const stats::Estimate& estimate : stage.estimates) estimates.push_back(to_json(estimate));
    stages.push_back({{"name", stage.name}, {"estimates", std::move(estimates)}});
  }
  return {{"finding", report.finding},
          {"rule", report.rule},
          {"counts", std::move(counts)},
          {"missed", std::move(missed)},
          {"stages", std::move(stages)}};
}

}  // namespace secondsite::evaluation
