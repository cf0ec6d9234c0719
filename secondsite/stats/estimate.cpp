#include "secondsite/stats/estimate.h"

namespace secondsite::stats {

using core::Json;
using core::json_number;

Estimate not_estimable(std::string metric, std::string code, std::string reason) {
  Estimate estimate;
  estimate.metric = std::move(metric);
  estimate.absent_code = std::move(code);
  estimate.absent_reason = std::move(reason);
  return estimate;
}

Json to_json(const TestResult& test) {
  return {{"method", test.method},
          {"statistic", json_number(test.statistic)},
          {"degrees_of_freedom", json_number(test.degrees_of_freedom)},
          {"p_value", json_number(test.p_value)},
          {"alternative", test.alternative}};
}

Json to_json(const Estimate& estimate) {
  Json out{{"metric", estimate.metric},
           {"value", json_number(estimate.value)},
           {"lower", json_number(estimate.interval.lower)},
           {"upper", json_number(estimate.interval.upper)},
           {"level", estimate.level},
           {"method", estimate.method},
           {"unit_of_analysis", estimate.unit},
           {"n", estimate.n},
           {"n_positive", estimate.n_positive},
           {"n_clusters", estimate.n_clusters},
           {"standard_error", json_number(estimate.standard_error)},
           {"design_effect", json_number(estimate.design_effect)}};
  Json definitions = Json::object();
  for (const Definition& definition : estimate.definitions)
    definitions[definition.name] = definition.choice;
  out["definitions"] = std::move(definitions);
  Json others = Json::array();
  for (const OtherInterval& other : estimate.other_intervals)
    others.push_back({{"method", other.method},
                      {"lower", json_number(other.interval.lower)},
                      {"upper", json_number(other.interval.upper)}});
  if (!others.empty()) out["other_intervals"] = std::move(others);
  if (estimate.test) out["test"] = to_json(*estimate.test);
  if (!estimate.absent_code.empty())
    out["absent"] = {{"code", estimate.absent_code}, {"reason", estimate.absent_reason}};
  return out;
}

}  // namespace secondsite::stats
