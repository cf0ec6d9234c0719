#include "secondsite/evaluation/reference_noise.h"

#include <cmath>

#include "secondsite/core/config.h"
#include "secondsite/core/registry.h"
#include "secondsite/metrics/metric.h"

namespace secondsite::evaluation {

using core::Error;
using core::Json;
using core::Result;

namespace {

std::string text_of(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}

}  // namespace

Result<LabelErrorSpec> label_error_from(const Json& json, const std::string& origin) {
  core::ConfigReader reader(json, origin, "label_error");
  LabelErrorSpec out;
  out.finding = reader.text("finding", "");
  out.truth = reader.text("truth", "");
  out.optional = reader.flag("optional", false);
  const std::string source = reader.text("source", "");
  const double correlation = reader.number("correlation", 0);
  bool stated = false;
  for (const char* key : {"sensitivity", "specificity", "audit"})
    stated = !reader.raw(key).is_null() || stated;
  if (const auto finished = reader.finish(); !finished) return core::Error(finished.error());
  if (out.truth.empty()) {
    auto rates = labels::rates_from_json(json, origin);
    if (!rates) return std::move(rates).error().while_doing("reading label_error");
    out.rates = *std::move(rates);
  } else if (stated) {
    return Error("noise.bad-rates",
                 "label_error names a column of the truth and states rates as well",
                 {.file = origin, .tag = "label_error"}, "leave one of the two out");
  } else if (!(correlation >= 0 && correlation < 1)) {
    return Error("noise.bad-rates", "the correlation of the errors must lie in [0, 1)",
                 {.file = origin, .tag = "label_error"}, "");
  }
  out.rates.source = source;
  out.rates.correlation = correlation;
  return out;
}

Result<NoiseFloorSpec> noise_floor_from(const Json& json, const std::string& origin) {
  core::ConfigReader reader(json, origin, "noise_floor");
  NoiseFloorSpec out;
  out.finding = reader.text("finding", "");
  out.metric = reader.text("metric");
  out.source = reader.text("source", "");
  out.floor = reader.number("floor");
  out.optional = reader.flag("optional", false);
  if (const auto finished = reader.finish(); !finished) return core::Error(finished.error());
  if (const auto metric = core::find_entry(metrics::every(), out.metric, "metric"); !metric)
    return Error(metric.error().code(), metric.error().what(),
                 {.file = origin, .tag = "noise_floor"}, metric.error().hint());
  if (!(out.floor >= 0) || !std::isfinite(out.floor))
    return Error("config.bad-value", "the floor of " + out.metric + " must be a number, 0 or more",
                 {.file = origin, .tag = "noise_floor"},
                 "write {metric: sensitivity, floor: 0.05}");
  return out;
}

Json to_json(const LabelErrorSpec& spec) {
  Json out = spec.truth.empty() ? labels::to_json(spec.rates) : Json{{"truth", spec.truth}};
  if (!spec.truth.empty() && spec.rates.correlation != 0)
    out["correlation"] = spec.rates.correlation;
  if (!spec.rates.source.empty()) out["source"] = spec.rates.source;
  if (!spec.finding.empty()) out["finding"] = spec.finding;
  if (spec.optional) out["optional"] = true;
  return out;
}

Json to_json(const NoiseFloorSpec& spec) {
  Json out{{"metric", spec.metric}, {"floor", spec.floor}};
  if (!spec.finding.empty()) out["finding"] = spec.finding;
  if (spec.optional) out["optional"] = true;
  if (!spec.source.empty()) out["source"] = spec.source;
  return out;
}

Result<std::vector<NoiseFloorSpec>> noise_floors_of_band(const Json& json,
                                                         const std::string& origin) {
  std::vector<NoiseFloorSpec> out;
  const Json* rows = nullptr;
  if (json.is_object() && json.contains("tables") && json["tables"].is_object() &&
      json["tables"].contains("edges") && json["tables"]["edges"].is_array())
    rows = &json["tables"]["edges"];
  if (rows != nullptr)
    for (const Json& row : *rows) {
      if (!row.is_object() || !row.contains("Floor") || !row["Floor"].is_object()) continue;
      const Json& floor = row["Floor"];
      std::string metric = text_of(floor, "metric");
      const double value = core::number_or_nan(floor, "value");
      if (!std::isfinite(value)) continue;
      if (metric == "balanced_accuracy")
        out.push_back({text_of(row, "Finding"), "auroc", value, "inter-reader band, " + origin});
      if (metrics::find(metric) != nullptr)
        out.push_back({text_of(row, "Finding"), metric, value, "inter-reader band, " + origin});
    }
  if (out.empty())
    return Error("noise.bad-rates", "the file holds no noise floor of an inter-reader band",
                 {.file = origin}, "make it with `secondsite readers band ... --out FOLDER`");
  return out;
}

}  // namespace secondsite::evaluation
